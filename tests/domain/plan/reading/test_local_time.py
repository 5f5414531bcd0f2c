"""Local times are one instant, but on the two days of the daylight-saving change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.reading.local_time import instants

LISBON, VILNIUS, HAVANA = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Vilnius"), ZoneInfo("America/Havana")
HOUR = 3600


def _utc(*found: int) -> list[str]:
    return [datetime.fromtimestamp(ms / 1000, UTC).strftime("%d %H:%M") for ms in found]


def test_that_a_plain_time_is_one_instant() -> None:
    assert _utc(*instants(date(2026, 11, 28), 8 * HOUR, VILNIUS)) == ["28 06:00"]
    assert _utc(*instants(date(2026, 11, 28), 24 * HOUR, VILNIUS)) == ["28 22:00"]


@pytest.mark.parametrize(("zone", "hour", "utc"), [(LISBON, 1, "29 01:00"), (VILNIUS, 3, "29 01:00")])
def test_that_the_hour_that_the_clock_skips_is_none(zone: ZoneInfo, hour: int, utc: str) -> None:
    day = date(2026, 3, 29)
    assert instants(day, hour * HOUR, zone) == ()
    assert instants(day, hour * HOUR + 2_700, zone) == ()
    assert _utc(*instants(day, (hour + 1) * HOUR, zone)) == [utc]


@pytest.mark.parametrize(("zone", "hour"), [(LISBON, 1), (VILNIUS, 3)])
def test_that_the_hour_that_comes_twice_is_two_in_order(zone: ZoneInfo, hour: int) -> None:
    assert _utc(*instants(date(2026, 10, 25), hour * HOUR, zone)) == ["25 00:00", "25 01:00"]


def test_that_midnight_may_come_twice_or_never_too() -> None:
    assert instants(date(2026, 3, 8), 0, HAVANA) == ()
    assert len(instants(date(2026, 11, 1), 0, HAVANA)) == 2


@given(st.dates(date(2000, 1, 1), date(2035, 1, 1)), st.sampled_from([LISBON, VILNIUS, HAVANA]))
def test_that_a_days_quarters_are_all_its_instants_once(day: date, zone: ZoneInfo) -> None:
    found = [ms for second in range(0, 24 * HOUR, 900) for ms in instants(day, second, zone)]
    assert len(set(found)) == len(found) in (92, 96, 100)
    assert sorted(found) == list(range(min(found), max(found) + 1, 900_000))
