"""A supervisor's desk at a real PBX: adapter, gateway, feed and live board, all but the window itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from tests.lab.fixtures import Pbx
from wallboard.app.adapters import adapters_of
from wallboard.domain.actions.commands import Command, Reason
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ALL, PBX, QueueId, entity_id, key_of
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import GoalTables, QueueEntry, QueueGoal
from wallboard.gateway.setup.tables import ClientEntry, Listen
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Notice, QueueRow
from wallboard.present.live import ConnectOptions, LiveBoard

SHORT_ABANDON_S = 1.5
REJOIN_S = 5.0
PATIENCE_S = 20.0
"""How long a test waits for something to be on the board."""

PEOPLE = {"Dana": Role.SUPERVISOR, "Eve": Role.SUPERVISOR, "Ada": Role.ADMINISTRATOR}
TOKENS = {name: new_token() for name in PEOPLE}

T = TypeVar("T")


class Desk:
    """What a supervisor sees and does. Every look waits until the board shows what is asked for.

    Attributes:
        frame: the board as it is now.
        options: how another screen connects to the same gateway.
    """

    def __init__(self, url: str, token: str) -> None:
        self.frame = BoardFrame()
        self.seen: list[BoardFrame] = []
        self._news = asyncio.Event()
        self.options = ConnectOptions(url=url, token=token, kind=ClientKind.DESK, client_name="acceptance")
        self.board = LiveBoard(self.options, self._show)

    def _show(self, frame: BoardFrame) -> None:
        self.frame = frame
        self.seen.append(frame)
        self._news.set()

    async def until(self, look: Callable[[BoardFrame], T | None]) -> T:
        """What ``look`` finds on the board, as soon as it finds anything."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self._news.clear()
                found = look(self.frame)
                if found is not None:
                    return found
                await self._news.wait()

    async def shows(self, condition: Callable[[BoardFrame], bool]) -> BoardFrame:
        """The board as soon as ``condition`` is so on it."""
        return await self.until(lambda frame: frame if condition(frame) else None)

    async def caller(self, number: str, condition: Callable[[CallerRow], bool] = lambda _: True) -> CallerRow:
        """The row of a waiting or moving caller."""
        return await self.until(
            lambda frame: next((row for row in frame.callers if row.number == number and condition(row)), None)
        )

    async def agent(self, extension: str, condition: Callable[[AgentRow], bool] = lambda _: True) -> AgentRow:
        """The tile of the agent at an extension."""
        return await self.until(
            lambda frame: next((row for row in frame.agents if is_at(row, extension) and condition(row)), None)
        )

    def queue(self, name: str = ALL) -> QueueRow:
        """The figures of one queue, or of the total, as they are now."""
        return next(row for row in self.frame.queues if is_called(row, name))

    async def queue_with(self, name: str, condition: Callable[[QueueRow], bool]) -> QueueRow:
        """The figures of one queue as soon as something is so of them."""
        return await self.until(
            lambda frame: next((row for row in frame.queues if is_called(row, name) and condition(row)), None)
        )

    def give(self, command: Command | Reason) -> Command:
        """Give a command that the board made of a gesture; a gesture it refused fails the test."""
        assert not isinstance(command, Reason), f"the board refused: {command}"
        self.board.send(command)
        return command

    async def end_of(self, command: Command) -> Notice:
        """How a command ended."""
        return await self.until(
            lambda frame: next((notice for notice in frame.notices if notice.command == command), None)
        )

    async def does(self, command: Command | Reason) -> Notice:
        """Give a command and wait for its end."""
        return await self.end_of(self.give(command))


def is_called(row: QueueRow, name: str) -> bool:
    """Whether a row is of the queue or group of that id, or of the queue that its PBX calls so."""
    return name in (row.id, key_of(row.id))


def is_at(row: AgentRow, extension: str) -> bool:
    """Whether an agent's phone has that extension, however the PBX's queues write it."""
    return row.agent_id.partition("/")[2].partition("@")[0] == extension


Queues = dict[str, QueueEntry]


def client(name: str, role: Role) -> ClientEntry:
    """Somebody who may connect, and whose phones the supervisors' are."""
    return ClientEntry(name=name, role=role, token_sha256=token_hash(TOKENS[name]), extensions=["2001", "2999"])


def configuration(pbx: Pbx, ring_s: int, queues: Queues, *, auto_answer: bool) -> GatewayConfig:
    """The lab's PBX, with the wrap-up that its queues.conf has and AMI does not tell."""
    wrap_up_s = 0.0 if pbx.system == "plain" else 2.0
    asterisk = AsteriskPbx(
        host=pbx.host,
        port=pbx.port,
        user=pbx.user,
        ring_s=ring_s,
        rejoin_s=REJOIN_S,
        default_wrap_up_s=wrap_up_s,
        auto_answer=auto_answer,
    )
    return GatewayConfig(
        sources={"pbx": asterisk},
        listen=Listen(port=0),
        queues=queues,
        goals=GoalTables(default=QueueGoal(short_abandon_s=SHORT_ABANDON_S)),
        wrap_up={"care": 2.0, "refunds": 2.0},
        clients=[client(name, role) for name, role in PEOPLE.items()],
    )


@asynccontextmanager
async def desk_at(
    pbx: Pbx,
    ring_s: int = 20,
    history: Path | None = None,
    queues: Queues | None = None,
    *,
    auto_answer: bool = False,
    who: str = "Dana",
    without: str = "",
) -> AsyncIterator[Desk]:
    """The desk of ``who``, whose board is live, at a gateway that does not know ``without``.

    Gateway and board run until the end of the block and must not fail meanwhile.
    """
    config = configuration(pbx, ring_s, queues or {}, auto_answer=auto_answer)
    config = replace(config, clients=[one for one in config.clients if one.name != without])
    gateway = Gateway(config, adapters_of(config), history=history)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(gateway.run())
        await gateway.started.wait()
        async with seen_by(who, f"ws://127.0.0.1:{gateway.port}") as desk:
            try:
                yield desk
            finally:
                serving.cancel()


@asynccontextmanager
async def seen_by(name: str, url: str) -> AsyncIterator[Desk]:
    """The desk of one of `PEOPLE` at that gateway, live."""
    desk = Desk(url, TOKENS[name])
    async with asyncio.TaskGroup() as group:
        showing = group.create_task(desk.board.run())
        desk.board.set_window(Window.TODAY)
        await desk.shows(lambda frame: frame.freshness.is_live and len(frame.queues) > 1)
        try:
            yield desk
        finally:
            showing.cancel()


def counts(row: QueueRow) -> dict[str, int]:
    """The counts of a row, as a test writes them down."""
    return {
        "offered": row.tally.offered,
        "answered": row.tally.answered,
        "abandoned": row.tally.abandoned,
        "flowed_out": row.tally.flowed_out,
        "unobserved": row.tally.unobserved,
    }


def of_lab(key: str) -> QueueId:
    """The id of the lab's queue of that name."""
    return QueueId(entity_id(PBX, key))


CARE, REFUNDS = of_lab("care"), of_lab("refunds")
