"""The rest of the day, forecast anew from how the day went so far: the gamma-Poisson method, with a band.

A day's calls are Poisson around its plan times a ratio of that day, gamma distributed around 1. After N calls
where F were planned the ratio's mean is (k + N) / (k + F): N / F, shrunk towards 1 by the calls seen. What is to
come is negative binomial around it. Source: Gelman and others, *Bayesian Data Analysis*, section 2.6.
"""

import math
from collections.abc import Iterable

from msgspec import Struct

from wallboard.domain.counts.formulas import Goal
from wallboard.domain.plan.erlang import Load, required_agents
from wallboard.domain.plan.negative_binomial import quantile
from wallboard.domain.plan.plan import PlannedInterval


class SoFar(Struct, frozen=True, kw_only=True):
    """The day until now: calls that came and were ``planned_calls`` in the same time.

    ``handled`` are calls whose handle time is known, ``handle_s`` is its sum, and ``planned_handle_s`` what that
    would be by the plan's handle times.
    """

    calls: int
    planned_calls: float
    handled: int = 0
    handle_s: float = 0.0
    planned_handle_s: float = 0.0


class Belief(Struct, frozen=True, kw_only=True):
    """How far days differ from their plans: the standard deviation of their ratios, 0.1 is 10 %.

    ``band`` is the share of days that end within the band. ``aht_spread`` is the same of the average handle time;
    one call's own differs from that by ``call_spread``, its standard deviation by its mean.
    """

    spread: float = 0.15
    band: float = 0.8
    aht_spread: float = 0.1
    call_spread: float = 1.0

    def __post_init__(self) -> None:
        """Raises `ValueError` for what cannot be."""
        spreads = (self.spread, self.aht_spread, self.call_spread)
        if not all(0 < one < math.inf for one in spreads) or not 0 < self.band < 1:
            raise ValueError(f"spread = {spreads}, band = {self.band}")

    @property
    def calls_worth(self) -> float:
        """Returns k: how many planned calls the plan weighs as much as."""
        return 1 / self.spread**2

    @property
    def handled_worth(self) -> float:
        """Returns how many handled calls the planned handle time weighs as much as."""
        return (self.call_spread / self.aht_spread) ** 2


class ForecastInterval(Struct, frozen=True, kw_only=True):
    """One interval of the rest of the day; ``low`` and ``high`` are the band of its calls.

    ``required`` are the agents by Erlang A for ``calls``, ``required_high`` for as many as ``high``; None where the
    plan has no handle time.
    """

    start_ms: int
    end_ms: int
    calls: float
    low: int
    high: int
    aht_s: float | None = None
    required: int | None = None
    required_high: int | None = None


class Forecast(Struct, frozen=True, kw_only=True):
    """The rest of the day: ``ratio`` and ``aht_ratio`` are what its plan is multiplied by.

    ``calls``, ``low`` and ``high`` are of the whole day, with the calls so far.
    """

    ratio: float
    aht_ratio: float
    intervals: tuple[ForecastInterval, ...]
    calls: float
    low: int
    high: int


class StaffingGoal(Struct, frozen=True, kw_only=True):
    """What agents are required for: the goal, and the mean patience of callers (None is endless, Erlang C)."""

    goal: Goal
    patience_s: float | None = None


def forecast(
    so_far: SoFar, rest: Iterable[PlannedInterval], goal: StaffingGoal, belief: Belief | None = None
) -> Forecast:
    """Returns the rest of a day from its plan; intervals without planned calls are left out.

    ``rest`` begins now: of an interval that runs, it has the part that is still to come.
    """
    belief = belief or Belief()
    ratio, size = ratio_of(so_far, belief), belief.calls_worth + so_far.calls
    aht_ratio = aht_ratio_of(so_far, belief)
    found = [_interval(one, ratio, size, belief) for one in rest if one.calls is not None]
    calls = math.fsum(one.calls for one in found)
    low, high = band_of(calls, size, belief.band)
    return Forecast(
        ratio=ratio,
        aht_ratio=aht_ratio,
        intervals=tuple(_staffed(one, aht_ratio, goal) for one in found),
        calls=so_far.calls + calls,
        low=so_far.calls + low,
        high=so_far.calls + high,
    )


def ratio_of(so_far: SoFar, belief: Belief) -> float:
    """Returns what the plan's calls are multiplied by: 1 at first, and ever nearer to today's own ratio."""
    worth = belief.calls_worth
    return (worth + so_far.calls) / (worth + so_far.planned_calls)


def aht_ratio_of(so_far: SoFar, belief: Belief) -> float:
    """Returns what the plan's handle time is multiplied by; each handled call weighs as much as another."""
    if not so_far.handled or not so_far.planned_handle_s:
        return 1.0
    today = so_far.handle_s / so_far.planned_handle_s
    worth = belief.handled_worth
    return (worth + so_far.handled * today) / (worth + so_far.handled)


def band_of(calls: float, size: float, band: float) -> tuple[int, int]:
    """Returns the calls between which a share ``band`` of days ends, around a mean of ``calls``."""
    return quantile((1 - band) / 2, calls, size), quantile((1 + band) / 2, calls, size)


def _interval(one: PlannedInterval, ratio: float, size: float, belief: Belief) -> ForecastInterval:
    calls = (one.calls or 0.0) * ratio
    low, high = band_of(calls, size, belief.band)
    return ForecastInterval(
        start_ms=one.start_ms, end_ms=one.end_ms, calls=calls, low=low, high=high, aht_s=one.aht_s
    )


def _staffed(one: ForecastInterval, aht_ratio: float, goal: StaffingGoal) -> ForecastInterval:
    """The same with the agents that it requires."""
    if one.aht_s is None:
        return one
    aht_s = one.aht_s * aht_ratio

    def required(calls: float) -> int:
        seconds = (one.end_ms - one.start_ms) / 1000
        load = Load(calls=calls, interval_s=seconds, aht_s=aht_s, patience_s=goal.patience_s)
        return required_agents(load, goal.goal)

    return ForecastInterval(
        start_ms=one.start_ms,
        end_ms=one.end_ms,
        calls=one.calls,
        low=one.low,
        high=one.high,
        aht_s=aht_s,
        required=required(one.calls),
        required_high=required(one.high),
    )
