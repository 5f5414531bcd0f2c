"""How good a figure is against what was promised; no data is never good."""

from enum import StrEnum

from wallboard.domain.formulas import Goal


class Level(StrEnum):
    """What a person should make of a figure."""

    NO_DATA = "no_data"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


WARNING_BAND_PCT = 10.0
"""A service level this close below its target, in points, is a warning and not yet bad."""

WAIT_WARNING_PART = 2 / 3
"""The part of the threshold from which a wait that goes on is a warning."""


def service_level(value_pct: float | None, goal: Goal) -> Level:
    """A service level against its target."""
    if value_pct is None:
        return Level.NO_DATA
    if value_pct >= goal.target_pct:
        return Level.GOOD
    return Level.WARNING if value_pct >= goal.target_pct - WARNING_BAND_PCT else Level.BAD


def wait(wait_s: float | None, goal: Goal) -> Level:
    """A wait that still goes on: bad once past the threshold, a warning from `WAIT_WARNING_PART` of it."""
    if wait_s is None:
        return Level.NO_DATA
    if wait_s > goal.threshold_s:
        return Level.BAD
    return Level.WARNING if wait_s > goal.threshold_s * WAIT_WARNING_PART else Level.GOOD


def abandonment(value_pct: float | None) -> Level:
    """An abandonment rate: good up to 5 %, bad from 10 % (the band most centres plan by; ICMI)."""
    if value_pct is None:
        return Level.NO_DATA
    if value_pct <= 5:
        return Level.GOOD
    return Level.WARNING if value_pct < 10 else Level.BAD
