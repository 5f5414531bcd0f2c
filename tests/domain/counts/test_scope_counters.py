"""Windows turn at the right moment, lose nothing and forget what left them."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.words import DAY_MS, ms
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter, Tally, limits_of
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal, average_speed_of_answer_s
from wallboard.domain.counts.observed_time import ObservedTime
from wallboard.domain.counts.scope_counters import ScopeCounters
from wallboard.domain.counts.sums import MINUTE_MS
from wallboard.domain.ids import PBX, AgentId, CallId, QueueId

SALES = QueueId("sales")
GOAL = Goal(threshold_s=20, short_abandon_s=5)


def _book(now_ms: int = DAY_MS) -> ScopeCounters:
    return ScopeCounters(SALES, Calendar(), ObservedTime(), DAY_MS, now_ms)


def _answered(at_s: float, wait_s: float) -> b.Answered:
    return b.Answered(
        queue_id=SALES, call_id=CallId("c"), at_ms=ms(at_s), wait_ms=round(wait_s * 1000), agent_id=AgentId("ann")
    )


def _abandoned(at_s: float, wait_s: float) -> b.Abandoned:
    return b.Abandoned(queue_id=SALES, call_id=CallId("c"), at_ms=ms(at_s), wait_ms=round(wait_s * 1000))


def _tell(book: ScopeCounters, bookings: Iterable[b.CallOutcome]) -> None:
    for booking in bookings:
        book.open_windows(booking.at_ms, GOAL)
        book.book(booking, GOAL)


def _window(book: ScopeCounters, window: Window, at_s: float) -> Figures:
    book.open_windows(ms(at_s), GOAL)
    return next(figures for figures in book.figures(ms(at_s), 0) if figures.window is window)


def test_that_asa_of_the_worked_example_is_32_seconds() -> None:
    book = _book()
    _tell(book, [_answered(at_s, wait_s) for at_s, wait_s in enumerate((30, 15, 45, 60, 10))])
    assert average_speed_of_answer_s(_window(book, Window.TODAY, 10).tally) == 32.0


def test_that_an_interval_ends_at_the_quarter_and_the_next_begins_with_nothing() -> None:
    book = _book()
    _tell(book, [_answered(899, 5)])
    (ended,) = book.open_windows(ms(900), GOAL)
    assert (ended.start_ms, ended.tally.answered) == (ms(0), 1)
    assert _window(book, Window.INTERVAL, 900).tally == Tally()
    assert _window(book, Window.INTERVAL, 900).since_ms == ms(900)
    assert _window(book, Window.TODAY, 900).tally.answered == 1
    assert book.intervals == [ended]


def test_that_an_answer_is_booked_in_the_interval_of_the_answer() -> None:
    book = _book()
    _tell(
        book,
        [b.Offered(queue_id=SALES, call_id=CallId("c"), at_ms=ms(890), entered_ms=ms(890)), _answered(910, 20)],
    )
    assert book.intervals[0].tally.offered == 1
    assert book.intervals[0].tally.answered == 0
    assert _window(book, Window.INTERVAL, 910).tally.answered == 1


def test_that_today_begins_again_with_the_sites_day_and_takes_its_intervals_along() -> None:
    book = _book()
    _tell(book, [_answered(10, 5), _answered(1000, 5)])
    midnight_s = 16 * 3600
    assert _window(book, Window.TODAY, midnight_s - 1).tally.answered == 2
    assert len(book.intervals) > 0
    today = _window(book, Window.TODAY, midnight_s)
    assert (today.tally, today.since_ms) == (Tally(), ms(midnight_s))
    assert book.intervals == []


def test_that_the_rolling_window_forgets_a_minute_when_it_is_half_an_hour_old() -> None:
    book = _book()
    _tell(book, [_answered(30, 50), _answered(90, 8)])
    assert _window(book, Window.ROLLING_30, 1799).tally.answered == 2
    rolling = _window(book, Window.ROLLING_30, 1800)
    assert rolling.tally == Tally(
        answered=1, answered_in=1, answer_wait_ms=8000, left_wait_ms=8000, longest_wait_ms=8000,
        answered_in_60=1, left_60=1,
    )  # fmt: skip
    assert rolling.since_ms == ms(60)
    assert _window(book, Window.ROLLING_30, 1860).tally == Tally()


def test_that_the_rolling_window_is_right_after_a_sleep_of_the_machine() -> None:
    book = _book()
    book.enter(AgentState.READY, PBX, book.observed, ms(0))
    _tell(book, [_answered(30, 50)])
    rolling = _window(book, Window.ROLLING_30, 3 * 3600)
    assert rolling.tally == Tally()
    assert rolling.ready_ms == 29 * MINUTE_MS
    assert len(book.minutes) == 30


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 90), st.booleans()), max_size=60), st.integers(0, 2400)
)
def test_that_the_rolling_window_equals_a_count_from_scratch(
    steps: list[tuple[int, int, bool]], later_s: int
) -> None:
    book, bookings, at_s = _book(), list[b.Answered | b.Abandoned](), 0
    for after_s, wait_s, answered in steps:
        at_s += after_s
        bookings.append(_answered(at_s, wait_s) if answered else _abandoned(at_s, wait_s))
    _tell(book, bookings)
    now_ms = ms(at_s + later_s)
    book.open_windows(now_ms, GOAL)
    expected = Counter()
    since_ms = now_ms - now_ms % MINUTE_MS - 29 * MINUTE_MS
    for booking in bookings:
        if booking.at_ms >= since_ms:
            expected.book(booking, limits_of(GOAL))
    assert book.figures(now_ms, 0)[2].tally == expected.tally()


def test_that_a_state_that_lasts_is_counted_without_any_event() -> None:
    book = _book()
    book.enter(AgentState.READY, PBX, book.observed, ms(0))
    assert _window(book, Window.TODAY, 60).ready_ms == 60_000
    assert _window(book, Window.TODAY, 120).ready_ms == 120_000


def test_that_time_before_a_window_began_is_not_in_it() -> None:
    book = _book()
    book.enter(AgentState.TALKING, PBX, book.observed, ms(800))
    assert _window(book, Window.INTERVAL, 1000).handling_ms == 100_000
    book.leave(AgentState.TALKING, PBX, book.observed, ms(1100))
    assert _window(book, Window.INTERVAL, 1200).handling_ms == 200_000
    assert _window(book, Window.TODAY, 1200).handling_ms == 300_000


@pytest.mark.parametrize("state", list(AgentState))
def test_that_talk_hold_and_wrap_up_are_handling_and_only_ready_is_ready(state: AgentState) -> None:
    book = _book()
    book.enter(state, PBX, book.observed, ms(0))
    today = _window(book, Window.TODAY, 10)
    handling = state in (AgentState.TALKING, AgentState.HOLD, AgentState.WRAP_UP)
    assert today.handling_ms == (10_000 if handling else 0)
    assert today.ready_ms == (10_000 if state is AgentState.READY else 0)


def test_that_a_book_opened_during_the_day_has_no_intervals_of_before_but_covers_the_day() -> None:
    book = _book(ms(7200))
    assert book.open_windows(ms(7260), GOAL) == []
    today = _window(book, Window.TODAY, 7260)
    assert (today.since_ms, today.covered_since_ms) == (ms(-8 * 3600), DAY_MS)


def test_that_agents_times_stand_still_while_nobody_looks() -> None:
    book = _book()
    book.enter(AgentState.TALKING, PBX, book.observed, ms(20))
    book.observed.stop(ms(60))
    book.observed.stop(ms(600))
    assert _window(book, Window.TODAY, 3600).handling_ms == 40_000
    assert _window(book, Window.INTERVAL, 3600).handling_ms == 0
    book.leave(AgentState.TALKING, PBX, book.observed, ms(3650))
    book.enter(AgentState.READY, PBX, book.observed, ms(3650))
    book.observed.go_on(ms(3660))
    today = _window(book, Window.TODAY, 3670)
    assert (today.handling_ms, today.ready_ms) == (40_000, 10_000)
    assert _window(book, Window.INTERVAL, 3670).ready_ms == 10_000
