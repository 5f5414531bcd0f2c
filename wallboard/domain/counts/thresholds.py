"""Levels of figures against their goals; no data is never good, and bad calls for action."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wallboard.domain.counts.formulas import Goal


class Level(StrEnum):
    """How a figure is judged."""

    NO_DATA = "no_data"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


_NO_DATA, _GOOD, _WARNING, _BAD = Level.NO_DATA, Level.GOOD, Level.WARNING, Level.BAD
"""In Python 3.11 a member read off its enumeration costs five times a global, and each row reads dozens."""

WAIT_WARNING_PART = 2 / 3
"""The part of the threshold from which a running wait is a warning."""


def service_level(value_pct: float | None, goal: "Goal", *, falls: Callable[[], bool]) -> Level:
    """Level of a service level against its target: a warning below it, bad where far below and ``falls``.

    ``falls`` is called only where it matters: of many queues few are far below.
    """
    if value_pct is None:
        return _NO_DATA
    if value_pct >= goal.target_pct:
        return _GOOD
    is_far = value_pct < goal.target_pct - goal.bands.red_below_points
    return _BAD if is_far and falls() else _WARNING


def wait_turns_ms(since_ms: int, goal: "Goal") -> tuple[int, int]:
    """The moments after which a wait that began at ``since_ms`` is a warning and is late, epoch ms."""
    threshold_ms = goal.threshold_s * 1000
    return since_ms + int(threshold_ms * WAIT_WARNING_PART), since_ms + int(threshold_ms)


def wait(now_ms: int, turns_ms: tuple[int, int], *, late: Level = _BAD) -> Level:
    """Level of a running wait at ``now_ms``, by its `wait_turns_ms`: within T is up to and including T.

    ``late`` is its level past the threshold, `late_wait`.
    """
    warn_at_ms, late_at_ms = turns_ms
    if now_ms > late_at_ms:
        return late
    return _WARNING if now_ms > warn_at_ms else _GOOD


def late_wait(waiting: Level) -> Level:
    """Level of a late wait, a caller's or the longest: bad only where the queue's ``waiting`` callers are.

    One late caller in a queue that recovers by itself calls for nobody to act.
    """
    return _BAD if waiting is _BAD else _WARNING


def is_in_trouble(waiting: int, ready: int, late: int) -> bool:
    """Whether callers wait past the threshold, or wait while no agent is ready."""
    return late > 0 or (waiting > 0 and not ready)


def abandonment(value_pct: float | None, goal: "Goal") -> Level:
    """Level of an abandonment rate: good up to 5 %, bad from 10 % (the band most centres plan by; ICMI)."""
    if value_pct is None:
        return _NO_DATA
    if value_pct <= goal.bands.abandoned_warning_pct:
        return _GOOD
    return _WARNING if value_pct < goal.bands.abandoned_red_pct else _BAD


def waiting(late: int, ready: int, goal: "Goal") -> Level:
    """Level of waiting callers, ``late`` of them past the threshold: bad where the queue will not recover."""
    if not late:
        return _GOOD
    bands = goal.bands
    return _BAD if late >= max(bands.late_red, ready * bands.late_red_pct_of_ready / 100) else _WARNING


def ready(ready: int, waiting: int) -> Level:
    """Level of the ready agents: bad with none while callers wait; otherwise there is no goal for them."""
    return _BAD if waiting and not ready else _NO_DATA


def never_good(level: Level) -> Level:
    """Caps the level of a figure that leaves out what became of most callers."""
    return _WARNING if level is _GOOD else level
