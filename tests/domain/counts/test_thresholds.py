"""When a figure is good, a warning or bad, at its very edges."""

import pytest

from wallboard.domain.centre.bands import Bands
from wallboard.domain.counts import thresholds
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level

GOAL = Goal(threshold_s=30, target_pct=80)
OWN = Goal(
    bands=Bands(
        red_below_points=20, abandoned_warning_pct=1, abandoned_red_pct=2, late_red=5, late_red_pct_of_ready=50
    )
)


@pytest.mark.parametrize(
    ("value_pct", "steady", "falling"),
    [
        (100.0, Level.GOOD, Level.GOOD), (80.0, Level.GOOD, Level.GOOD), (79.9, Level.WARNING, Level.WARNING),
        (75.0, Level.WARNING, Level.WARNING), (74.9, Level.WARNING, Level.BAD), (0.0, Level.WARNING, Level.BAD),
        (None, Level.NO_DATA, Level.NO_DATA),
    ],
)  # fmt: skip
def test_that_a_service_level_is_bad_only_far_below_its_target_and_falling(
    value_pct: float | None, steady: Level, falling: Level
) -> None:
    assert thresholds.service_level(value_pct, GOAL, falls=lambda: False) is steady
    assert thresholds.service_level(value_pct, GOAL, falls=lambda: True) is falling


@pytest.mark.parametrize(
    ("wait_ms", "level"),
    [
        (0, Level.GOOD),
        (20_000, Level.GOOD),
        (20_001, Level.WARNING),
        (30_000, Level.WARNING),
        (30_001, Level.BAD),
    ],
)  # fmt: skip
def test_that_a_wait_warns_from_two_thirds_of_the_threshold(wait_ms: int, level: Level) -> None:
    assert thresholds.wait(5_000 + wait_ms, thresholds.wait_turns_ms(5_000, GOAL)) is level


@pytest.mark.parametrize("waiting", list(Level))
def test_that_a_late_wait_is_bad_only_where_the_waiting_are(waiting: Level) -> None:
    assert thresholds.late_wait(waiting) is (Level.BAD if waiting is Level.BAD else Level.WARNING)


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
    assert thresholds.abandonment(value_pct, GOAL) is level


@pytest.mark.parametrize(
    ("late", "ready", "level"),
    [
        (0, 0, Level.GOOD), (1, 0, Level.WARNING), (2, 0, Level.BAD), (2, 20, Level.BAD),
        (2, 21, Level.WARNING), (3, 30, Level.BAD), (3, 31, Level.WARNING),
    ],
)  # fmt: skip
def test_that_waiting_is_bad_from_two_past_the_limit_or_a_tenth_of_the_ready(
    late: int, ready: int, level: Level
) -> None:
    assert thresholds.waiting(late, ready, GOAL) is level


@pytest.mark.parametrize(
    ("ready", "waiting", "level"),
    [(0, 0, Level.NO_DATA), (0, 1, Level.BAD), (1, 9, Level.NO_DATA)],
)
def test_that_nobody_ready_is_bad_where_somebody_waits(ready: int, waiting: int, level: Level) -> None:
    assert thresholds.ready(ready, waiting) is level


def test_that_a_site_sets_its_own_bands() -> None:
    assert thresholds.service_level(61.0, OWN, falls=lambda: True) is Level.WARNING
    assert thresholds.service_level(59.0, OWN, falls=lambda: True) is Level.BAD
    assert [thresholds.abandonment(value, OWN) for value in (1, 1.5, 2)] == [Level.GOOD, Level.WARNING, Level.BAD]
    assert [thresholds.waiting(late, 0, OWN) for late in (4, 5)] == [Level.WARNING, Level.BAD]
    assert [thresholds.waiting(late, 20, OWN) for late in (9, 10)] == [Level.WARNING, Level.BAD]


def test_that_good_alone_becomes_a_warning_where_nothing_may_be_good() -> None:
    assert [thresholds.never_good(level) for level in Level] == [
        Level.NO_DATA, Level.WARNING, Level.WARNING, Level.BAD,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("waiting", "ready", "late", "is_in_trouble"),
    [(0, 0, 0, False), (1, 1, 0, False), (1, 0, 0, True), (1, 1, 1, True), (0, 3, 1, True)],
)
def test_that_a_queue_is_in_trouble_where_callers_are_late_or_wait_for_nobody(
    waiting: int, ready: int, late: int, is_in_trouble: bool
) -> None:
    assert thresholds.is_in_trouble(waiting, ready, late) is is_in_trouble
