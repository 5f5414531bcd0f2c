"""The plan: what was forecast and staffed for each interval of a queue or a group, and its sums over any time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from wallboard.domain.ids import ScopeId


class PlannedInterval(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is planned for one interval of a scope, from ``start_ms`` to ``end_ms`` (UTC epoch milliseconds).

    ``calls`` are forecast for all of it and may be a fraction. ``required`` and ``scheduled`` are agents, on
    average over it. ``agents`` are the names of who is scheduled. None, or no names, is what the plan does not say.
    """

    scope: ScopeId
    start_ms: int
    end_ms: int
    calls: float | None = None
    aht_s: float | None = None
    required: float | None = None
    scheduled: float | None = None
    agents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for an interval without length."""
        if self.end_ms <= self.start_ms:
            raise ValueError(f"{self.scope}: an interval from {self.start_ms} to {self.end_ms}")


class PlannedSum(Struct, frozen=True, kw_only=True):
    """The plan of a time: ``calls`` are a sum, ``aht_s`` is per call, ``required`` and ``scheduled`` are averages.

    ``covered_ms`` is how much of the time is planned: the figures are of that. ``unplanned`` are the scopes of a
    group without any plan in this time, which no figure includes. None is what some part of the plan does not say.
    """

    start_ms: int
    end_ms: int
    covered_ms: int = 0
    calls: float | None = None
    aht_s: float | None = None
    required: float | None = None
    scheduled: float | None = None
    agents: tuple[str, ...] = ()
    unplanned: tuple[ScopeId, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of the time is planned, in all of the scopes."""
        return self.covered_ms == self.end_ms - self.start_ms and not self.unplanned


class WorkforcePlan:
    """All planned intervals, by scope and time; immutable.

    Raises `ValueError` where two intervals of a scope overlap.
    """

    def __init__(self, intervals: Iterable[PlannedInterval] = ()) -> None:
        self._of: dict[ScopeId, list[PlannedInterval]] = {}
        for one in intervals:
            self._of.setdefault(one.scope, []).append(one)
        self._starts: dict[ScopeId, list[int]] = {}
        for scope, row in self._of.items():
            row.sort(key=lambda one: one.start_ms)
            _refuse_overlaps(row)
            self._starts[scope] = [one.start_ms for one in row]

    def __iter__(self) -> Iterator[PlannedInterval]:
        """Yields all intervals, by scope and then by time."""
        for row in self._of.values():
            yield from row

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    @property
    def scopes(self) -> frozenset[ScopeId]:
        """Returns the scopes that have a plan."""
        return frozenset(self._of)

    def at(self, scope: ScopeId, now_ms: int) -> PlannedInterval | None:
        """Returns the interval of a scope that a moment is in; None where nothing is planned."""
        number = bisect_right(self._starts.get(scope, []), now_ms) - 1
        found = self._of[scope][number] if number >= 0 else None
        return found if found is not None and now_ms < found.end_ms else None

    def overlapping(self, scope: ScopeId, start_ms: int, end_ms: int) -> Sequence[PlannedInterval]:
        """Returns the intervals of a scope that have a part between two moments, by time."""
        starts = self._starts.get(scope, [])
        first = max(0, bisect_right(starts, start_ms) - 1)
        row = self._of.get(scope, [])[first : bisect_right(starts, end_ms - 1)]
        return row[1:] if row and row[0].end_ms <= start_ms else row

    def sum(self, scope: ScopeId, start_ms: int, end_ms: int) -> PlannedSum | None:
        """Returns the plan of a scope between two moments; None where nothing is planned between them.

        Of an interval that is only partly in it, calls count by its share of the time: two quarters make their half
        hour, and half an hour makes two like quarters.
        """
        pieces = [_piece(one, start_ms, end_ms) for one in self.overlapping(scope, start_ms, end_ms)]
        return _joined(pieces, start_ms, end_ms) if pieces else None

    def sum_of_group(
        self, group: ScopeId, members: Iterable[ScopeId], start_ms: int, end_ms: int
    ) -> PlannedSum | None:
        """Returns a group's own plan where it has one in this time, else the sum of its members' plans.

        Required agents are added too: that is what the queues need one by one, and no less than all need together.
        Scheduled agents with names are counted once; whoever is planned by number alone is added.
        """
        if (own := self.sum(group, start_ms, end_ms)) is not None:
            return own
        found = {one: self.sum(one, start_ms, end_ms) for one in members}
        planned = [one for one in found.values() if one is not None]
        unplanned = tuple(scope for scope, one in found.items() if one is None)
        return _added(planned, unplanned) if planned else None

    def replaced_by(self, intervals: Iterable[PlannedInterval]) -> "WorkforcePlan":
        """Returns this plan with newer intervals, in place of all that they overlap."""
        newer = WorkforcePlan(intervals)
        kept = (one for one in self if not newer.overlapping(one.scope, one.start_ms, one.end_ms))
        return WorkforcePlan([*kept, *newer])


class _Piece(NamedTuple):
    """The part of an interval that is in a time."""

    of: PlannedInterval
    ms: int

    @property
    def calls(self) -> float | None:
        whole = self.of.end_ms - self.of.start_ms
        return None if self.of.calls is None else self.of.calls * self.ms / whole


def _refuse_overlaps(row: Sequence[PlannedInterval]) -> None:
    for one, following in pairwise(row):
        if following.start_ms < one.end_ms:
            raise ValueError(f"{one.scope}: two intervals at {following.start_ms}")


def _piece(one: PlannedInterval, start_ms: int, end_ms: int) -> _Piece:
    return _Piece(one, min(one.end_ms, end_ms) - max(one.start_ms, start_ms))


def _joined(pieces: Sequence[_Piece], start_ms: int, end_ms: int) -> PlannedSum:
    """The sum of one scope's pieces, which follow each other."""
    spans = [piece.ms for piece in pieces]
    calls = [piece.calls for piece in pieces]
    return PlannedSum(
        start_ms=start_ms,
        end_ms=end_ms,
        covered_ms=sum(spans),
        calls=_total(calls),
        aht_s=_aht(calls, [piece.of.aht_s for piece in pieces]),
        required=_mean([piece.of.required for piece in pieces], spans),
        scheduled=_mean([piece.of.scheduled for piece in pieces], spans),
        agents=_names(piece.of.agents for piece in pieces),
    )


def _added(planned: Sequence[PlannedSum], unplanned: tuple[ScopeId, ...]) -> PlannedSum:
    """The sum of several scopes in the same time; covered where all of them are."""
    calls = [one.calls for one in planned]
    agents = _names(one.agents for one in planned)
    twice = sum(len(one.agents) for one in planned) - len(agents)
    scheduled = _total([one.scheduled for one in planned])
    return PlannedSum(
        start_ms=planned[0].start_ms,
        end_ms=planned[0].end_ms,
        covered_ms=min(one.covered_ms for one in planned),
        calls=_total(calls),
        aht_s=_aht(calls, [one.aht_s for one in planned]),
        required=_total([one.required for one in planned]),
        scheduled=None if scheduled is None else max(0.0, scheduled - twice),
        agents=agents,
        unplanned=unplanned,
    )


def _total(values: Sequence[float | None]) -> float | None:
    """The sum; None where one is unknown, since the sum of the others would be too low."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _mean(values: Sequence[float | None], weights: Sequence[float]) -> float | None:
    """The weighted mean; None where one is unknown, or without weights."""
    whole = sum(weights)
    parts = [None if value is None else value * weight for value, weight in zip(values, weights, strict=True)]
    total = _total(parts)
    return None if total is None or not whole else total / whole


def _aht(calls: Sequence[float | None], handle_s: Sequence[float | None]) -> float | None:
    """The handle time per call, to which intervals without calls add nothing; the mean where none has calls."""
    if any(many is None for many in calls):
        return _mean(handle_s, [1.0] * len(handle_s))
    known = [(many, seconds) for many, seconds in zip(calls, handle_s, strict=True) if many]
    if not known:
        return _mean(handle_s, [1.0] * len(handle_s))
    return _mean([seconds for _, seconds in known], [many or 0.0 for many, _ in known])


def _names(of: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in of for name in names))
