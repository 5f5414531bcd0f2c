"""Erlang A and C: how a queue of so many calls does with so many agents, and how many agents a goal needs.

Calls come at random (Poisson), handle time and callers' patience are exponential, callers are served in order of
arrival: M/M/n+M, Palm 1957. Without a patience nobody hangs up: M/M/n, Erlang C, the limit of the former.
"""

import math
from typing import assert_never

from msgspec import Struct

from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.plan.incomplete_gamma import log_lower, log_upper, moment_series

_MOST_AGENTS = 1_000_000
_EXACT = 1e-12


class Load(Struct, frozen=True, kw_only=True):
    """What comes: ``calls`` in ``interval_s`` seconds, each of ``aht_s`` seconds.

    ``patience_s`` is the mean time after which a caller who waits hangs up; None is never, as in Erlang C.
    """

    calls: float
    interval_s: float
    aht_s: float
    patience_s: float | None = None

    def __post_init__(self) -> None:
        """Raises `ValueError` for what cannot be."""
        for name in ("calls", "interval_s", "aht_s"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} = {getattr(self, name)}")
        if not self.interval_s:
            raise ValueError("interval_s = 0")
        if self.patience_s is not None and not 0 < self.patience_s < math.inf:
            raise ValueError(f"patience_s = {self.patience_s}")

    @property
    def per_s(self) -> float:
        """Returns the calls in a second."""
        return self.calls / self.interval_s

    @property
    def erlangs(self) -> float:
        """Returns the offered load: the agents that would be busy all the time if nobody hung up."""
        return self.per_s * self.aht_s


class Performance(Struct, frozen=True, kw_only=True):
    """How a queue does in the long run; all but the last two are shares of the offered callers, 0 to 1.

    ``abandoned_in`` and ``abandoned_short`` are the parts of the abandoned within the threshold and within the
    short-abandon limit. ``wait_s`` is the mean wait of all callers, infinite where the queue only grows.
    ``occupancy`` is the share of the agents' time that is handle time.
    """

    waited: float
    answered_in: float
    abandoned: float = 0.0
    abandoned_in: float = 0.0
    abandoned_short: float = 0.0
    wait_s: float
    occupancy: float

    def service_level(self, formula: Formula) -> float:
        """Returns the service level by one of the five formulas, 0 to 1; 0 for one that is unknown."""
        match formula:
            case Formula.ANSWERED:
                return _share(self.answered_in, 1 - self.abandoned)
            case Formula.OFFERED:
                return self.answered_in
            case Formula.ABANDONS_POSITIVE:
                return self.answered_in + self.abandoned_in
            case Formula.ABANDONS_IGNORED:
                return _share(self.answered_in, 1 - self.abandoned_in)
            case Formula.SHORT_ABANDONS_IGNORED:
                return _share(self.answered_in, 1 - self.abandoned_short)
            case Formula.UNKNOWN:
                return 0.0
            case _:
                assert_never(formula)


def performance(load: Load, agents: int, threshold_s: float, short_abandon_s: float = 0.0) -> Performance:
    """Returns how ``agents`` do with a load; ``threshold_s`` is T, ``short_abandon_s`` the short-abandon limit.

    Raises `ValueError` for a negative number of agents or seconds.
    """
    if agents < 0 or threshold_s < 0 or short_abandon_s < 0:
        raise ValueError(f"agents = {agents}, threshold_s = {threshold_s}, short_abandon_s = {short_abandon_s}")
    if not load.erlangs:
        return _idle()
    short_s = min(short_abandon_s, threshold_s)
    if load.patience_s is None:
        return _erlang_c(load, agents, threshold_s)
    if not agents:
        return _nobody(load.patience_s, threshold_s, short_s)
    return _erlang_a(_ErlangA(load, agents, load.patience_s), threshold_s, short_s)


def required_agents(load: Load, goal: Goal, most_abandoned: float = 1.0) -> int:
    """Returns the fewest agents that reach a goal's target by its own formula, and lose no more callers.

    ``most_abandoned`` is the largest share of the offered that may hang up, 0 to 1. Raises `ValueError` for a
    target that cannot be reached by any number of agents: over 100 %, or of a formula that is unknown.
    """
    if not 0 <= goal.target_pct <= 100 or not 0 <= most_abandoned <= 1:
        raise ValueError(f"target_pct = {goal.target_pct}, most_abandoned = {most_abandoned}")
    if goal.formula is Formula.UNKNOWN:
        raise ValueError("the formula is unknown")

    def is_enough(agents: int) -> bool:
        found = performance(load, agents, goal.threshold_s, goal.short_abandon_s)
        level = found.service_level(goal.formula)
        return level >= goal.target_pct / 100 - _EXACT and found.abandoned <= most_abandoned + _EXACT

    enough = max(1, math.ceil(load.erlangs))
    while not is_enough(enough):
        if enough > _MOST_AGENTS:
            raise ValueError(f"more than {_MOST_AGENTS} agents")
        enough += max(1, enough // 4)
    too_few = -1
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return enough


class _ErlangA:
    """The offered wait of M/M/n+M: how long a caller with endless patience would wait.

    Its density is λ exp(λH(x) − nμx) / (E + λJ), with H(x) = (1 − e^(−θx))/θ, E = 1/B(n − 1) by Erlang's loss
    formula, J(t) = ∫ exp(λH(x) − nμx) dx from t on, and J = J(0). Source: Zeltyn and Mandelbaum, *Call centers with
    impatient customers*, Queueing Systems 51 (2005), section 2; J by the incomplete gamma function as Palm has it.
    """

    def __init__(self, load: Load, agents: int, patience_s: float) -> None:
        self.agents = agents
        self.patience_s = patience_s
        self.erlangs = load.erlangs
        self._rate = load.per_s
        self._service = agents / load.aht_s
        self.s = self._service * patience_s
        self.eta = self._rate * patience_s
        self._log_e = math.log(load.erlangs) + log_upper(agents, load.erlangs)
        self._log_j = math.log(patience_s) + log_lower(self.s, self.eta)
        self.log_all = _log_sum(self._log_e, math.log(self._rate) + self._log_j)

    def later(self, t: float) -> float:
        """The share of callers whose offered wait is longer than ``t``."""
        return math.exp(math.log(self.eta) + self._log_tail(t) + log_lower(self.s, self._left(t)) - self.log_all)

    def answered_later(self, t: float) -> float:
        """The share of callers who are answered after a wait longer than ``t``."""
        tail = self._log_tail(t) - t / self.patience_s
        return math.exp(math.log(self.eta) + tail + log_lower(self.s + 1, self._left(t)) - self.log_all)

    def abandoned(self) -> float:
        """The share of callers who hang up: (1 + (λ − nμ)J) / (E + λJ).

        With agents to spare that is a small difference of large numbers, which the series of J has term by term.
        """
        if self.eta < self.s:
            return moment_series(self.s, self.eta) * math.exp(-self.log_all)
        over = (self._rate - self._service) * math.exp(self._log_j - self.log_all)
        return math.exp(-self.log_all) + over

    def _left(self, t: float) -> float:
        return self.eta * math.exp(-t / self.patience_s)

    def _log_tail(self, t: float) -> float:
        """λH(t) − nμt."""
        return -self.eta * math.expm1(-t / self.patience_s) - self._service * t


def _erlang_a(queue: _ErlangA, threshold_s: float, short_s: float) -> Performance:
    abandoned = min(1.0, queue.abandoned())
    return Performance(
        waited=min(1.0, queue.later(0.0)),
        abandoned=abandoned,
        answered_in=max(0.0, 1 - abandoned - queue.answered_later(threshold_s)),
        abandoned_in=_abandoned_in(queue, abandoned, threshold_s),
        abandoned_short=_abandoned_in(queue, abandoned, short_s),
        wait_s=abandoned * queue.patience_s,
        occupancy=min(1.0, queue.erlangs * (1 - abandoned) / queue.agents),
    )


def _abandoned_in(queue: _ErlangA, abandoned: float, t: float) -> float:
    """The share of callers who hang up within ``t``: all of them but those who wait longer and are not answered."""
    if not t:
        return 0.0
    later = math.exp(-t / queue.patience_s) * queue.later(t) - queue.answered_later(t)
    return min(abandoned, max(0.0, abandoned - max(0.0, later)))


def _erlang_c(load: Load, agents: int, threshold_s: float) -> Performance:
    """M/M/n: the part that waits longer than t is C e^(−(nμ − λ)t). Source: Erlang 1917; Cooper 1981, chapter 3."""
    spare = agents / load.aht_s - load.per_s
    if spare <= 0:
        waited, late, wait_s = 1.0, 1.0, math.inf
    else:
        log_j = math.log(load.per_s) - math.log(spare)
        log_e = math.log(load.erlangs) + log_upper(agents, load.erlangs)
        waited = math.exp(log_j - _log_sum(log_e, log_j))
        late, wait_s = waited * math.exp(-spare * threshold_s), waited / spare
    return Performance(
        waited=waited,
        answered_in=1 - late,
        wait_s=wait_s,
        occupancy=min(1.0, load.erlangs / agents) if agents else 0.0,
    )


def _nobody(patience_s: float, threshold_s: float, short_s: float) -> Performance:
    """No agents: everybody waits and hangs up."""
    return Performance(
        waited=1.0,
        abandoned=1.0,
        answered_in=0.0,
        abandoned_in=-math.expm1(-threshold_s / patience_s),
        abandoned_short=-math.expm1(-short_s / patience_s),
        wait_s=patience_s,
        occupancy=0.0,
    )


def _idle() -> Performance:
    """No load: who comes is served at once."""
    return Performance(waited=0.0, answered_in=1.0, wait_s=0.0, occupancy=0.0)


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0


def _log_sum(a: float, b: float) -> float:
    """ln(e^a + e^b)."""
    high, low = max(a, b), min(a, b)
    return high + math.log1p(math.exp(low - high))
