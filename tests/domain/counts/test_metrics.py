"""Figures of each queue and of the total: totals add counts, an agent counts once, late callers are misses."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.recount import Story, here, stories, told_in_order
from tests.domain.recount import service_level_pct as recounted_pct
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    handles,
    hangs_up,
    is_leaving,
    is_now,
    joins,
    leaves,
    link,
    member,
    moves,
    ms,
    pauses,
    queue,
    unpauses,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Availability, Direction, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import (
    Formula,
    Goals,
    average_handle_time_s,
    occupancy_pct,
    service_level_pct,
    utilisation_pct,
)
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, Key, QueueId


@pytest.fixture
def engine() -> Engine:
    centre = Engine(Calendar(), Goals(), DAY_MS)
    for event in (queue("sales"), queue("support", service_level_s=60), agent("ann"), agent("bob")):
        centre.apply(event)
    return centre


def _figures(engine: Engine, queue_id: str, at_s: float, window: Window = Window.TODAY) -> Figures:
    engine.flush(ms(at_s))
    found = engine.published[Key("figures", queue_id, window)]
    assert isinstance(found, Figures)
    return found


def _queue_now(engine: Engine, queue_id: str, at_s: float) -> QueueNow:
    engine.flush(ms(at_s))
    found = engine.published[Key("now", queue_id)]
    assert isinstance(found, QueueNow)
    return found


def test_that_the_total_adds_counts_each_by_its_own_queues_threshold(engine: Engine) -> None:
    for event in (
        joins("a", "sales", 0),
        joins("b", "support", 0),
        answers("ann", "a", 30),
        answers("bob", "b", 30),
    ):
        engine.apply(event)
    assert _figures(engine, "sales", 30).tally.answered_in == 0
    assert _figures(engine, "support", 30).tally.answered_in == 1
    total = _figures(engine, ALL, 30).tally
    assert (total.offered, total.answered, total.answered_in) == (2, 2, 1)


def test_that_one_who_waits_past_the_threshold_is_a_miss_at_once_and_reconciled_at_the_end(engine: Engine) -> None:
    for event in (joins("a", "sales", 0), answers("ann", "a", 5), joins("b", "sales", 10)):
        engine.apply(event)
    assert service_level_pct(_figures(engine, "sales", 30).tally, Formula.OFFERED) == 100.0
    assert service_level_pct(_figures(engine, "sales", 31).tally, Formula.OFFERED) == 50.0
    assert service_level_pct(_figures(engine, ALL, 31).tally, Formula.ANSWERED) == 100.0
    engine.apply(hangs_up("b", 40))
    tally = _figures(engine, "sales", 40).tally
    assert (tally.late, tally.abandoned) == (0, 1)
    assert service_level_pct(tally, Formula.OFFERED) == 50.0
    assert service_level_pct(tally, Formula.ANSWERED) == 100.0


def test_that_one_who_was_answered_and_waits_again_is_no_second_miss(engine: Engine) -> None:
    for event in (joins("a", "sales", 0), answers("ann", "a", 5), joins("a", "sales", 60, moved_in=True)):
        engine.apply(event)
    assert _figures(engine, "sales", 200).tally.late == 0
    queue_now = _queue_now(engine, "sales", 200)
    assert (queue_now.waiting, queue_now.longest_since_ms) == (1, ms(60))


def test_that_waiting_and_the_longest_wait_follow_the_callers(engine: Engine) -> None:
    assert _queue_now(engine, ALL, 0).longest_since_ms is None
    for event in (joins("a", "support", 5), joins("b", "sales", 8), joins("c", "sales", 9, since_s=7)):
        engine.apply(event)
    sales, total = _queue_now(engine, "sales", 10), _queue_now(engine, ALL, 10)
    assert (sales.waiting, sales.longest_since_ms) == (2, ms(7))
    assert (total.waiting, total.longest_since_ms) == (3, ms(5))
    engine.apply(hangs_up("a", 11))
    total = _queue_now(engine, ALL, 11)
    assert (total.waiting, total.longest_since_ms) == (2, ms(7))


def test_that_a_caller_moved_to_another_queue_waits_there_and_not_here_any_more(engine: Engine) -> None:
    for event in (joins("a", "sales", 0), answers("ann", "a", 5), joins("a", "sales", 10, moved_in=True)):
        engine.apply(event)
    assert _queue_now(engine, "sales", 10.1).waiting == 1
    engine.apply(moves("a", 10.2, to_queue="support"))
    engine.apply(joins("a", "support", 10.3, moved_in=True))
    assert _queue_now(engine, "sales", 10.4).waiting == 0
    assert _queue_now(engine, "support", 10.4).waiting == 1
    assert _queue_now(engine, ALL, 10.4).waiting == 1


def test_that_an_agent_in_several_queues_is_counted_once_in_the_total(engine: Engine) -> None:
    for event in (
        member("sales", "ann"), member("support", "ann"), member("sales", "bob"),
        is_now("ann", Availability.READY, 0), is_now("bob", Availability.PAUSED, 0),
    ):  # fmt: skip
        engine.apply(event)
    assert _queue_now(engine, "sales", 10).agents == {AgentState.READY: 1, AgentState.PAUSED: 1}
    assert _queue_now(engine, "support", 10).agents == {AgentState.READY: 1}
    assert _queue_now(engine, ALL, 10).agents == {AgentState.READY: 1, AgentState.PAUSED: 1}
    assert _figures(engine, ALL, 10).ready_ms == 10_000


def test_that_who_is_paused_in_one_of_two_queues_is_so_there_and_ready_in_the_other(engine: Engine) -> None:
    bob = {AgentState.LOGGED_OUT: 1}
    for event in (
        member("sales", "ann"), member("support", "ann"), is_now("ann", Availability.READY, 0),
        pauses("ann", "support", 10),
    ):  # fmt: skip
        engine.apply(event)
    assert _queue_now(engine, "support", 30).agents == {AgentState.PAUSED: 1}
    assert _queue_now(engine, "sales", 30).agents == {AgentState.READY: 1}
    assert _queue_now(engine, ALL, 30).agents == {AgentState.READY: 1, **bob}
    ready_ms = {name: _figures(engine, name, 30).ready_ms for name in ("support", "sales", ALL)}
    assert ready_ms == {"support": 10_000, "sales": 30_000, ALL: 30_000}
    engine.apply(pauses("ann", "sales", 30))
    assert _queue_now(engine, ALL, 31).agents == {AgentState.PAUSED: 1, **bob}
    engine.apply(unpauses("ann", "support", 40))
    assert _queue_now(engine, "support", 41).agents == {AgentState.READY: 1}
    assert _queue_now(engine, "sales", 41).agents == {AgentState.PAUSED: 1}
    assert _queue_now(engine, ALL, 41).agents == {AgentState.READY: 1, **bob}
    engine.apply(e.MemberRemoved(at_ms=ms(50), queue_id=QueueId("support"), agent_id=AgentId("ann")))
    assert _queue_now(engine, "support", 51).agents == {}
    assert _queue_now(engine, ALL, 51).agents == {AgentState.PAUSED: 1, **bob}


@pytest.mark.parametrize(
    ("news", "shown"),
    [
        (is_now("ann", Availability.READY, 10, do_not_disturb=True), AgentState.DO_NOT_DISTURB),
        (does("ann", Activity.TALKING, 10, direction=Direction.UNKNOWN), AgentState.BUSY_UNKNOWN),
        (does("ann", Activity.HOLD, 10, direction=Direction.OUTBOUND), AgentState.BUSY),
        (does("ann", Activity.COOL_DOWN, 10), AgentState.COOL_DOWN),
        (does("ann", Activity.ON_DEMAND, 10), AgentState.ON_DEMAND),
    ],
)
def test_that_what_keeps_agents_from_calls_and_calls_of_no_queue_are_in_no_occupancy(
    engine: Engine, news: e.Event, shown: AgentState
) -> None:
    for event in (member("sales", "ann"), is_now("ann", Availability.READY, 0), news):
        engine.apply(event)
    assert _queue_now(engine, "sales", 30).agents == {shown: 1}
    figures = _figures(engine, "sales", 30)
    assert (figures.handling_ms, figures.ready_ms) == (0, 10_000)


def test_that_who_is_leaving_is_not_among_the_waiting_and_late_for_good(engine: Engine) -> None:
    for event in (joins("a", "sales", 0), is_leaving("a", 30)):
        engine.apply(event)
    queue_now = _queue_now(engine, "sales", 31)
    assert (queue_now.waiting, queue_now.longest_since_ms) == (0, None)
    assert _figures(engine, "sales", 31).tally.late == 1
    engine.apply(joins("a", "sales", 33))
    queue_now = _queue_now(engine, "sales", 34)
    assert (queue_now.waiting, queue_now.longest_since_ms) == (1, ms(0))
    tally = _figures(engine, "sales", 34).tally
    assert (tally.offered, tally.late, tally.flowed_out) == (1, 1, 0)


def test_that_who_left_in_time_is_not_late_while_it_is_not_known_whether_the_visit_goes_on(engine: Engine) -> None:
    for event in (joins("a", "sales", 0), is_leaving("a", 19)):
        engine.apply(event)
    assert _figures(engine, "sales", 40).tally.late == 0
    assert _figures(engine, ALL, 40).tally.late == 0
    engine.apply(leaves("a", 49))
    tally = _figures(engine, "sales", 49).tally
    assert (tally.flowed_out, tally.flowed_out_late, tally.late) == (1, 0, 0)


THROWN_OUT = {
    Formula.ANSWERED: 100.0, Formula.OFFERED: 10.0, Formula.ABANDONS_POSITIVE: 10.0,
    Formula.ABANDONS_IGNORED: 10.0, Formula.SHORT_ABANDONS_IGNORED: 10.0,
}  # fmt: skip
MIXED = {
    Formula.ANSWERED: 50.0, Formula.OFFERED: 25.0, Formula.ABANDONS_POSITIVE: 50.0,
    Formula.ABANDONS_IGNORED: 100 / 3, Formula.SHORT_ABANDONS_IGNORED: 100 / 3,
}  # fmt: skip


@pytest.mark.parametrize("formula", list(Formula))
@pytest.mark.parametrize("window", list(Window))
@pytest.mark.parametrize("exit_", [e.Exit.TIMEOUT, e.Exit.KEY, e.Exit.EMPTY])
def test_that_callers_whom_a_queue_throws_out_late_are_misses(
    engine: Engine, formula: Formula, window: Window, exit_: e.Exit
) -> None:
    callers = [f"c{number}" for number in range(10)]
    for event in (
        *(joins(name, "sales", 1_000) for name in callers),
        answers("ann", "c0", 1_006),
        *(leaves(name, 1_023, exit_) for name in callers[1:]),
    ):
        engine.apply(event)
    for queue_id in ("sales", ALL):
        tally = _figures(engine, queue_id, 1_030, window).tally
        assert service_level_pct(tally, formula) == pytest.approx(THROWN_OUT[formula])
        assert (tally.flowed_out, tally.exits) == (9, {exit_: 9})


@pytest.mark.parametrize("formula", list(Formula))
def test_that_the_second_worked_example_comes_out_by_every_formula(engine: Engine, formula: Formula) -> None:
    for event in (
        *(joins(name, "sales", 0) for name in ("a", "b", "d", "e")),
        hangs_up("a", 3), answers("ann", "d", 19), answers("bob", "e", 21), leaves("b", 25),
    ):  # fmt: skip
        engine.apply(event)
    level = service_level_pct(_figures(engine, "sales", 30).tally, formula)
    assert level == pytest.approx(MIXED[formula])


@pytest.mark.parametrize("formula", [formula for formula in Formula if formula is not Formula.ANSWERED])
def test_that_a_miss_stays_one_from_the_moment_the_threshold_passes(engine: Engine, formula: Formula) -> None:
    for event in (joins("a", "sales", 0), answers("ann", "a", 5), joins("b", "sales", 10)):
        engine.apply(event)
    seen = [service_level_pct(_figures(engine, "sales", at_s).tally, formula) for at_s in (20, 31)]
    engine.apply(is_leaving("b", 33))
    seen.append(service_level_pct(_figures(engine, "sales", 35).tally, formula))
    engine.apply(leaves("b", 63))
    seen.append(service_level_pct(_figures(engine, "sales", 64).tally, formula))
    assert seen == [100.0, 50.0, 50.0, 50.0]


def test_that_who_was_late_when_the_pbx_was_lost_is_a_miss_and_nobody_gets_late_unseen(engine: Engine) -> None:
    before: list[e.Event] = [link(SourceStatus.UP, 0), joins("a", "sales", 0), joins("b", "sales", 15)]
    for event in (*before, link(SourceStatus.DOWN, 30)):
        engine.apply(event)
    assert [_figures(engine, "sales", at_s).tally.late for at_s in (31, 300)] == [1, 1]
    gone: list[e.Event] = [leaves(name, 310, e.Exit.UNOBSERVED) for name in ("a", "b")]
    for event in (link(SourceStatus.SYNCING, 310), *gone, link(SourceStatus.UP, 310)):
        engine.apply(event)
    tally = _figures(engine, "sales", 311).tally
    assert (tally.unobserved, tally.unobserved_late, tally.late) == (2, 1, 0)
    assert service_level_pct(tally, Formula.OFFERED) == 0.0


def test_that_nothing_is_sampled_while_the_pbx_cannot_be_heard(engine: Engine) -> None:
    for event in (link(SourceStatus.UP, 0), joins("a", "sales", 1), link(SourceStatus.DOWN, 31)):
        engine.apply(event)
    for at_s in range(31, 120):
        engine.flush(ms(at_s))
    before = [sample.at_ms for sample in engine.metrics.counters[QueueId("sales")].samples]
    assert max(before, default=0) <= ms(31)
    engine.apply(link(SourceStatus.UP, 121))
    engine.flush(ms(126))
    assert engine.metrics.counters[QueueId("sales")].samples[-1].at_ms >= ms(121)


MIDNIGHT_S = 16 * 3600


@given(
    stories(around_s=MIDNIGHT_S, length_s=2_400, threshold_s=20),
    st.lists(st.integers(-2_500, 2_500), min_size=1, max_size=6),
)
def test_that_every_figure_equals_what_the_callers_themselves_would_count(
    day: list[Story], looks: list[int]
) -> None:
    goal = Goals().default
    centre = Engine(Calendar(), Goals(), ms(MIDNIGHT_S - 3_000))
    for event in (queue("sales"), queue("support")):
        centre.apply(event)
    told = told_in_order(day)
    for off_s in sorted(looks):
        now_s = MIDNIGHT_S + off_s
        while told and told[0].at_ms <= ms(now_s):
            centre.apply(told.pop(0))
        for queue_id, visits in (
            ("sales", [visit for story in day for visit in story.visits() if visit.queue == "sales"]),
            (ALL, [story.whole() for story in day]),
        ):
            for window in Window:
                figures = _figures(centre, queue_id, now_s, window)
                since_s = (figures.since_ms - DAY_MS) / 1000
                assert figures.here == here(visits, now_s)
                for formula in Formula:
                    expected = recounted_pct(visits, formula, goal, since_s, now_s)
                    assert service_level_pct(figures.tally, formula) == pytest.approx(expected)


def test_that_occupancy_includes_the_states_that_go_on(engine: Engine) -> None:
    for event in (
        member("sales", "ann"), is_now("ann", Availability.READY, 0), does("ann", Activity.TALKING, 100),
        does("ann", Activity.WRAP_UP, 250),
    ):  # fmt: skip
        engine.apply(event)
    figures = _figures(engine, "sales", 400)
    assert occupancy_pct(figures.handling_ms, figures.ready_ms) == 75.0


def test_that_utilisation_is_of_all_the_time_in_which_agents_were_logged_in(engine: Engine) -> None:
    for event in (
        member("sales", "ann"), is_now("ann", Availability.READY, 0), does("ann", Activity.TALKING, 100),
        does("ann", Activity.IDLE, 200), is_now("ann", Availability.PAUSED, 200),
        is_now("ann", Availability.LOGGED_OUT, 400),
    ):  # fmt: skip
        engine.apply(event)
    for window in (Window.TODAY, Window.INTERVAL, Window.ROLLING_30):
        figures = _figures(engine, "sales", 500, window)
        assert (figures.handling_ms + figures.ready_ms, figures.logged_in_ms) == (200_000, 400_000)
        assert utilisation_pct(figures.handling_ms, figures.ready_ms, figures.logged_in_ms) == 50.0


def test_that_time_out_of_the_queue_is_no_time_of_the_queue(engine: Engine) -> None:
    for event in (is_now("ann", Availability.READY, 0), member("sales", "ann", 60)):
        engine.apply(event)
    assert _figures(engine, "sales", 100).ready_ms == 40_000
    assert _figures(engine, ALL, 100).ready_ms == 100_000


def test_that_handle_time_is_stamped_when_wrap_up_ends(engine: Engine) -> None:
    for event in (joins("a", "sales", 800), answers("ann", "a", 805)):
        engine.apply(event)
    assert average_handle_time_s(_figures(engine, "sales", 890).tally) is None
    engine.apply(handles("ann", "a", "sales", 930, talk_s=85, hold_s=10, wrap_up_s=30))
    interval = _figures(engine, "sales", 930, Window.INTERVAL)
    assert interval.since_ms == ms(900)
    assert average_handle_time_s(interval.tally) == 125.0
    assert interval.tally.answered == 0


def test_that_samples_of_the_waiting_are_kept_every_five_seconds_for_an_hour(engine: Engine) -> None:
    engine.apply(joins("a", "sales", 1))
    for at_s in range(1, 4000):
        engine.flush(ms(at_s))
    samples = list(engine.metrics.counters[QueueId("sales")].samples)
    assert len(samples) == 720
    assert [later.at_ms - sooner.at_ms for sooner, later in pairwise(samples)] == [5000] * 719
    assert samples[-1].longest_wait_ms == samples[-1].at_ms - ms(1)
    assert samples[-1].waiting == 1
