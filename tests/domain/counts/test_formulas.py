"""The worked examples of the field, and what holds for every formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.formulas import (
    Formula,
    Goal,
    Goals,
    abandonment_pct,
    average_handle_time_s,
    average_speed_of_answer_s,
    average_time_in_queue_s,
    counted,
    estimated_wait_s,
    handle_time_with_wait_s,
    hold_share_pct,
    mostly_flowed_out,
    occupancy_pct,
    service_level_pct,
    transfer_rate_pct,
    utilisation_pct,
)
from wallboard.domain.ids import QueueId

ICMI = Tally(offered=1060, answered=1000, abandoned=60, answered_in=860, abandoned_in=20, abandoned_short=10)
CISCO = Tally(offered=100, answered=90, answered_in=70, abandoned=10, abandoned_in=10)
NOTHING = Tally()

EVERY_FORMULA = list(Formula)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Counts that can be: the parts within their wholes."""
    answered, abandoned = draw(st.integers(0, 500)), draw(st.integers(0, 500))
    abandoned_in = draw(st.integers(0, abandoned))
    flowed_out = draw(st.integers(0, 200))
    return Tally(
        offered=answered + abandoned,
        answered=answered,
        answered_in=draw(st.integers(0, answered)),
        abandoned=abandoned,
        abandoned_in=abandoned_in,
        abandoned_short=draw(st.integers(0, abandoned_in)),
        flowed_out=flowed_out,
        flowed_out_late=draw(st.integers(0, flowed_out)),
        late=draw(st.integers(0, 50)),
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Formula.ANSWERED, 86.0),
        (Formula.OFFERED, 81.1),
        (Formula.ABANDONS_POSITIVE, 83.0),
        (Formula.ABANDONS_IGNORED, 82.7),
        (Formula.SHORT_ABANDONS_IGNORED, 81.9),
    ],
)
def test_that_the_icmi_example_comes_out_by_every_formula(formula: Formula, expected: float) -> None:
    assert service_level_pct(ICMI, formula) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Formula.ABANDONS_IGNORED, 77.8),
        (Formula.OFFERED, 70.0),
        (Formula.ABANDONS_POSITIVE, 80.0),
        (Formula.ANSWERED, 77.8),
        (Formula.SHORT_ABANDONS_IGNORED, 70.0),
    ],
)
def test_that_the_cisco_example_comes_out_by_every_formula(formula: Formula, expected: float) -> None:
    assert service_level_pct(CISCO, formula) == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("formula", EVERY_FORMULA)
def test_that_no_caller_gives_no_service_level(formula: Formula) -> None:
    assert service_level_pct(NOTHING, formula) is None


@pytest.mark.parametrize(
    "late", [Tally(late=1), Tally(flowed_out=1, flowed_out_late=1), Tally(unobserved=1, unobserved_late=1)]
)
@pytest.mark.parametrize("formula", EVERY_FORMULA)
def test_that_one_late_caller_is_a_miss_in_all_formulas_but_of_the_answered(formula: Formula, late: Tally) -> None:
    level = service_level_pct(late, formula)
    assert level == (None if formula is Formula.ANSWERED else 0.0)


@pytest.mark.parametrize("formula", EVERY_FORMULA)
def test_that_who_flowed_out_in_time_is_in_no_formula(formula: Formula) -> None:
    assert service_level_pct(Tally(offered=3, flowed_out=3), formula) is None
    assert service_level_pct(replace(ICMI, flowed_out=500), formula) == service_level_pct(ICMI, formula)


def test_that_mostly_flowed_out_is_more_than_answered_and_abandoned_together() -> None:
    assert not mostly_flowed_out(Tally())
    assert not mostly_flowed_out(Tally(answered=2, abandoned=1, flowed_out=3))
    assert mostly_flowed_out(Tally(answered=2, abandoned=1, flowed_out=4))


@given(tallies(), st.sampled_from(EVERY_FORMULA))
def test_that_a_service_level_is_a_percentage_or_no_data(tally: Tally, formula: Formula) -> None:
    level = service_level_pct(tally, formula)
    assert level is None or 0.0 <= level <= 100.0


@given(tallies())
def test_that_ignoring_abandons_never_makes_a_service_level_worse(tally: Tally) -> None:
    strict = service_level_pct(tally, Formula.OFFERED)
    for formula in (
        Formula.ABANDONS_POSITIVE, Formula.SHORT_ABANDONS_IGNORED, Formula.ABANDONS_IGNORED, Formula.ANSWERED,
    ):  # fmt: skip
        lenient = service_level_pct(tally, formula)
        assert strict is None or lenient is None or lenient >= strict - 1e-9


def test_that_abandonment_is_the_abandoned_of_those_whose_wait_ended() -> None:
    assert abandonment_pct(ICMI) == pytest.approx(100 * 60 / 1060)
    assert abandonment_pct(ICMI, ignore_short=True) == pytest.approx(100 * 50 / 1050)
    assert abandonment_pct(Tally(offered=1, answered=2, abandoned=3, flowed_out=1)) == 50.0
    assert abandonment_pct(NOTHING) is None


def test_that_there_is_no_abandonment_where_no_end_was_seen() -> None:
    assert abandonment_pct(Tally(offered=4)) is None
    assert abandonment_pct(Tally(offered=4, unobserved=3)) is None
    assert abandonment_pct(Tally(offered=4, unobserved=2, answered=1)) == 0


def test_that_asa_is_the_mean_wait_of_the_answered_alone() -> None:
    waits_s = (30, 15, 45, 60, 10)
    tally = Tally(answered=5, abandoned=1, answer_wait_ms=sum(waits_s) * 1000, left_wait_ms=999_000)
    assert average_speed_of_answer_s(tally) == 32.0
    assert average_speed_of_answer_s(NOTHING) is None


def test_that_atq_is_the_mean_wait_of_all_that_left() -> None:
    tally = Tally(answered=2, abandoned=1, flowed_out=1, unobserved=3, answer_wait_ms=20_000, left_wait_ms=80_000)
    assert average_time_in_queue_s(tally) == 20.0
    assert average_time_in_queue_s(NOTHING) is None


def test_that_aht_is_the_mean_of_whole_handlings() -> None:
    assert average_handle_time_s(Tally(handled=4, handle_ms=1_200_000)) == 300.0
    assert average_handle_time_s(NOTHING) is None


def test_that_occupancy_is_the_handling_part_of_handling_and_ready_time() -> None:
    assert occupancy_pct(45 * 60_000, 15 * 60_000) == 75.0
    assert occupancy_pct(0, 0) is None


def test_that_utilisation_is_handling_and_ready_time_of_the_logged_in_time() -> None:
    assert utilisation_pct(240 * 60_000, 120 * 60_000, 480 * 60_000) == 75.0  # two of eight hours in pauses
    assert utilisation_pct(0, 0, 0) is None
    assert utilisation_pct(1_000, 1_000, None) is None  # an older gateway's figures


def test_that_hold_share_is_the_hold_part_of_talk_and_hold() -> None:
    assert hold_share_pct(Tally(handled=2, handle_ms=400_000, talk_ms=240_000, hold_ms=60_000)) == 20.0
    assert hold_share_pct(Tally(handled=2, handle_ms=400_000)) is None  # an older gateway's counts


def test_that_the_transfer_rate_is_of_the_handled() -> None:
    assert transfer_rate_pct(Tally(handled=8, sent_on=2, sent_on_of=8)) == 25.0
    assert transfer_rate_pct(Tally(handled=8)) is None  # an older gateway's counts


def test_that_aht_with_wait_adds_the_mean_wait() -> None:
    tally = Tally(answered=5, answer_wait_ms=160_000, handled=4, handle_ms=1_200_000)
    assert handle_time_with_wait_s(tally) == 332.0
    assert handle_time_with_wait_s(Tally(handled=4, handle_ms=1_200_000)) is None
    assert handle_time_with_wait_s(NOTHING) is None


def test_that_a_wait_is_estimated_by_handle_time_position_and_agents() -> None:
    tally = Tally(handled=4, handle_ms=1_200_000)
    assert estimated_wait_s(tally, position=4, working=10) == 120.0
    assert estimated_wait_s(tally, position=4, working=0) is None
    assert estimated_wait_s(NOTHING, position=4, working=10) is None


def test_that_a_queues_own_goal_wins_over_the_pbx_and_the_pbx_over_the_default() -> None:
    own = Goal(threshold_s=10, target_pct=90)
    goals = Goals(default=Goal(threshold_s=20), by_queue={QueueId("vip"): own})
    assert goals.of(QueueId("vip"), 60) == own
    assert goals.of(QueueId("sales"), 60) == Goal(threshold_s=60)
    assert goals.of(QueueId("sales"), 0) == goals.of(QueueId("sales")) == Goal(threshold_s=20)


def test_that_each_formula_has_a_denominator_and_an_unknown_one_has_none() -> None:
    assert {formula: counted(CISCO, formula) for formula in EVERY_FORMULA} == {
        Formula.ANSWERED: 90,
        Formula.OFFERED: 100,
        Formula.ABANDONS_POSITIVE: 100,
        Formula.ABANDONS_IGNORED: 90,
        Formula.SHORT_ABANDONS_IGNORED: 100,
    }
    assert counted(CISCO, Formula.UNKNOWN) == 0
