"""A supervisor moves callers by hand at a real PBX: who hears whom, what the board says, what is counted."""

import pytest

from tests.acceptance.desk import CARE, REFUNDS, Desk, counts, desk_at
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.catalogue import FigureId
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

CALLER, ANA, INES, GRETA = 600, 450, 400, 900
"""The tones, in Hz, by which they are known: the caller, and the agents at 1001, 1101 and 1103."""

ONCE_ANSWERED = {"offered": 1, "answered": 1, "abandoned": 0, "flowed_out": 0, "unobserved": 0}


@pytest.fixture(autouse=True)
def _tones(agents: PhoneBank, callers: PhoneBank) -> None:
    agents.tones.update({"1001": ANA, "1101": INES, "1103": GRETA})
    callers.tones.update({f"+3512{i}": CALLER for i in range(10)})


async def talking(agents: PhoneBank, callers: PhoneBank, number: str) -> tuple[Call, Call]:
    """A caller of refunds in talk with the agent at 1103: both phones."""
    caller = await callers.call("refunds", number)
    agent = await agents.answered("1103")
    await caller.answered.wait()
    return caller, agent


async def test_that_a_waiting_caller_dragged_onto_an_agent_talks_with_that_agent(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("refunds", "+35120")
    await agents.rung("1103")
    row = await desk.caller("+35120")
    target = await desk.agent("1001", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(row, target, desk.frame))
    moved_to = await agents.answered("1001")
    assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA, but_not=(GRETA,))
    await moved_to.hears(CALLER)
    tile = await desk.agent("1001", lambda tile: tile.state is AgentState.TALKING)
    assert tile.caller
    await desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == 1 and queue.value(FigureId.WAITING) == 0)
    assert counts(desk.queue(REFUNDS)) == counts(desk.queue()) == ONCE_ANSWERED
    caller.hang_up()
    await desk.agent("1001", lambda tile: tile.state is not AgentState.TALKING)
    assert counts(desk.queue()) == ONCE_ANSWERED


async def test_that_a_talking_caller_dragged_from_agent_to_agent_changes_hands(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller, first = await talking(agents, callers, "+35121")
    source = await desk.agent("1103", lambda tile: tile.call_id is not None and tile.state is AgentState.TALKING)
    target = await desk.agent("1001", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(source, target, desk.frame))
    second = await agents.answered("1001")
    assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
    await first.ended.wait()
    await caller.hears(ANA, but_not=(GRETA,))
    await second.hears(CALLER)
    await desk.agent("1103", lambda tile: tile.state is AgentState.WRAP_UP)
    await desk.agent("1001", lambda tile: tile.state is AgentState.TALKING)
    assert counts(desk.queue()) == ONCE_ANSWERED
    second.hang_up()
    await caller.ended.wait()


async def test_that_a_caller_whom_nobody_answers_comes_back_to_the_queues_head(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    async with desk_at(pbx, ring_s=5) as desk:
        caller = await callers.call("refunds", "+35122")
        await agents.rung("1103")
        row = await desk.caller("+35122")
        target = await desk.agent("1001", lambda tile: tile.refusal is None)
        command = desk.give(move_to_agent(row, target, desk.frame))
        unanswered = await agents.rung("1001")
        behind = await callers.call("refunds", "+35123")
        await desk.caller("+35123")
        await unanswered.ended.wait()
        assert (await desk.end_of(command)).outcome is Outcome.RETURNED_TO_QUEUE
        back = await desk.caller("+35122", lambda row: row.phase is CallPhase.WAITING)
        assert (back.queue_id, back.position) == (REFUNDS, 1)
        assert back.since_ms == row.since_ms
        behind.hang_up()
        await agents.answered("1103")
        await caller.hears(GRETA)
        await desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == 1 and queue.tally.abandoned == 1)
        assert counts(desk.queue()) == {**ONCE_ANSWERED, "offered": 2, "abandoned": 1}


async def test_that_a_talking_caller_whose_new_agent_is_busy_waits_again_and_is_answered_once(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller, _ = await talking(agents, callers, "+35124")
    source = await desk.agent("1103", lambda tile: tile.call_id is not None and tile.state is AgentState.TALKING)
    target = await desk.agent("1001", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(source, target, desk.frame))
    (await agents.rung("1001")).reject()
    assert (await desk.end_of(command)).outcome is Outcome.RETURNED_TO_QUEUE
    row = await desk.caller("+35124", lambda row: row.phase is CallPhase.WAITING)
    assert row.returned
    await agents.answered("1103")
    await caller.hears(GRETA)
    await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING)
    assert counts(desk.queue()) == ONCE_ANSWERED


async def test_that_a_waiting_caller_dragged_to_another_queue_is_offered_once_in_all(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("refunds", "+35125")
    row = await desk.caller("+35125")
    notice = await desk.does(move_to_queue(row, desk.queue(CARE), desk.frame))
    assert notice.outcome is Outcome.CONFIRMED
    moved = await desk.caller("+35125", lambda row: row.queue_id == CARE)
    assert moved.since_ms == row.since_ms
    await agents.answered("1101")
    await caller.hears(INES)
    await desk.queue_with(CARE, lambda queue: queue.tally.answered == 1)
    assert counts(desk.queue()) == ONCE_ANSWERED
    assert desk.queue(REFUNDS).tally.abandoned == 0


async def test_that_a_talking_caller_can_be_sent_to_another_queue(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller, first = await talking(agents, callers, "+35126")
    source = await desk.agent("1103", lambda tile: tile.call_id is not None and tile.state is AgentState.TALKING)
    notice = await desk.does(move_to_queue(source, desk.queue(CARE), desk.frame))
    assert notice.outcome is Outcome.CONFIRMED
    await first.ended.wait()
    await agents.answered("1101")
    await caller.hears(INES, but_not=(GRETA,))
    await desk.agent("1101", lambda tile: tile.state is AgentState.TALKING)
    total = desk.queue()
    assert (total.tally.offered, total.tally.abandoned, total.tally.unobserved) == (1, 0, 0)


async def test_that_one_who_hangs_up_on_the_way_to_an_agent_has_abandoned(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("refunds", "+35127")
    row = await desk.caller("+35127")
    target = await desk.agent("1001", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(row, target, desk.frame))
    ringing = await agents.rung("1001")
    caller.hang_up()
    notice = await desk.end_of(command)
    assert (notice.outcome, notice.reason) == (Outcome.FAILED, Reason.CALLER_HUNG_UP)
    await ringing.ended.wait()
    await desk.queue_with(REFUNDS, lambda queue: queue.tally.abandoned == 1)
    assert counts(desk.queue()) == {**ONCE_ANSWERED, "answered": 0, "abandoned": 1}
