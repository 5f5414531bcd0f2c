"""Rows become intervals: on the two days of the change, from shifts, and over midnight."""

import pytest

from tests.domain.plan.reading.exports import ALL_DAY, QUARTER, TEAM, at, day_of, read
from wallboard.domain.plan.plan import WorkforcePlan


def test_that_the_hour_that_comes_twice_is_read_in_order() -> None:
    minutes = [*range(0, 120, 15), *range(60, 24 * 60, 15)]
    found = read(day_of("2026-10-25", minutes))
    assert found.problems == ()
    starts = [one.start_ms for one in found.intervals]
    assert starts == list(range(at("2026-10-25 00:00"), at("2026-10-26 00:00"), QUARTER))
    assert len(starts) == 100


def test_that_the_hour_that_comes_twice_counts_for_both_where_it_is_there_once() -> None:
    found = read(day_of("2026-10-25", ALL_DAY))
    assert found.problems == ()
    assert len(found.intervals) == 100
    assert found.understood is not None
    assert found.understood.hours_twice == 4


def test_that_the_hour_that_the_clock_skips_may_be_there_if_it_is_empty() -> None:
    assert len(read(day_of("2026-03-29", ALL_DAY, "0")).intervals) == 92
    told = read(day_of("2026-03-29", ALL_DAY)).problems
    assert (told[0].kind, told[0].row, told[0].subject["value"]) == ("no_such_time", 6, "2026-03-29 1:00")
    assert len(told) == 4


def test_that_an_end_in_the_hour_of_the_change_is_no_long_interval() -> None:
    spans = ("00:30 00:45", "00:45 01:00", "01:45 02:00", "01:45 02:00", "02:00 02:15")
    ends = [one.split() for one in spans]
    rows = "".join(f"2026-10-25 {start},2026-10-25 {end},Sales,1\n" for start, end in ends)
    found = read("Start,End,Queue,Calls\n" + rows)
    assert found.problems == ()
    assert {one.end_ms - one.start_ms for one in found.intervals} == {QUARTER}
    assert len(WorkforcePlan(found.intervals)) == 5


def test_that_shifts_of_agents_are_split_into_quarters() -> None:
    """A shift counts in each quarter of which it has half or more, over midnight too."""
    found = read(
        "Employee,Date,Start,End\nAna,27.11.2026,22:00,02:00\nJo,27.11.2026,23:53,00:20\n"
        "Ari,28.11.2026,08:00,08:05\n",
        scope=TEAM,
    )
    assert found.problems == ()
    by_start = {one.start_ms: one.agents for one in found.intervals}
    assert sorted(by_start) == list(range(at("2026-11-27 22:00"), at("2026-11-28 02:00"), QUARTER))
    assert [start for start, names in by_start.items() if "Jo" in names] == [at("2026-11-28 00:00")]
    assert {names for start, names in by_start.items() if start != at("2026-11-28 00:00")} == {("Ana",)}
    halves = read("Agent;Start;End\nAna;28.11.2026 08:00;28.11.2026 16:00\n", scope=TEAM, interval_minutes=30)
    assert len(halves.intervals) == 16


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-24", 8)])
def test_that_a_night_shift_is_as_long_as_the_night_of_the_change(day: str, hours: int) -> None:
    found = read(f"Agent,Date,Start,End\nAna,{day},22:00,06:00\n", scope=TEAM)
    assert found.problems == ()
    assert len(found.intervals) == hours * 4
    assert found.intervals[-1].end_ms - found.intervals[0].start_ms == hours * 4 * QUARTER
