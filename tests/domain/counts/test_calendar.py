"""Days and intervals of a site, on days that are shorter or longer than others too."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.counts.calendar import Calendar

BERLIN = ZoneInfo("Europe/Berlin")
HAVANA = ZoneInfo("America/Havana")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
HOUR_MS = 3_600_000


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-03-02T00:00:00+01:00", "2026-03-02T00:00:00+01:00"),
        ("2026-03-02T23:59:59.999+01:00", "2026-03-02T00:00:00+01:00"),
        ("2026-03-01T23:00:00+00:00", "2026-03-02T00:00:00+01:00"),
    ],
)
def test_that_a_day_begins_at_the_sites_own_midnight(now: str, start: str) -> None:
    assert Calendar(zone=BERLIN).day_start_ms(_ms(now)) == _ms(start)


def test_that_a_site_may_begin_its_day_later() -> None:
    calendar = Calendar(zone=BERLIN, day_start_hour=6)
    assert calendar.day_start_ms(_ms("2026-03-02T05:59:59+01:00")) == _ms("2026-03-01T06:00:00+01:00")
    assert calendar.day_start_ms(_ms("2026-03-02T06:00:00+01:00")) == _ms("2026-03-02T06:00:00+01:00")


@pytest.mark.parametrize(
    ("noon", "hours"),
    [("2026-03-29T12:00:00+02:00", 23), ("2026-10-25T12:00:00+01:00", 25), ("2026-06-01T12:00:00+02:00", 24)],
)
def test_that_days_of_23_and_25_hours_are_whole_days(noon: str, hours: int) -> None:
    calendar = Calendar(zone=BERLIN)
    start_ms = calendar.day_start_ms(_ms(noon))
    end_ms = start_ms + hours * HOUR_MS
    assert calendar.day_start_ms(end_ms - 1) == start_ms
    assert calendar.day_start_ms(end_ms) == end_ms


def test_that_a_day_whose_midnight_is_left_out_begins_when_the_clock_has_jumped() -> None:
    jump_ms = _ms("2026-03-08T01:00:00-04:00")  # Cuba: 00:00 becomes 01:00
    calendar = Calendar(zone=HAVANA)
    assert calendar.day_start_ms(jump_ms) == jump_ms
    assert calendar.day_start_ms(jump_ms + HOUR_MS) == jump_ms
    assert calendar.day_start_ms(jump_ms - 1) == _ms("2026-03-07T00:00:00-05:00")


def test_that_a_day_whose_midnight_comes_twice_begins_at_the_first() -> None:
    first_ms = _ms("2026-11-01T00:00:00-04:00")  # Cuba: 01:00 becomes 00:00 again
    calendar = Calendar(zone=HAVANA)
    assert calendar.day_start_ms(first_ms + HOUR_MS + HOUR_MS // 2) == first_ms


@pytest.mark.parametrize(("minutes", "start"), [(15, "10:45"), (30, "10:30")])
def test_that_intervals_are_quarters_or_halves_of_the_sites_clock(minutes: int, start: str) -> None:
    for zone in (BERLIN, KATHMANDU):
        now = datetime(2026, 3, 2, 10, 59, 59, 999_000, zone)
        began_ms = Calendar(zone=zone, interval_minutes=minutes).interval_start_ms(round(now.timestamp() * 1000))
        assert datetime.fromtimestamp(began_ms / 1000, zone).strftime("%H:%M") == start


@given(
    now_ms=st.integers(1_700_000_000_000, 1_900_000_000_000),
    zone=st.sampled_from([BERLIN, HAVANA, KATHMANDU, ZoneInfo("Australia/Lord_Howe")]),
    minutes=st.sampled_from([15, 30]),
    hour=st.integers(0, 23),
)
def test_that_now_lies_within_its_day_and_its_interval(
    now_ms: int, zone: ZoneInfo, minutes: int, hour: int
) -> None:
    calendar = Calendar(zone=zone, interval_minutes=minutes, day_start_hour=hour)
    day_ms, interval_ms = calendar.day_start_ms(now_ms), calendar.interval_start_ms(now_ms)
    assert 0 <= now_ms - day_ms < 25 * HOUR_MS
    assert 0 <= now_ms - interval_ms < minutes * 60_000
    assert calendar.day_start_ms(day_ms) == day_ms
    assert calendar.interval_start_ms(interval_ms) == interval_ms
