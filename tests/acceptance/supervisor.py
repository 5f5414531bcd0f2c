"""What a supervisor does with callers at the site that keeps them a way behind its queues, and what comes of it."""

import asyncio

from tests.acceptance.desk import Desk
from tests.lab.ami import Ami, Stanza
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Command, Outcome
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import QueueId, key_of
from wallboard.present.frame import CallerRow, QueueRow
from wallboard.present.intents import move_to_agent, move_to_queue

CALLER, ANA, JONAS, INES, GRETA = 600, 450, 350, 400, 900
"""The tones, in Hz, of callers whose numbers begin with +3513, and of the agents at 1001, 1002, 1102 and 1103."""


def give_tones(agents: PhoneBank, callers: PhoneBank) -> None:
    """Let everybody be known by its tone."""
    agents.tones.update({"1001": ANA, "1002": JONAS, "1102": INES, "1103": GRETA})
    callers.tones.update({f"+3513{i:02}": CALLER for i in range(60)})


def target(desk: Desk, name: str) -> QueueRow:
    """A queue as the place of a drop."""
    return desk.queue(QueueId(name))


async def to_agent(desk: Desk, number: str, extension: str) -> Command:
    """Drag a waiting caller onto an agent."""
    row = await desk.caller(number, lambda row: row.phase is CallPhase.WAITING)
    tile = await desk.agent(extension, lambda tile: tile.refusal is None)
    return desk.give(move_to_agent(row, tile, desk.frame))


async def to_queue(desk: Desk, number: str, name: str) -> CallerRow:
    """Drag a waiting caller onto a queue, where it then waits."""
    row = await desk.caller(number, lambda row: row.phase is CallPhase.WAITING)
    notice = await desk.does(move_to_queue(row, target(desk, name), desk.frame))
    assert notice.outcome is Outcome.CONFIRMED, notice
    return await desk.caller(number, lambda row: name in (row.queue_id, key_of(row.queue_id)))


async def returned(desk: Desk, command: Command, number: str) -> CallerRow:
    """The caller of a move that came to nothing, as soon as the board shows it in its queue again."""
    assert isinstance(command, MoveCallToAgent | MoveCallToQueue)
    before = command.expect_rev
    assert (await desk.end_of(command)).outcome is Outcome.RETURNED_TO_QUEUE
    return await desk.caller(number, lambda row: row.phase is CallPhase.WAITING and row.handover_rev > before)


async def entry(ami: Ami, number: str) -> Stanza:
    """A waiting caller as the PBX's own list has it."""
    ami.events.clear()
    await ami.action("QueueStatus")
    return await ami.event("QueueEntry", CallerIDNum=number)


async def talk_with_greta(
    desk: Desk, agents: PhoneBank, callers: PhoneBank, dialled: str, number: str
) -> tuple[Call, Call]:
    """A caller in talk with the agent at 1103: both phones."""
    caller = await callers.call(dialled, number)
    agent = await agents.answered("1103")
    await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING)
    return caller, agent


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()

    @property
    def seconds(self) -> float:
        """How long ago that was."""
        return self._loop.time() - self._start
