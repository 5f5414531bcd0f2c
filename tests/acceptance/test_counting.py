"""The board's counts and service levels at a real PBX are the callers' own, whatever supervisors did meanwhile."""

import asyncio

import pytest

from tests.acceptance.desk import CARE, REFUNDS, SHORT_ABANDON_S, Desk, counts
from tests.acceptance.ledger import Ledger
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from tests.lab.tally import figures
from tests.lab.traffic import Day, Traffic
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Formula
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import QueueId
from wallboard.present.frame import BoardFrame
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]

THRESHOLD_S = 3.0
"""``servicelevel`` of the queue care in the lab's queues.conf."""


@pytest.fixture
def ledger(callers: PhoneBank) -> Ledger:
    """The callers' own count."""
    return Ledger(callers, THRESHOLD_S, SHORT_ABANDON_S)


def is_somebody_ready(frame: BoardFrame) -> bool:
    """Whether an agent of care takes the next caller at once, so that nobody's wait comes near the threshold."""
    return any(
        tile.agent_id in {"pbx:PJSIP/1101", "pbx:PJSIP/1102"} and tile.state is AgentState.READY
        for tile in frame.agents
    )


async def first_to_ring(agents: PhoneBank, *extensions: str) -> Call:
    """The first of these agents' phones that rings from now on."""
    waiting = [asyncio.ensure_future(agents.rung(extension)) for extension in extensions]
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for waiter in rest:
        waiter.cancel()
    return done.pop().result()


async def test_that_the_boards_figures_are_the_callers_own(desk: Desk, agents: PhoneBank, ledger: Ledger) -> None:
    """Answered in time and late, given up at once, in time and late, timed out, and moved in both ways."""
    late, sent_on = await ledger.call("care"), await ledger.call("4-care")
    at_once, in_time, too_late = await ledger.call("care"), await ledger.call("care"), await ledger.call("care")
    assert (await desk.queue_with(CARE, lambda queue: queue.value(FigureId.WAITING) == 5)).tally.offered == 5
    await asyncio.gather(
        at_once.gives_up_after(0.5), in_time.gives_up_after(2.2), too_late.gives_up_after(4.5), sent_on.is_sent_on()
    )
    waiting_late = await desk.queue_with(CARE, lambda queue: queue.value(FigureId.WAITING) == 1)
    assert waiting_late.service_levels[Formula.OFFERED] == 0.0
    while not late.call.answered.is_set():  # the phone that rang last may just have stopped
        (await first_to_ring(agents, "1101", "1102")).answer()
        await asyncio.wait([asyncio.ensure_future(late.call.answered.wait())], timeout=1)
    await late.is_answered()
    late.call.hang_up()
    sent_on.call.hang_up()

    to_agent = await ledger.call("care")
    row = await desk.caller(to_agent.call.extension)
    greta = await desk.agent("1103", lambda tile: tile.refusal is None)
    moving = desk.give(move_to_agent(row, greta, desk.frame))
    await agents.answered("1103")
    await to_agent.is_answered()
    assert (await desk.end_of(moving)).outcome is Outcome.CONFIRMED

    await desk.shows(is_somebody_ready)
    prompt = await ledger.call("care")
    (await first_to_ring(agents, "1101", "1102")).answer()
    await prompt.is_answered()

    await desk.shows(is_somebody_ready)
    to_queue = await ledger.call("refunds")
    row = await desk.caller(to_queue.call.extension)
    assert (await desk.does(move_to_queue(row, desk.queue(CARE), desk.frame))).outcome is Outcome.CONFIRMED
    (await first_to_ring(agents, "1101", "1102")).answer()
    await to_queue.is_answered()
    for visit in (to_agent, prompt, to_queue):
        visit.call.hang_up()

    expected = ledger.counts()
    assert expected == {"offered": 8, "answered": 4, "abandoned": 3, "flowed_out": 1, "unobserved": 0}
    await desk.shows(lambda _: counts(desk.queue()) == expected)
    total, own = desk.queue(), ledger.service_levels()
    assert total.service_levels == pytest.approx(own)
    assert len(set(own.values())) == len(Formula)  # no formula passes for another here
    assert total.value(FigureId.ASA) == pytest.approx(ledger.average_speed_of_answer_s(), abs=0.3)
    assert total.value(FigureId.ABANDONMENT) == pytest.approx(100 * 3 / 8)
    by_queue = [counts(desk.queue(name)) for name in (CARE, REFUNDS)]
    assert sum(queue["offered"] - queue["flowed_out"] for queue in by_queue) == 8 - 1
    assert sum(queue["abandoned"] for queue in by_queue) == 3


async def test_that_a_queue_that_throws_its_callers_out_is_not_the_better_for_it(
    desk: Desk, agents: PhoneBank, ledger: Ledger
) -> None:
    """One is answered at once, four are timed out past the threshold: a fifth is in time, and nothing is green."""
    prompt = await ledger.call("refunds")
    (await agents.rung("1103")).answer()
    await prompt.is_answered()
    thrown_out = [await ledger.call("4-refunds") for _ in range(4)]
    await asyncio.gather(*(visit.is_sent_on() for visit in thrown_out))
    row = await desk.queue_with(REFUNDS, lambda queue: queue.tally.flowed_out == 4)
    assert counts(row) == ledger.counts()
    assert row.service_levels == pytest.approx(ledger.service_levels())
    assert (row.service_levels[Formula.OFFERED], row.service_levels[Formula.ANSWERED]) == (20.0, 100.0)
    assert row.kpi(FigureId.SERVICE_LEVEL).is_flow_out
    assert row.tally.exits == {Exit.OVERFLOW: 4}  # no event of the PBX tells a time-out from other ways on
    assert row.kpi(FigureId.SERVICE_LEVEL).level is Level.BAD
    assert row.kpi(FigureId.ABANDONMENT).level is not Level.GOOD
    for visit in ledger.visits:
        visit.call.hang_up()


async def test_that_the_pbxs_own_log_tells_of_the_same_answered_calls(
    desk: Desk, pbx: Pbx, agents: PhoneBank, ledger: Ledger
) -> None:
    before = await completed(pbx)
    for _ in range(2):
        visit = await ledger.call("refunds")
        (await agents.rung("1103")).answer()
        await visit.is_answered()
        visit.call.hang_up()
        await desk.agent("1103", lambda tile: tile.call_id is None)
    await desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == 2)
    assert await completed(pbx) - before == 2


async def test_that_a_busy_spell_is_counted_as_its_callers_count_it(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    """Some seventy callers by chance, half of them impatient: nobody is counted twice and nobody is left over."""
    day = Day(
        queues={"care": 0.6, "refunds": 0.2, "support": 0.2},
        calls_per_minute=300,
        seconds=15,
        talk_s=0.8,
        ring_s=1.0,
        patience_s=4.0,
        seed=22,
    )
    traffic = Traffic(day, agents, callers)
    await traffic.run()
    await desk.shows(lambda frame: not frame.callers and all(tile.call_id is None for tile in frame.agents))
    for queue in day.queues:
        own, told = figures(traffic.tally.of(queue)), desk.queue(QueueId(queue))
        assert counts(told) == {name: own.get(name, 0) for name in counts(told)}
    waits_s = [visit.wait_s for visit in traffic.tally.visits if visit.ended == "answered"]
    assert len(waits_s) > 10
    assert desk.queue().value(FigureId.ASA) == pytest.approx(sum(waits_s) / len(waits_s), abs=0.3)


async def completed(pbx: Pbx) -> int:
    """Calls of refunds that Asterisk itself has completed since its start."""
    await pbx.settled()
    line = next(line for line in pbx.cli("queue show refunds").splitlines() if line.startswith("refunds "))
    return int(line.partition(" C:")[2].partition(",")[0])
