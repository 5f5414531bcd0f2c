"""Adherence and conformance: whether agents do what is planned when it is planned, and as much of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A time in one state, from ``start_ms`` to ``end_ms`` (UTC epoch milliseconds); "work" is that of calls."""

    start_ms: int
    end_ms: int
    state: str = "work"


def adherence_pct(planned: Sequence[Span], actual: Sequence[Span]) -> float | None:
    """Returns the planned minutes in the planned state by all planned minutes, in percent; None without a plan.

    Time outside the plan counts neither for nor against. Source: ICMI and NICE IEX, "adherence".
    """
    states = {one.state for one in planned}
    as_planned = sum(_shared(_merged(planned, state), _merged(actual, state)) for state in states)
    return _pct(as_planned, _length(planned))


def conformance_pct(planned: Sequence[Span], actual: Sequence[Span], state: str = "work") -> float | None:
    """Returns the minutes worked by those planned, in percent, whenever they were; None without a plan.

    Over 100 % is more than planned. Source: ICMI and NICE IEX, "conformance".
    """
    worked = sum(end - start for start, end in _merged(actual, state))
    return _pct(worked, sum(end - start for start, end in _merged(planned, state)))


def _length(planned: Sequence[Span]) -> int:
    """All planned time; states that overlap are counted each."""
    states = {one.state for one in planned}
    return sum(end - start for state in states for start, end in _merged(planned, state))


def _merged(spans: Iterable[Span], state: str) -> list[tuple[int, int]]:
    """The spans of one state by time, without overlaps."""
    found: list[tuple[int, int]] = []
    for start, end, _ in sorted(one for one in spans if one.state == state and one.end_ms > one.start_ms):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _shared(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> int:
    """The time that is in both of two rows of spans, by going along both at once."""
    total = first = second = 0
    while first < len(one) and second < len(other):
        start, end = max(one[first][0], other[second][0]), min(one[first][1], other[second][1])
        total += max(0, end - start)
        if one[first][1] <= other[second][1]:
            first += 1
        else:
            second += 1
    return total


def _pct(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
