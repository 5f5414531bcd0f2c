"""Whatever a supervisor drags wherever: no caller is hung up on the way, and each is counted once."""

import random

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.supervisor import target
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(120)]

CALLERS, MOVES = 12, 50
QUEUES = ("care", "refunds", "closed", "small", "closing", "7", "one, two")
FOUND = {Outcome.CONFIRMED, Outcome.RETURNED_TO_QUEUE, Outcome.REFUSED, Outcome.FAILED}


async def test_that_no_move_loses_a_caller(site_desk: Desk, agents: PhoneBank, callers: PhoneBank) -> None:
    chance = random.Random(1)
    talking: list[Call] = []

    async def rings(call: Call) -> None:
        if chance.random() < 0.5:
            call.answer()
            talking.append(call)
        else:
            call.reject()

    agents.on_ring = rings
    # their own dialplan goes on with them when their agent hangs up
    calls = [await callers.call("c-refunds", f"+3513{number:02}") for number in range(CALLERS)]
    await site_desk.queue_with("refunds", lambda queue: queue.tally.offered == CALLERS)
    ends: list[Outcome] = []
    while len(ends) < MOVES:
        command, before = drag(site_desk, chance), site_desk.frame
        notice = None if isinstance(command, Reason) else await site_desk.does(command)
        if notice is None or notice.reason is Reason.TOO_MANY:
            await another(site_desk, before)
            continue
        ends.append(notice.outcome)
        if talking and chance.random() < 0.1:
            talking.pop(chance.randrange(len(talking))).hang_up()
    assert set(ends) <= FOUND
    assert min(ends.count(Outcome.CONFIRMED), ends.count(Outcome.RETURNED_TO_QUEUE)) > 5
    assert [call.cause for call in calls if call.state == "ended"] == []
    total = site_desk.queue()
    assert (total.tally.offered, total.tally.abandoned, total.tally.unobserved) == (CALLERS, 0, 0)


async def another(desk: Desk, before: BoardFrame) -> None:
    """Wait until the board shows something else."""
    await desk.shows(lambda frame: frame is not before)


def drag(desk: Desk, chance: random.Random) -> Command | Reason:
    """A caller, waiting or in talk, onto an agent or a queue."""
    frame = desk.frame
    sources: list[CallerRow | AgentRow] = [*frame.callers]
    sources += [tile for tile in frame.agents if tile.call_id is not None]
    if not sources:
        return Reason.CALL_GONE
    source = chance.choice(sources)
    if chance.random() < 0.5:
        return move_to_agent(source, chance.choice(frame.agents), frame)
    return move_to_queue(source, target(desk, chance.choice(QUEUES)), frame)
