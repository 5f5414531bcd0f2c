"""A flush tells exactly what changed: all that was told, less what is gone, is all there is."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.any_day import EVENTS, STEPS, told_at
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    ends,
    handles,
    hangs_up,
    is_now,
    joins,
    link,
    member,
    ms,
    queue,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Group, Queue, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample, Window
from wallboard.domain.counts.formulas import Formula, Goal, Goals, abandonment_pct, occupancy_pct, service_level_pct
from wallboard.domain.engine import Engine
from wallboard.domain.ids import (
    ALL,
    CallId,
    Key,
    QueueId,
)


class Screen:
    """Somebody who saw every flush and nothing else."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.known: dict[Key, AnyEntity] = {}

    def see(self, at_s: float) -> None:
        changes = self.engine.flush(ms(at_s))
        assert not changes.put.keys() & changes.gone.keys()
        self.known.update(changes.put)
        for key in changes.gone:
            self.known.pop(key, None)


def _engine(*events: e.Event) -> Engine:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    for event in events:
        engine.apply(event)
    return engine


def as_told(entities: list[AnyEntity]) -> dict[Key, AnyEntity]:
    return {entity.key: entity for entity in entities}


def test_that_the_total_is_there_before_anything_happened() -> None:
    kinds = [key.kind for key in _engine().flush(ms(0)).put]
    assert sorted(kinds) == ["figures", "figures", "figures", "group", "now"]


def test_that_nothing_is_told_when_nothing_happened() -> None:
    engine = _engine(queue("sales"))
    engine.flush(ms(1))
    assert engine.flush(ms(1.1)).put == {}
    assert engine.flush(ms(2)).put == {}


def test_that_one_queues_caller_is_no_news_of_another_queue() -> None:
    engine = _engine(queue("sales"), queue("support"))
    engine.flush(ms(1))
    engine.apply(joins("a", "sales", 1.2))
    told = engine.flush(ms(1.3)).put.values()
    assert {getattr(entity, "scope", "sales") for entity in told} == {"sales", ALL}


def test_that_other_positions_of_all_callers_are_one_entity() -> None:
    engine = _engine(queue("sales"), joins("a", "sales", 0), joins("b", "sales", 0.1))
    engine.flush(ms(1))
    positions = {CallId("a"): 1, CallId("b"): 2}
    engine.apply(e.PositionsChanged(at_ms=ms(1.1), queue_id=QueueId("sales"), positions=positions))
    (now,) = engine.flush(ms(1.2)).put.values()
    assert isinstance(now, QueueNow)
    assert (now.scope, now.positions) == ("sales", positions)


def test_that_a_queue_that_goes_takes_its_figures_along_and_stays_away() -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"), joins("a", "sales", 1))
    engine.apply(answers("ann", "a", 2))
    engine.flush(ms(3))
    engine.apply(e.QueueRemoved(at_ms=ms(4), queue_id=QueueId("sales")))
    gone = engine.flush(ms(4.1)).gone
    assert sorted(key.kind for key in gone) == ["figures", "figures", "figures", "membership", "now", "queue"]
    engine.apply(ends("a", 5))
    engine.apply(is_now("ann", Availability.READY, 6))
    engine.flush(ms(7))
    assert not any(getattr(entity, "scope", None) == "sales" for entity in engine.entities())
    assert engine.series(QueueId("sales")) == []


def test_that_what_a_queue_counted_stays_in_the_total_when_it_goes() -> None:
    engine = _engine(queue("sales"), joins("a", "sales", 1), hangs_up("a", 9))
    engine.apply(e.QueueRemoved(at_ms=ms(10), queue_id=QueueId("sales")))
    assert engine.metrics.counters[ALL].today.counter.abandoned == 1


def test_that_a_queue_that_comes_back_has_lost_nothing_of_today() -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"), joins("a", "sales", 1), hangs_up("a", 9))
    engine.apply(joins("b", "sales", 9.5))
    engine.apply(is_now("ann", Availability.READY, 9.5))
    engine.apply(e.QueueRemoved(at_ms=ms(10), queue_id=QueueId("sales")))
    engine.apply(queue("sales", at_s=2000))
    engine.flush(ms(2001))
    today, interval = (engine.published[Key("figures", "sales", window)] for window in ("today", "interval"))
    assert isinstance(today, Figures)
    assert isinstance(interval, Figures)
    assert (today.tally.offered, today.tally.abandoned, today.tally.unobserved) == (2, 1, 1)
    assert (today.ready_ms, interval.ready_ms, interval.tally.offered) == (500, 0, 0)


def test_that_what_is_told_after_a_window_closed_takes_no_time_from_the_new_one() -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"), is_now("ann", Availability.READY, 890))
    engine.flush(ms(900))
    engine.apply(is_now("ann", Availability.PAUSED, 899))
    engine.flush(ms(901))
    interval = engine.published[Key("figures", "sales", "interval")]
    assert isinstance(interval, Figures)
    assert interval.ready_ms == 0


def test_that_a_queue_that_comes_back_is_shown_again() -> None:
    engine = _engine(queue("sales"), joins("a", "sales", 1), hangs_up("a", 9))
    engine.apply(e.QueueRemoved(at_ms=ms(10), queue_id=QueueId("sales")))
    engine.apply(queue("sales", 20))
    engine.apply(joins("b", "sales", 21))
    screen = Screen(engine)
    screen.see(22)
    queue_now = screen.known[Key("now", "sales")]
    assert isinstance(queue_now, QueueNow)
    assert queue_now.waiting == 1


def test_that_the_charts_past_has_todays_intervals_and_the_samples() -> None:
    engine = _engine(queue("sales"), joins("a", "sales", 1))
    told = [entity for at_s in range(0, 2000, 5) for entity in engine.flush(ms(at_s)).put.values()]
    series = engine.series(QueueId("sales"))
    assert [entry.start_ms for entry in series if isinstance(entry, Interval)] == [ms(0), ms(900)]
    for kind in (Interval, Sample):
        mine = [entity for entity in told if isinstance(entity, kind) and entity.scope == "sales"]
        assert mine == [entry for entry in series if isinstance(entry, kind)]


def test_that_revisions_grow_from_flush_to_flush() -> None:
    engine = _engine(queue("sales"))
    before = max(entity.rev for entity in engine.flush(ms(1)).put.values())
    engine.apply(joins("a", "sales", 1.5))
    after = [entity.rev for entity in engine.flush(ms(2)).put.values()]
    assert min(after) > before


@given(STEPS)
def test_that_all_that_was_told_less_what_is_gone_is_all_there_is(
    steps: list[tuple[float, e.Event, bool]],
) -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"))
    screen, at_s = Screen(engine), 0.0
    for after_s, event, looks in steps:
        at_s += after_s
        engine.apply(told_at(event, at_s))
        if looks:
            screen.see(at_s)
    screen.see(at_s)
    charts_past = (Interval, Sample)
    known = {key: entity for key, entity in screen.known.items() if not isinstance(entity, charts_past)}
    assert known == as_told(engine.entities())
    _pulses_tell_who_waits(engine)


def _pulses_tell_who_waits(engine: Engine) -> None:
    waiting = {queue_id: len(calls) for queue_id, calls in engine.state.waiting.items() if calls}
    now = {
        entity.scope: entity.waiting
        for entity in engine.published.values()
        if isinstance(entity, QueueNow) and entity.waiting
    }
    total = now.pop(ALL, 0)
    assert now == waiting
    assert total == sum(waiting.values())


EVERY_WINDOW = st.sampled_from([-4_000.0, -17.0, 0.0, 0.2, 17.0, 400.0, 1_000.0, 4_000.0, 50_000.0])
"""From one step to the next, in seconds: within a minute, over an interval, over a day, or by a clock set back."""


@given(st.lists(st.tuples(EVERY_WINDOW, EVENTS, st.booleans()), max_size=30))
def test_that_every_rate_of_every_window_is_a_percentage_or_no_data(
    steps: list[tuple[float, e.Event, bool]],
) -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"))
    screen, at_s = Screen(engine), 0.0
    for after_s, event, looks in steps:
        at_s += after_s
        engine.apply(told_at(event, at_s))
        if looks:
            screen.see(at_s)
            assert [rate for rate in _rates(screen) if not 0.0 <= rate <= 100.0] == []


@given(st.lists(st.tuples(st.sampled_from([0, 1, 9, 21, 400, 4_000, 50_000]), EVENTS), max_size=30))
def test_that_screens_have_what_all_counters_show_after_any_events(steps: list[tuple[int, e.Event]]) -> None:
    engine = _engine(queue("sales"), agent("ann"), member("sales", "ann"))
    screen, at_s = Screen(engine), 0
    for after_s, event in steps:
        engine.apply(told_at(event, at_s))
        at_s += after_s
        screen.see(at_s)
        engine.metrics.touch_all()
        for entity in engine.metrics.publish(ms(at_s), engine.time_ms):
            assert entity.says_the_same(screen.known[entity.key])


def _rates(screen: Screen) -> list[float]:
    """Every rate that somebody can be shown, of every window and interval."""
    rates: list[float | None] = []
    for entity in screen.known.values():
        if isinstance(entity, Figures):
            rates.append(occupancy_pct(entity.handling_ms, entity.ready_ms))
        if isinstance(entity, Figures | Interval):
            rates += [service_level_pct(entity.tally, formula) for formula in Formula]
            rates += [abandonment_pct(entity.tally, ignore_short=short) for short in (False, True)]
    return [rate for rate in rates if rate is not None]


def test_that_a_clock_that_is_set_back_makes_no_one_busier_than_always() -> None:
    engine = _engine(
        queue("sales"), agent("ann"), member("sales", "ann"), is_now("ann", Availability.READY, 0),
        does("ann", Activity.TALKING, 0), does("ann", Activity.IDLE, 400),
    )  # fmt: skip
    screen = Screen(engine)
    for at_s in (383, 20):
        engine.apply(joins("c", "sales", at_s))
        screen.see(at_s)
        assert set(_rates(screen)) == {100.0}


def test_that_who_came_before_midnight_and_gave_up_after_it_is_in_the_next_days_rate_alone() -> None:
    midnight_s = 16 * 3_600
    engine = _engine(queue("sales"), *(joins(call, "sales", midnight_s - 30) for call in ("a", "b", "c")))
    for event in (
        *(hangs_up(call, midnight_s + 30) for call in ("a", "b", "c")), joins("d", "sales", midnight_s + 60),
        answers("ann", "d", midnight_s + 70),
    ):  # fmt: skip
        engine.apply(event)
    engine.flush(ms(midnight_s + 71))
    tallies = [
        entity.tally
        for entity in engine.published.values()
        if isinstance(entity, Figures) and entity.window is not Window.ROLLING_30
    ]
    assert [(tally.offered, abandonment_pct(tally)) for tally in tallies] == [(1, 75.0)] * 4


def test_that_an_outage_is_neither_handling_nor_readiness_until_the_pbx_is_up_again() -> None:
    engine = _engine(
        link(SourceStatus.SYNCING, 0), queue("sales"), agent("ana"), member("sales", "ana"),
        is_now("ana", Availability.READY, 0), link(SourceStatus.UP, 10), does("ana", Activity.TALKING, 10),
        link(SourceStatus.DOWN, 50, "gone"), queue("support", 60), link(SourceStatus.SYNCING, 3_640),
        does("ana", Activity.IDLE, 3_645), link(SourceStatus.UP, 3_650),
    )  # fmt: skip
    engine.flush(ms(3_655))
    for queue_id in (QueueId("sales"), ALL):
        today = next(
            entity for entity in engine.published.values()
            if isinstance(entity, Figures) and (entity.scope, entity.window) == (queue_id, Window.TODAY)
        )  # fmt: skip
        assert (today.handling_ms, today.ready_ms) == (40_000, 15_000)


def test_that_the_last_call_of_a_removed_queue_is_in_the_total_handle_time() -> None:
    engine = _engine(
        queue("sales"), agent("ana"), member("sales", "ana"), joins("c", "sales", 0), answers("ana", "c", 5),
        e.QueueRemoved(at_ms=ms(20), queue_id=QueueId("sales")), ends("c", 35),
        handles("ana", "c", "sales", 35, talk_s=30),
    )  # fmt: skip
    engine.flush(ms(36))
    tallies = [entity.tally for entity in engine.published.values() if isinstance(entity, Figures)]
    assert [(tally.handled, tally.handle_ms) for tally in tallies] == [(1, 30_000)] * 3


def test_that_other_goals_count_today_anew() -> None:
    engine = Engine(Calendar(), Goals(), ms(0))
    screen = Screen(engine)
    own = e.QueueFound(at_ms=ms(0), queue_id=QueueId("support"), name="Support", service_level_s=30.0)
    for event in (link(SourceStatus.UP, 0), queue("sales"), own, joins("a", "sales", 0)):
        engine.apply(event)
    engine.apply(answers("ana", "a", 15))
    screen.see(16)
    engine.renew(goals=Goals(default=Goal(threshold_s=10.0, target_pct=90.0)))
    screen.see(16)
    goals = {key.id: entity.goal for key, entity in screen.known.items() if isinstance(entity, Queue | Group)}
    assert goals == {
        ALL: Goal(threshold_s=10.0, target_pct=90.0),
        "sales": Goal(threshold_s=10.0, target_pct=90.0),
        "support": Goal(threshold_s=30.0, target_pct=90.0),
    }
    engine.apply(joins("b", "sales", 20))
    engine.apply(answers("ana", "b", 35))
    screen.see(36)
    figures = screen.known[Key("figures", "sales", Window.TODAY)]
    assert isinstance(figures, Figures)
    assert (figures.tally.answered, figures.tally.answered_in) == (2, 0)
