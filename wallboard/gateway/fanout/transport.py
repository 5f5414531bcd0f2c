"""The sending side of a screen's connection: nothing here waits."""

from websockets.frames import Frame, Opcode

from wallboard.gateway.fanout.connection import FeedConnection


def text_frame(payload: bytes) -> bytes:
    """A text message framed for the wire, to be written to any number of connections."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


class SocketTransport:
    """A connection's sending side that never waits: what the kernel does not take is kept and can be asked for."""

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
        """Break the connection without a word: whoever does not read does not hear one either."""
        self._connection.abort()
