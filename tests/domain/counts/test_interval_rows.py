"""Interval rows: what a finished interval was, and that no time and no caller of the day is missing in them."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import DAY_MS, agent, does, is_now, joins, link, member, ms, queue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import Activity, Availability, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.counter import Counter, Tally
from wallboard.domain.counts.figures import Interval
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.scope_counters import ScopeCounters
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId

SALES, SUPPORT, TEAM = QueueId("sales"), QueueId("support"), GroupId("team")
CENTRE = (link(SourceStatus.UP, 0), queue("sales"), queue("support"), agent("ann"), member("sales", "ann"))


class Rows:
    """A `Recorder` that keeps what it is given."""

    def __init__(self) -> None:
        self.contacts: list[Contact] = []
        self.rows: dict[tuple[ScopeId, int], IntervalRow] = {}

    def record(self, contact: Contact) -> None:
        self.contacts.append(contact)

    def record_interval(self, row: IntervalRow) -> None:
        self.rows[row.scope, row.start_ms] = row

    def of(self, scope: ScopeId, since_ms: int = 0) -> list[IntervalRow]:
        return [row for (whose, start_ms), row in self.rows.items() if whose == scope and start_ms >= since_ms]


def _engine(*events: e.Event, groups: Groups | None = None) -> tuple[Engine, Rows]:
    engine, kept = Engine(Calendar(), Goals(), DAY_MS, groups=groups), Rows()
    engine.recorders.append(kept)
    for event in (*CENTRE, *events):
        engine.apply(event)
    return engine, kept


def _team(*queues: str) -> Groups:
    return Groups(by_id={TEAM: GroupRule(queues=queues)})


def test_that_a_finished_interval_says_what_agents_did_and_by_which_goal_it_was_counted() -> None:
    engine, kept = _engine(
        joins("a", "sales", 10), is_now("ann", Availability.READY, 20), is_now("ann", Availability.PAUSED, 100),
        is_now("ann", Availability.READY, 160), does("ann", Activity.TALKING, 200), does("ann", Activity.IDLE, 500),
        does("ann", Activity.RINGING, 600), does("ann", Activity.IDLE, 630), link(SourceStatus.DOWN, 840),
    )  # fmt: skip
    engine.flush(ms(900))
    (row,) = kept.of(SALES)
    assert (row.start_ms, row.end_ms, row.covered_since_ms, row.agents_since_ms) == (ms(0), ms(900), ms(0), ms(0))
    assert (row.handling_ms, row.paused_ms) == (300_000, 60_000)
    assert row.ready_ms == (80 + 40 + 100 + 210) * 1000
    assert row.logged_in_ms == (840 - 20) * 1000
    assert (row.unobserved_ms, row.carried, row.tally.offered, row.goal) == (60_000, 0, 1, Goal())
    assert kept.of(ALL)[0].logged_in_ms == row.logged_in_ms
    engine.flush(ms(1_800))
    assert [(row.start_ms, row.carried) for row in kept.of(SALES)] == [(ms(0), 0), (ms(900), 1)]


def test_that_the_charts_see_no_more_of_it_than_the_counts() -> None:
    engine, kept = _engine(joins("a", "sales", 10))
    changes = engine.flush(ms(900))
    (row,) = kept.of(SALES)
    interval = Interval(scope=SALES, start_ms=ms(0), tally=row.tally)
    assert changes.put[interval.key] == interval
    assert engine.series(SALES)[0] == interval


def test_that_a_removed_queues_interval_is_recorded_and_not_shown() -> None:
    engine, kept = _engine(joins("a", "sales", 10), e.QueueRemoved(at_ms=ms(20), queue_id=SALES))
    changes = engine.flush(ms(900))
    assert kept.of(SALES)[0].tally.offered == 1
    assert not [key for key in changes.put if key.kind == "interval" and key.id == SALES]


def test_that_another_goal_replaces_todays_rows() -> None:
    engine, kept = _engine(joins("a", "sales", 10), e.CallAnswered(at_ms=ms(40), call_id="a", agent_id="ann"))  # type: ignore[arg-type] # ids are texts
    engine.flush(ms(900))
    assert kept.of(SALES)[0].tally.answered_in == 0
    goal = Goal(threshold_s=60)
    engine.renew(goals=Goals(default=goal))
    while engine.rebook():
        pass
    (row,) = kept.of(SALES)
    assert (row.tally.answered_in, row.goal, row.end_ms) == (1, goal, ms(900))
    assert engine.metrics.counters[SALES].intervals == [row]


def test_that_a_group_with_other_queues_says_since_when_it_counts_agents_time() -> None:
    engine, kept = _engine(is_now("ann", Availability.READY, 0), groups=_team("support"))
    engine.flush(ms(1_000))
    engine.renew(groups=_team("s*"))
    engine.flush(ms(1_800))
    before, during = kept.of(TEAM)
    assert (before.handling_ms, before.ready_ms, before.logged_in_ms, before.agents_since_ms) == (None,) * 4
    assert (before.unobserved_ms, before.tally, before.goal) == (0, Tally(), Goal())
    assert (during.ready_ms, during.agents_since_ms, during.covered_since_ms) == (800_000, ms(1_000), ms(900))
    assert kept.of(SALES)[0].ready_ms == 900_000
    today, interval, rolling = engine.metrics.counters[TEAM].figures(ms(1_800), 0)
    assert (today.agents_since_ms, rolling.agents_since_ms) == (ms(1_000), ms(1_000))
    assert interval.agents_since_ms is None


def test_that_a_group_is_not_observed_while_one_of_its_sources_is_not_however_late_it_is_made() -> None:
    engine, _ = _engine(groups=_team("north:*", "south:*"))
    for site in ("north", "south"):
        engine.apply(link(SourceStatus.UP, 0, source=site))
        engine.apply(queue(f"{site}:q"))
    for site, lost_s, back_s in (("north", 100, 200), ("south", 150, 300), ("north", 1_000, 1_010)):
        engine.apply(link(SourceStatus.DOWN, lost_s, source=site))
        engine.apply(link(SourceStatus.UP, back_s, source=site))
    engine.apply(link(SourceStatus.DOWN, 1_100, source="south"))
    engine.flush(ms(1_200))
    always = engine.metrics.counters[TEAM]
    twin = GroupId("twin")
    queues = ("north:*", "south:*")
    engine.renew(groups=Groups(by_id={one: GroupRule(queues=queues) for one in (TEAM, twin)}))
    while engine.rebook():
        pass
    assert engine.metrics.counters[TEAM] is always
    assert _unobserved(engine.metrics.counters[twin]) == _unobserved(always) == [310_000, 110_000, 310_000, 200_000]


def _unobserved(counters: ScopeCounters) -> list[int | None]:
    figures = [one.unobserved_ms for one in counters.figures(ms(1_200), 0)]
    return [*figures, *(row.unobserved_ms for row in counters.intervals)]


def test_that_a_row_is_as_long_as_nothing_was_counted_for() -> None:
    engine, kept = _engine(is_now("ann", Availability.READY, 0))
    engine.flush(ms(20 * 3600))
    rows = [(row.start_ms, row.end_ms, row.ready_ms) for row in kept.of(SALES)]
    midnight_s = 16 * 3600
    assert rows == [(ms(0), ms(midnight_s), midnight_s * 1000), (ms(midnight_s), ms(20 * 3600), 4 * 3_600_000)]
    assert [row.start_ms for row in engine.metrics.counters[SALES].intervals] == [ms(midnight_s)]


def _added(rows: Iterable[IntervalRow]) -> list[object]:
    rows = list(rows)
    tally = Counter.sum(row.tally for row in rows)
    times = [(row.handling_ms or 0, row.ready_ms or 0, row.paused_ms or 0, row.logged_in_ms or 0) for row in rows]
    return [
        tally,
        [sum(column) for column in zip(*times, strict=True)],
        sum(row.unobserved_ms or 0 for row in rows),
    ]


@given(
    STEPS,
    STEPS,
    st.sampled_from([0.0, 13 * 3600.0, 15.9 * 3600.0]),
    st.sampled_from([0.0, 60.0, 4_000.0, 40_000.0]),
)
def test_that_the_days_rows_and_the_running_interval_add_up_to_the_day(
    first: list[tuple[float, e.Event, bool]], then: list[tuple[float, e.Event, bool]], pause_s: float, rest_s: float
) -> None:
    engine, kept = _engine()
    at_s = 0.0
    for part in (first, then):
        for after_s, event, looks in part:
            at_s += after_s
            engine.apply(told_at(event, at_s))
            if looks:
                engine.flush(ms(at_s))
        at_s += pause_s
    now_ms = ms(at_s + rest_s)
    engine.flush(now_ms)
    for counters in engine.metrics.all_counters():
        today = counters.today
        times = (counters.handling, counters.ready, counters.paused, counters.other)
        whole = [time.at(now_ms) - begun for time, begun in zip(times, _begun(counters), strict=True)]
        running = counters.running(now_ms, Goal())
        rows = [*kept.of(counters.scope, today.start_ms), running]
        tally, agents, unobserved_ms = _added(rows)
        assert tally == today.counter
        assert agents == [*whole[:3], sum(whole)]
        assert unobserved_ms == counters.observed.unobserved_at(now_ms) - today.unobserved_ms
        assert kept.of(counters.scope, today.start_ms) == counters.intervals


def _begun(counters: ScopeCounters) -> list[int]:
    today = counters.today
    return [today.handling_ms, today.ready_ms, today.paused_ms or 0, today.other_ms or 0]
