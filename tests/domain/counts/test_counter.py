"""What a booking counts as, at the very edges of its limits; what was added can be taken back."""

import pytest

from tests.domain.words import ms
from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.counter import Counter, Tally, limits_of
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import AgentId, CallId, QueueId

SALES = QueueId("sales")
LIMITS = limits_of(Goal(threshold_s=20, short_abandon_s=5))


def _answered(at_s: float, wait_s: float) -> b.Answered:
    return b.Answered(
        queue_id=SALES, call_id=CallId("c"), at_ms=ms(at_s), wait_ms=round(wait_s * 1000), agent_id=AgentId("ann")
    )


def _abandoned(at_s: float, wait_s: float) -> b.Abandoned:
    return b.Abandoned(queue_id=SALES, call_id=CallId("c"), at_ms=ms(at_s), wait_ms=round(wait_s * 1000))


def _flowed_out(wait_s: float, exit_: Exit = Exit.TIMEOUT) -> b.FlowedOut:
    return b.FlowedOut(queue_id=SALES, call_id=CallId("c"), at_ms=0, wait_ms=round(wait_s * 1000), exit=exit_)


@pytest.mark.parametrize(("wait_s", "within"), [(0, 1), (20, 1), (20.001, 0)])
def test_that_answered_and_abandoned_within_the_threshold_include_it(wait_s: float, within: int) -> None:
    counter = Counter()
    counter.book(_answered(30, wait_s), LIMITS)
    counter.book(_abandoned(30, wait_s), LIMITS)
    assert (counter.answered_in, counter.abandoned_in) == (within, within)


@pytest.mark.parametrize(("wait_s", "short"), [(0, 1), (4.999, 1), (5, 0)])
def test_that_a_short_abandon_is_below_its_limit(wait_s: float, short: int) -> None:
    counter = Counter()
    counter.book(_abandoned(30, wait_s), LIMITS)
    assert counter.abandoned_short == short


def test_that_every_kind_of_booking_is_in_its_own_count() -> None:
    counter = Counter()
    for booking in (
        b.Offered(queue_id=SALES, call_id=CallId("c"), at_ms=0, entered_ms=0), _answered(0, 10), _abandoned(0, 40),
        b.FlowedOut(queue_id=SALES, call_id=CallId("c"), at_ms=0, wait_ms=25_000, exit=Exit.KEY),
        b.Unobserved(queue_id=SALES, call_id=CallId("c"), at_ms=0, wait_ms=21_000),
        b.Handled(queue_id=SALES, call_id=CallId("c"), at_ms=0, agent_id=AgentId("ann"), talk_ms=280_000,
                  hold_ms=15_000, wrap_up_ms=5_000),
        b.RingsMissed(queue_id=SALES, call_id=CallId("c"), at_ms=0, many=2),
        b.SentOn(queue_id=SALES, call_id=CallId("c"), at_ms=0),
    ):  # fmt: skip
        counter.book(booking, LIMITS)
    assert counter.tally(late=2) == Tally(
        offered=1, answered=1, answered_in=1, abandoned=1, flowed_out=1, flowed_out_late=1, exits={Exit.KEY: 1},
        unobserved=1, unobserved_late=1, late=2, answer_wait_ms=10_000, left_wait_ms=75_000, longest_wait_ms=40_000,
        handled=1, handle_ms=300_000, answered_in_60=1, left_60=3, talk_ms=280_000, hold_ms=15_000, rings_missed=2,
        sent_on=1, sent_on_of=1,
    )  # fmt: skip


def test_that_an_abandon_after_the_threshold_is_never_short() -> None:
    counter = Counter()
    counter.book(_abandoned(30, 8), limits_of(Goal(threshold_s=6, short_abandon_s=10)))
    assert (counter.abandoned, counter.abandoned_in, counter.abandoned_short) == (1, 0, 0)


@pytest.mark.parametrize(("wait_s", "late"), [(0, 0), (20, 0), (20.001, 1)])
def test_that_who_flowed_out_or_was_lost_after_the_threshold_is_late(wait_s: float, late: int) -> None:
    counter = Counter()
    counter.book(_flowed_out(wait_s), LIMITS)
    counter.book(b.Unobserved(queue_id=SALES, call_id=CallId("c"), at_ms=0, wait_ms=round(wait_s * 1000)), LIMITS)
    assert (counter.flowed_out_late, counter.unobserved_late) == (late, late)


def test_that_flow_outs_are_kept_by_their_exit_and_can_be_taken_back() -> None:
    first, second = Counter(), Counter()
    first.book(_flowed_out(3, Exit.KEY), LIMITS)
    second.book(_flowed_out(30), LIMITS)
    second.book(_flowed_out(4, Exit.KEY), LIMITS)
    whole = Counter.sum((first, second))
    assert whole.tally().exits == {Exit.KEY: 2, Exit.TIMEOUT: 1}
    whole.subtract(second)
    assert whole.tally().exits == {Exit.KEY: 1}
    assert whole.flowed_out == 1
    assert whole.flowed_out_late == 0


def test_that_a_tally_is_no_window_onto_later_counts() -> None:
    counter = Counter()
    counter.book(_flowed_out(3), LIMITS)
    before = counter.tally()
    counter.book(_flowed_out(3), LIMITS)
    assert before.exits == {Exit.TIMEOUT: 1}


@pytest.mark.parametrize(("wait_s", "within"), [(0, 1), (60, 1), (60.001, 0)])
def test_that_answered_within_60_seconds_includes_them_whatever_the_threshold(wait_s: float, within: int) -> None:
    counter = Counter()
    counter.book(_answered(99, wait_s), LIMITS)
    counter.book(_abandoned(99, 5), LIMITS)
    assert (counter.answered_in_60, counter.left_60) == (within, 2)
