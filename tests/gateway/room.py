"""The dispatcher in a room of its own: the state it looks at, a PBX that waits, and what somebody was told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.domain.words import answers, does, joins, ms
from tests.gateway.rig import CENTRE, ScriptedPbx
from wallboard.domain.actions.commands import Command, Progress, Result
from wallboard.domain.actions.grant import Grant
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Activity, Availability, MonitorMode
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.feed.messages import CommandRequest, CommandResult, CommandUpdate, Message
from wallboard.feed.roles import Role
from wallboard.gateway.core.dispatcher import CommandDispatcher
from wallboard.gateway.core.recording import Recording

NOW_MS = ms(100)
SUE = Grant(person="sue", rights=Role.SUPERVISOR.rights)


class Room:
    """A dispatcher, the state it reads, and all that one supervisor was told."""

    def __init__(self, recording: Recording | None = None) -> None:
        self.engine = Engine(Calendar(), Goals(), ms(0))
        self.pbx = ScriptedPbx()
        self.now_ms = NOW_MS
        self.dispatcher = CommandDispatcher(self.pbx, self.engine.state, lambda: self.now_ms, recording)
        self.told: list[Message] = []
        self._heard = asyncio.Event()
        self.happens(*CENTRE)
        for name in ("ana", "bea"):
            self.happens(
                e.AvailabilityChanged(
                    at_ms=ms(1), agent_id=AgentId(name), availability=Availability.READY, since_ms=ms(1)
                )
            )
        self.happens(joins("c", "sales", 2), joins("d", "sales", 3))

    def happens(self, *events: Event) -> None:
        for event in events:
            self.dispatcher.observe(event, self.engine.apply(event))

    def listen(self, message: Message) -> None:
        self.told.append(message)
        self._heard.set()

    def move(self, name: str = "1", call: str = "c", agent: str = "ana") -> MoveCallToAgent:
        """The command that a supervisor would give who sees what is so now."""
        call_id = CallId(call)
        rev = self.engine.state.calls[call_id].handover_rev
        return MoveCallToAgent(id=CommandId(name), call_id=call_id, expect_rev=rev, agent_id=AgentId(agent))

    def submit(self, command: Command, *, role: Role = Role.SUPERVISOR, owner: str = "sue") -> None:
        request = CommandRequest(command=command, deadline_ms=NOW_MS + 5_000)
        self.dispatcher.submit(Grant(person=owner, rights=role.rights), request, self.listen)

    async def listens(self) -> StartMonitor:
        """The supervisor listens to ana's call by this command, which has come to its end."""
        command = StartMonitor(id=CommandId("1"), agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN)
        self.happens(answers("ana", "c", 5), does("ana", Activity.TALKING, 5, call="c"))
        self.submit(command)
        await self.sent()
        self.happens(
            e.MonitorStarted(
                at_ms=ms(6),
                monitor_id=command.id,
                agent_id=command.agent_id,
                extension=command.extension,
                mode=command.mode,
                begun_by="sue",
            )
        )
        self.told.clear()
        return command

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._heard.clear()
            await self._heard.wait()

    async def sent(self) -> None:
        """Until the PBX has taken the last command."""
        await self.until(lambda: any(m == update(m, Progress.SENT) for m in self.told))

    async def until_executed(self, count: int) -> None:
        """Until the PBX was given so many commands."""
        arrived = asyncio.Event()
        self.pbx.on_execute = lambda _: arrived.set()
        async with asyncio.timeout(30):
            while len(self.pbx.executed) < count:
                arrived.clear()
                await arrived.wait()

    async def end(self) -> Result:
        """The next end that is told."""
        await self.until(lambda: any(isinstance(m, CommandResult) for m in self.told))
        return next(m.result for m in self.told if isinstance(m, CommandResult))


def update(like: Message, progress: Progress) -> Message | None:
    return CommandUpdate(command_id=like.command_id, progress=progress) if isinstance(like, CommandUpdate) else None


@asynccontextmanager
async def open_room(recording: Recording | None = None) -> AsyncIterator[Room]:
    room = Room(recording)
    task = asyncio.ensure_future(room.dispatcher.run())
    await asyncio.sleep(0)
    try:
        yield room
    finally:
        task.cancel()
        await asyncio.wait([task])
