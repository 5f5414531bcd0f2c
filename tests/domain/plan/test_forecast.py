"""The rest of the day: how today's ratio is shrunk, how often a day ends within the band, and the agents for it."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import QueueId
from wallboard.domain.plan.erlang import Load, required_agents
from wallboard.domain.plan.forecast import Belief, Forecast, SoFar, StaffingGoal, forecast, ratio_of
from wallboard.domain.plan.plan import PlannedInterval

QUARTER = 900_000
GOAL = StaffingGoal(goal=Goal(), patience_s=120)


def _rest(*calls: float | None, aht_s: float | None = 240.0) -> list[PlannedInterval]:
    return [
        PlannedInterval(
            scope=QueueId("pbx:sales"), start_ms=n * QUARTER, end_ms=(n + 1) * QUARTER, calls=many, aht_s=aht_s
        )
        for n, many in enumerate(calls)
    ]


def _poisson(chance: random.Random, mean: float) -> int:
    """One draw: arrivals in a unit of time, counted one by one."""
    number, at = 0, chance.expovariate(1)
    while at < mean:
        number, at = number + 1, at + chance.expovariate(1)
    return number


def _rest_of_day(chance: random.Random, spread: float, seen: float, to_come: float) -> tuple[Forecast, int]:
    """The forecast of a day at some hour, and what came of it."""
    ratio = chance.gammavariate(1 / spread**2, spread**2)
    calls = _poisson(chance, ratio * seen)
    so_far = SoFar(calls=calls, planned_calls=seen)
    found = forecast(so_far, _rest(to_come, aht_s=None), GOAL, Belief(spread=spread, band=0.8))
    return found, calls + _poisson(chance, ratio * to_come)


@pytest.mark.parametrize(
    ("spread", "seen", "to_come"),
    [(0.15, 0, 400), (0.15, 100, 300), (0.15, 600, 200), (0.3, 20, 60), (0.05, 300, 300)],
)
def test_that_as_many_days_as_promised_end_within_the_band(spread: float, seen: float, to_come: float) -> None:
    chance = random.Random(11)
    days = [_rest_of_day(chance, spread, seen, to_come) for _ in range(700)]
    inside = sum(found.low <= calls <= found.high for found, calls in days) / len(days)
    assert 0.76 < inside < 0.87
    below = sum(calls < found.low for found, calls in days) / len(days)
    assert 0.05 < below < 0.13


def test_that_forecasts_are_right_on_average_and_better_than_the_plan() -> None:
    chance = random.Random(5)
    days = [_rest_of_day(chance, 0.15, 300, 300) for _ in range(700)]
    wrong = [found.calls - calls for found, calls in days]
    assert abs(sum(wrong) / len(wrong)) < 2.5
    by_plan = [600 - calls for _, calls in days]
    assert sum(map(abs, wrong)) < 0.5 * sum(map(abs, by_plan))


@given(st.integers(0, 5_000), st.floats(0.1, 5_000), st.floats(0.02, 1))
def test_that_the_ratio_lies_between_1_and_todays_own(calls: int, planned: float, spread: float) -> None:
    today = calls / planned
    found = ratio_of(SoFar(calls=calls, planned_calls=planned), Belief(spread=spread))
    assert min(1, today) - 1e-9 <= found <= max(1, today) + 1e-9


def test_that_the_more_calls_are_seen_the_more_todays_ratio_counts() -> None:
    ratios = [ratio_of(SoFar(calls=2 * n, planned_calls=n), Belief()) for n in (0, 10, 100, 1_000, 100_000)]
    assert ratios[0] == 1
    assert ratios == sorted(ratios)
    assert ratios[-1] == pytest.approx(2, abs=0.01)
    assert ratio_of(SoFar(calls=60, planned_calls=40), Belief(spread=0.2)) == pytest.approx((25 + 60) / (25 + 40))


def test_that_the_day_is_what_came_and_what_is_to_come() -> None:
    found = forecast(SoFar(calls=120, planned_calls=100), _rest(50, None, 30), GOAL)
    assert found.calls == pytest.approx(120 + 80 * found.ratio)
    assert [one.start_ms for one in found.intervals] == [0, 2 * QUARTER]
    assert 120 < found.low < found.calls < found.high
    assert all(one.low <= one.calls <= one.high for one in found.intervals)


def test_that_agents_are_required_by_erlang_a_for_the_calls_and_handle_time_of_today() -> None:
    so_far = SoFar(calls=200, planned_calls=150, handled=200, handle_s=200 * 300, planned_handle_s=200 * 240)
    (one,) = forecast(so_far, _rest(40), GOAL).intervals
    assert one.aht_s is not None
    assert 240 < one.aht_s < 300
    load = Load(calls=one.calls, interval_s=900, aht_s=one.aht_s, patience_s=120)
    assert one.required == required_agents(load, Goal())
    assert one.required_high is not None
    assert one.required_high > one.required


def test_that_a_day_that_is_over_has_no_band() -> None:
    found = forecast(SoFar(calls=321, planned_calls=300), [], GOAL)
    assert (found.calls, found.low, found.high, found.intervals) == (321, 321, 321, ())


def test_that_without_a_planned_handle_time_nobody_is_required() -> None:
    (one,) = forecast(SoFar(calls=1, planned_calls=1), _rest(40, aht_s=None), GOAL).intervals
    assert (one.aht_s, one.required, one.required_high) == (None, None, None)


def test_that_few_long_calls_say_little_of_the_handle_time() -> None:
    few = SoFar(calls=5, planned_calls=5, handled=5, handle_s=5 * 480, planned_handle_s=5 * 240)
    many = SoFar(calls=5, planned_calls=5, handled=5_000, handle_s=5_000 * 480, planned_handle_s=5_000 * 240)
    assert forecast(few, [], GOAL).aht_ratio < 1.1
    assert forecast(many, [], GOAL).aht_ratio > 1.9


@pytest.mark.parametrize("wrong", [{"spread": 0.0}, {"band": 1.0}, {"aht_spread": math.inf}, {"call_spread": -1.0}])
def test_that_an_impossible_belief_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="spread"):
        Belief(**wrong)
