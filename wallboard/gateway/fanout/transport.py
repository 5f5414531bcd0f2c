"""The sending side of a screen's connection: no call waits."""

from websockets.frames import Frame, Opcode

from wallboard.gateway.fanout.connection import FeedConnection


def text_frame(payload: bytes) -> bytes:
    """Frames a text message for the wire, to be written to any number of connections."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


class SocketTransport:
    """A connection's sending side that never waits: bytes that the kernel does not take are buffered."""

    def __init__(self, connection: FeedConnection) -> None:
        self._connection = connection

    def send(self, payload: bytes) -> None:
        self.send_framed(text_frame(payload))

    def send_framed(self, frame: bytes) -> None:
        self._connection.write(frame)

    def expect_unsent(self, size: int) -> None:
        self._connection.expect_unsent(size)

    def unsent_bytes(self) -> int:
        return self._connection.unsent_bytes()

    def abort(self) -> None:
        """Breaks the connection without a message: one that does not read would not receive it either."""
        self._connection.abort()
