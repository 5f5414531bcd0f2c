"""Moments by the site's own clock."""

import logging

import pytest

from wallboard.ui.words.day_time import hour_minute, hour_minute_second, show_times_of

NOON_MS = 1_783_080_037_000
"""3 July 2026, 12:00:37 UTC."""


@pytest.mark.parametrize(
    ("zone", "clock"),
    [("Europe/Lisbon", "13:00:37"), ("Asia/Kolkata", "17:30:37"), ("America/Sao_Paulo", "09:00:37")],
)
def test_that_times_are_the_sites_wherever_the_screen_is(zone: str, clock: str) -> None:
    show_times_of(zone)
    assert hour_minute_second(NOON_MS) == clock
    assert hour_minute(NOON_MS) == clock[:5]


def test_that_both_hours_of_a_night_that_has_one_twice_are_told_as_the_clock_shows_them() -> None:
    show_times_of("Europe/Lisbon")
    twice_ms = 1_792_888_200_000
    assert [hour_minute(at) for at in (twice_ms - 3_600_000, twice_ms, twice_ms + 3_600_000)] == [
        "00:30", "01:30", "01:30",
    ]  # fmt: skip


def test_that_a_clock_that_begins_in_1970_breaks_nothing() -> None:
    show_times_of("Europe/Vilnius")
    assert hour_minute(0) == "03:00"


def test_that_a_zone_that_this_computer_does_not_know_is_logged_once_and_its_own_is_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    own = hour_minute(NOON_MS)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            show_times_of("Mars/Olympus")
    assert hour_minute(NOON_MS) == own
    assert len(caplog.records) == 1
    assert "Mars/Olympus" in caplog.text


@pytest.mark.parametrize(
    "at_ms", [10**30, -(10**30), float("inf"), float("-inf"), float("nan"), 253_402_300_800_000]
)
@pytest.mark.parametrize("zone", ["", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_that_no_moment_is_too_far_to_be_shown(at_ms: float, zone: str) -> None:
    show_times_of(zone)
    assert len(hour_minute(at_ms)) == 5
