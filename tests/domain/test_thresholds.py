"""When a figure is good, a warning or bad, at its very edges."""

import pytest

from wallboard.domain import thresholds
from wallboard.domain.formulas import Goal
from wallboard.domain.thresholds import Level

GOAL = Goal(threshold_s=30, target_pct=80)


@pytest.mark.parametrize(
    ("value_pct", "level"),
    [
        (100.0, Level.GOOD), (80.0, Level.GOOD), (79.9, Level.WARNING),
        (70.0, Level.WARNING), (69.9, Level.BAD), (0.0, Level.BAD), (None, Level.NO_DATA),
    ],
)  # fmt: skip
def test_that_a_service_level_is_held_against_its_target(value_pct: float | None, level: Level) -> None:
    assert thresholds.service_level(value_pct, GOAL) is level


@pytest.mark.parametrize(
    ("wait_s", "level"),
    [
        (0, Level.GOOD),
        (20, Level.GOOD),
        (20.1, Level.WARNING),
        (30, Level.WARNING),
        (30.1, Level.BAD),
        (None, Level.NO_DATA),
    ],
)  # fmt: skip
def test_that_a_wait_warns_from_two_thirds_of_the_threshold(wait_s: float | None, level: Level) -> None:
    assert thresholds.wait(wait_s, GOAL) is level


@pytest.mark.parametrize(
    ("value_pct", "level"),
    [
        (0, Level.GOOD),
        (5, Level.GOOD),
        (5.1, Level.WARNING),
        (9.9, Level.WARNING),
        (10, Level.BAD),
        (None, Level.NO_DATA),
    ],
)
def test_that_abandonment_is_held_against_the_fields_own_band(value_pct: float | None, level: Level) -> None:
    assert thresholds.abandonment(value_pct) is level
