"""An AMI connection for examining a PBX: sends one action at a time and stores all events meanwhile."""

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from wallboard.domain.errors import RemoteError
from wallboard.pbx.asterisk.wire.codec import AmiMessage, Decoder, encode

ANSWER_S: Final = 10.0
"""How long the PBX may take for a response, and to be connected."""
CLOSED: Final = "The PBX closed the connection"
_CHUNK: Final = 1 << 16


class Probe:
    """One connection.

    Attributes:
        greeting: the version of AMI that the PBX greeted us with.
        events: every event received so far, oldest first.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.events: list[AmiMessage] = []
        self._reader, self._writer = reader, writer
        self._decoder = Decoder()
        self._asked = 0

    @property
    def greeting(self) -> str:
        """The version of AMI in the greeting, empty before it."""
        return self._decoder.version

    async def greeted(self) -> None:
        """Waits for the greeting; `ProtocolError` if this is not AMI, `RemoteError` if none comes."""
        async with _limited("The PBX sent no greeting"):
            while not self.greeting:
                await self._read()

    async def ask(self, name: str, *headers: tuple[str, str]) -> AmiMessage:
        """Sends an action and returns the response, perhaps an error; `RemoteError` without one."""
        response, _ = await self._ask(name, headers, end="")
        return response

    async def list_rows(self, name: str, *headers: tuple[str, str]) -> tuple[AmiMessage, list[AmiMessage]]:
        """Returns the response to a listing action, and the rows; without rows if the PBX refuses."""
        return await self._ask(name, headers, end=f"{name}Complete")

    async def until(self, condition: Callable[[], bool], wait_s: float) -> bool:
        """Reads events until ``condition`` holds, for at most ``wait_s`` seconds; returns whether it held."""
        try:
            async with asyncio.timeout(wait_s):
                while not condition():
                    await self._read()
        except TimeoutError:
            return condition()
        return True

    async def _ask(
        self, name: str, headers: tuple[tuple[str, str], ...], end: str
    ) -> tuple[AmiMessage, list[AmiMessage]]:
        self._asked += 1
        action_id = f"doctor-{self._asked}"
        self._writer.write(encode(name, action_id, headers))
        begin = len(self.events)
        responses: list[AmiMessage] = []
        async with _limited(f"The PBX did not answer {name}"):
            while not responses:
                responses += await self._read(action_id)
            if end and responses[0].get("Response") == "Success":
                while not any(message.event == end for message in self.events[begin:]):
                    await self._read()
        rows = [message for message in self.events[begin:] if message.get("ActionID") == action_id]
        return responses[0], [message for message in rows if message.event != end]

    async def _read(self, action_id: str = "") -> list[AmiMessage]:
        """Reads a chunk; returns the response to an action, if it was in it."""
        chunk = await self._reader.read(_CHUNK)
        if not chunk:
            raise RemoteError(CLOSED)
        messages = self._decoder.feed(chunk)
        self.events += [message for message in messages if message.event]
        return [message for message in messages if not message.event and message.get("ActionID") == action_id]


@asynccontextmanager
async def connected(host: str, port: int, tls: ssl.SSLContext | None) -> AsyncIterator[Probe]:
    """Returns a greeted connection; raises `OSError`, `TimeoutError` or `RemoteError` without one."""
    async with asyncio.timeout(ANSWER_S):
        reader, writer = await asyncio.open_connection(host, port, ssl=tls)
    try:
        probe = Probe(reader, writer)
        await probe.greeted()
        yield probe
    finally:
        writer.close()
        with suppress(OSError):  # already lost: there is nothing to close
            await writer.wait_closed()


@asynccontextmanager
async def _limited(what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(ANSWER_S):
            yield
    except TimeoutError as error:
        raise RemoteError(f"{what} within {ANSWER_S:.0f} seconds") from error


def channel_id() -> str:
    """Returns a unique id for a test channel."""
    return f"wb-doctor-{secrets.token_hex(6)}"
