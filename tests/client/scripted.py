"""A real WebSocket server on a free port that says what a test tells it to, and the link under test."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from wallboard.client.connection import GatewayConnection
from wallboard.client.connection_status import ConnectionPhase, ConnectionStatus, ConnectOptions
from wallboard.client.session import Mirror
from wallboard.domain.counts.figures import AnyEntity
from wallboard.feed import codec
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, Role
from wallboard.host.clock import now_ms

Script = Callable[[ServerConnection], Awaitable[None]]
READY = m.Ready(name="Kim", role=Role.SUPERVISOR)


@asynccontextmanager
async def gateway(
    script: Script, *, subprotocol: str = m.SUBPROTOCOL, tls: ssl.SSLContext | None = None
) -> AsyncIterator[str]:
    """Play ``script`` to every screen that connects; gives the address."""
    offered = [Subprotocol(subprotocol)]
    async with serve(script, "127.0.0.1", 0, subprotocols=offered, compression=None, ssl=tls) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"wss://localhost:{port}" if tls else f"ws://127.0.0.1:{port}"


async def say(socket: ServerConnection, *messages: m.Message) -> None:
    """Send messages."""
    for message in messages:
        await socket.send(codec.encode(message), text=True)


async def hear(socket: ServerConnection) -> m.AnyClientMessage:
    """The next thing that the screen says."""
    message = codec.decode_client(await socket.recv(decode=False))
    assert message is not None
    return message


def hello(epoch: str = "e1", heartbeat_ms: int = 5_000) -> m.Hello:
    """A greeting."""
    return m.Hello(server="wallboard/1", epoch=epoch, time_ms=now_ms(), heartbeat_ms=heartbeat_ms)


async def sign_in(socket: ServerConnection, *, heartbeat_ms: int = 5_000, items: list[AnyEntity]) -> m.Auth:
    """Greet, accept whoever it is and give the full state as seq 1, or go on where they were."""
    await say(socket, hello(heartbeat_ms=heartbeat_ms))
    auth = await hear(socket)
    assert isinstance(auth, m.Auth)
    await say(socket, READY)
    if auth.epoch:
        await say(socket, m.Delta(seq=auth.seq, prev=auth.seq))
    else:
        await say(
            socket,
            m.SnapBegin(seq=1, epoch="e1", count=len(items)),
            m.SnapItems(items=items),
            m.SnapEnd(seq=1),
        )
    return auth


class Screen:
    """A link that runs, and every phase that it went through."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        self.mirror = Mirror()
        options = ConnectOptions(
            url=url, token="s3cret", kind=ClientKind.DESK, client_name="desk 1", ca_file=ca_file
        )
        self.link = GatewayConnection(options, self.mirror)
        self.course: list[ConnectionStatus] = []
        self._moved = asyncio.Event()
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Run the link to its end."""
        await self.link.run(self.changed)
        self._ended.set()

    async def is_over(self) -> None:
        """Wait until the link tries no more."""
        async with asyncio.timeout(10):
            await self._ended.wait()

    def changed(self) -> None:
        """What the link calls."""
        if not self.course or self.course[-1] != self.link.status:
            self.course.append(self.link.status)
        self._moved.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        async with asyncio.timeout(10):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    async def until_phase(self, phase: ConnectionPhase) -> ConnectionStatus:
        """Wait for a phase, and how the connection stands then."""
        await self.until(lambda: self.link.status.phase is phase)
        return self.link.status

    @property
    def phases(self) -> list[ConnectionPhase]:
        """The phases so far, each change once."""
        return [contact.phase for contact in self.course]


@asynccontextmanager
async def screen(url: str, ca_file: Path | None = None) -> AsyncIterator[Screen]:
    """A link that runs until the end of the block."""
    running = Screen(url, ca_file)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(running.run())
        try:
            yield running
        finally:
            task.cancel()
