"""Times of day, ranges, and dates with a time and an offset."""

import pytest

from wallboard.domain.plan.reading.clock_times import Moment, moment

EIGHT = 8 * 3600


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("08:00", Moment("", EIGHT)), ("8:00", Moment("", EIGHT)), ("08:00:00", Moment("", EIGHT)),
        ("8h30", Moment("", EIGHT + 1800)), ("8h", Moment("", EIGHT)), ("0800", Moment("", EIGHT)),
        ("8:00 AM", Moment("", EIGHT)), ("8 p.m.", Moment("", 20 * 3600)), ("12:15am", Moment("", 900)),
        ("12:00 PM", Moment("", 12 * 3600)), ("24:00", Moment("", 86_400)), ("8.30", Moment("", EIGHT + 1800)),
        ("08:00-08:15", Moment("", EIGHT, EIGHT + 900)), ("08:00 – 08:15", Moment("", EIGHT, EIGHT + 900)),
        ("8:00 AM - 8:30 AM", Moment("", EIGHT, EIGHT + 1800)), ("23:45-00:00", Moment("", 85_500, 86_400)),
        ("08:00 iki 08:15", Moment("", EIGHT, EIGHT + 900)), ("08:00 às 08:15", Moment("", EIGHT, EIGHT + 900)),
        ("2026-11-28", Moment("2026-11-28")), ("28 Nov 2026", Moment("28 nov 2026")),
        ("2026-11-28T08:00:00", Moment("2026-11-28", EIGHT)),
        ("2026-11-28T08:00:00Z", Moment("2026-11-28", EIGHT, None, 0)),
        ("2026-11-28T08:00:00.000Z", Moment("2026-11-28", EIGHT, None, 0)),
        ("2026-11-28 08:00+02:00", Moment("2026-11-28", EIGHT, None, 7200)),
        ("2026-11-28 08:00 -0330", Moment("2026-11-28", EIGHT, None, -12_600)),
        ("2026-11-28T08:00:00-03:00", Moment("2026-11-28", EIGHT, None, -10_800)),
        ("2026-11-28T08:00-03:30", Moment("2026-11-28", EIGHT, None, -12_600)),
        ("2026-11-28 08:00-08:30", Moment("2026-11-28", EIGHT, EIGHT + 1800)),
        ("28.11.2026 08:00", Moment("28.11.2026", EIGHT)), ("11/28/2026 8:00 AM", Moment("11/28/2026", EIGHT)),
        ("20261128 08:00", Moment("20261128", EIGHT)), ("Nov 28, 2026, 08:00", Moment("nov 28 2026", EIGHT)),
        ("28/11/2026 08:00 - 08:15", Moment("28/11/2026", EIGHT, EIGHT + 900)),
    ],
)  # fmt: skip
def test_that_a_cell_says_its_time(text: str, said: Moment) -> None:
    assert moment(text) == said


@pytest.mark.parametrize(
    "text",
    ["", "x", "25:00", "08:60", "8", "24:01", "13:00 PM", "08:00-08:15-08:30", "Sales 08:00", "99.99.2026 08:00"],
)
def test_that_what_is_no_time_says_nothing(text: str) -> None:
    assert moment(text) is None
