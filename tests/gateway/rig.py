"""What the gateway's tests share: a PBX that tells what a test tells it, a screen, and a gateway on port 0."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.domain.words import agent, link, member, queue
from wallboard.domain.actions.commands import Command, actions
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import (
    ALL,
    Key,
    ScopeId,
    key_of,
)
from wallboard.feed import messages as m
from wallboard.feed.codec import decode_server, encode
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.core.source_runner import MakeAdapter
from wallboard.gateway.core.sources import fields_of
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.tables import ClientEntry, Listen, Site
from wallboard.pbx.adapter import Adapter, Sink
from wallboard.pbx.simulator.config import SimulatorPbx

TOKENS = {role: new_token() for role in Role}
EXTENSION = "700"
"""Whose phone may be rung."""
M = TypeVar("M", bound=m.AnyServerMessage)

UP = link(SourceStatus.UP, 0)
CENTRE = [
    link(SourceStatus.SYNCING, 0),
    queue("sales"),
    queue("support"),
    agent("ana"),
    agent("bea"),
    member("sales", "ana"),
    member("sales", "bea"),
    UP,
]


class ScriptedPbx:
    """Tells what it is made with, then what the test tells; takes every command and does nothing by itself.

    Attributes:
        executed: the commands that it was given.
        on_execute: what it does with a command, nothing by default.
    """

    can = frozenset(actions().values())

    def __init__(self, *first: Event) -> None:
        self.executed: list[Command] = []
        self.on_execute: Callable[[Command], None] = lambda _: None
        self._first = first
        self._sink: Sink | None = None

    async def run(self, sink: Sink) -> None:
        for event in self._first:
            sink(by_own_keys(event))
        self._sink = sink
        await asyncio.Event().wait()

    async def execute(self, command: Command, owner: str) -> None:
        self.executed.append(command)
        self.on_execute(command)

    def tell(self, *events: Event) -> None:
        assert self._sink is not None
        for event in events:
            self._sink(by_own_keys(event))


def by_own_keys(event: Event) -> Event:
    """An event as a PBX tells it, of one whose ids may carry their source already."""
    changed = {name: key_of(value) for name in fields_of(type(event)).ids if (value := getattr(event, name))}
    return replace(event, **changed)


class Copy:
    """What a screen knows that was told every message in its order; a gap or a foreign delta fails the test."""

    def __init__(self) -> None:
        self.entities: dict[Key, AnyEntity] = {}
        self.seq = -1
        self.epoch = ""
        self._coming: dict[Key, AnyEntity] | None = None

    def take(self, message: m.AnyServerMessage) -> None:
        match message:
            case m.SnapBegin(epoch=epoch):
                self._coming, self.epoch = {}, epoch
            case m.SnapItems(items=items):
                assert self._coming is not None
                self._coming.update({entity.key: entity for entity in items})
            case m.SnapEnd(seq=seq):
                assert self._coming is not None
                self.entities, self._coming, self.seq = self._coming, None, seq
            case m.Delta():
                assert self._coming is None
                assert message.prev == self.seq
                self.entities.update({entity.key: entity for entity in message.put})
                for key in message.gone:
                    self.entities.pop(key, None)
                self.seq = message.seq
            case _:
                pass


class Screen:
    """One client over a real socket.

    Attributes:
        copy: the state as it was told.
        told: all messages in their order.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.copy = Copy()
        self.told: list[m.AnyServerMessage] = []

    async def say(self, message: m.AnyClientMessage) -> None:
        await self.socket.send(encode(message), text=True)

    async def hear(self) -> m.AnyServerMessage:
        message = decode_server(await self.socket.recv(decode=False))
        assert message is not None
        self.told.append(message)
        self.copy.take(message)
        return message

    async def hear_a(self, kind: type[M]) -> M:
        """The next message of a kind; those before it are taken in."""
        while not isinstance(message := await self.hear(), kind):
            pass
        return message

    async def until(self, condition: Callable[[], bool]) -> None:
        """Take messages in until something is so."""
        while not condition():
            await self.hear()

    async def parting(self) -> tuple[m.Bye | None, int | None]:
        """Take messages in until the connection ends: the gateway's good-bye, if any, and the close code."""
        try:
            while True:
                await self.hear()
        except ConnectionClosed as closed:
            byes = [message for message in self.told if isinstance(message, m.Bye)]
            return (byes[-1] if byes else None), closed.rcvd.code if closed.rcvd else None

    async def sign_in(
        self,
        role: Role = Role.SUPERVISOR,
        kind: ClientKind = ClientKind.DESK,
        charts_of: ScopeId = ALL,
        *,
        epoch: str = "",
        seq: int = 0,
    ) -> m.Ready:
        """Hello, auth, ready."""
        await self.hear_a(m.Hello)
        subscribe = m.Subscribe(charts_of=charts_of)
        await self.say(
            m.Auth(token=TOKENS[role], client="test", kind=kind, subscribe=subscribe, epoch=epoch, seq=seq)
        )
        return await self.hear_a(m.Ready)


def config(**changes: object) -> GatewayConfig:
    """A gateway on a free port with a client of each role."""
    clients = [
        ClientEntry(name=str(role), role=role, token_sha256=token_hash(token), extensions=[EXTENSION])
        for role, token in TOKENS.items()
    ]
    settings: dict[str, object] = {
        "sources": {"pbx": SimulatorPbx()},
        "listen": Listen(port=0),
        "site": Site(name="Lisbon"),
        "clients": clients,
        **changes,
    }
    return GatewayConfig(**settings)  # type: ignore[arg-type]  # names and types are checked by the tests' own use


@asynccontextmanager
async def running(
    pbx: Adapter, made_by: GatewayConfig | None = None, history: Path | None = None
) -> AsyncIterator[Gateway]:
    """A gateway at one PBX that serves until left, and must not fail meanwhile."""
    async with running_all({"pbx": lambda: pbx}, made_by or config(), history) as gateway:
        yield gateway


@asynccontextmanager
async def running_all(
    adapters: dict[str, MakeAdapter], made_by: GatewayConfig, history: Path | None = None
) -> AsyncIterator[Gateway]:
    """A gateway at several PBXs, as `running`."""
    gateway = Gateway(made_by, adapters, history=history)
    task = asyncio.ensure_future(gateway.run())
    started = asyncio.ensure_future(gateway.started.wait())
    try:
        await asyncio.wait([task, started], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield gateway
    finally:
        started.cancel()
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()


async def connection(gateway: Gateway) -> ClientConnection:
    """A connection that the test itself ends."""
    subprotocols = [Subprotocol(m.SUBPROTOCOL)]
    return await connect(f"ws://127.0.0.1:{gateway.port}", subprotocols=subprotocols, compression=None)


@asynccontextmanager
async def screen(gateway: Gateway) -> AsyncIterator[Screen]:
    """A connected screen that has not signed in yet."""
    async with await connection(gateway) as socket:
        yield Screen(socket)
