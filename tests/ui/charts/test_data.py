"""What the charts draw: places between 0 and 1, gaps as NaN, clock times."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.present.chart_points import ChartPoint, WaitPoint
from wallboard.ui.charts.data import (
    HOUR_MS,
    TimeSpan,
    by_minute,
    day_span,
    lone,
    minute_edges,
    round_top,
    running_middle,
    service_levels,
    steps,
    time_ticks,
    waits_span,
)
from wallboard.ui.words.day_time import show_times_of, site_time

QUARTER_MS = 900_000
LISBON_BACK_MS = 1_792_882_800_000
"""Midnight of 25 October 2026 in Lisbon: at two o'clock it is one o'clock once more."""
LISBON_AHEAD_MS = 1_774_742_400_000
"""Midnight of 29 March 2026 in Lisbon: there is no one o'clock."""
DAY_MS = 1_700_006_400_000
"""A full hour."""


@pytest.fixture(autouse=True)
def lisbon() -> None:
    """A site where half the year is UTC."""
    show_times_of("Europe/Lisbon")


def points(*levels: float | None, step_ms: int = QUARTER_MS) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(
            start_ms=DAY_MS + place * step_ms,
            service_level_pct=level,
            offered=10,
            answered=9,
            abandoned=1,
            abandonment_pct=level,
        )
        for place, level in enumerate(levels)
    )


def waits(*moments_s: int) -> tuple[WaitPoint, ...]:
    return tuple(WaitPoint(at_ms=DAY_MS + at * 1000, waiting=2, longest_wait_s=30.0) for at in moments_s)


def test_that_an_interval_without_data_is_a_gap() -> None:
    day = points(80.0, None, 90.0)
    x, y = service_levels(day, 15, day_span(day, 15, DAY_MS))
    assert x.dtype == y.dtype == np.float64
    np.testing.assert_array_equal(y, [0.8, np.nan, 0.9])


def test_that_intervals_that_nobody_saw_are_a_gap_and_no_bridge() -> None:
    day = points(80.0, 90.0, step_ms=4 * QUARTER_MS)
    _, y = service_levels(day, 15, day_span(day, 15, DAY_MS))
    np.testing.assert_array_equal(y, [0.8, np.nan, 0.9])


def test_that_an_interval_alone_is_a_dot() -> None:
    day = points(80.0, None, 60.0, 70.0, None, 90.0)
    span = day_span(day, 15, DAY_MS)
    x, y = lone(service_levels(day, 15, span))
    np.testing.assert_array_equal(y, [0.8, 0.9])
    quarters = (x * (span.end_ms - span.start_ms) / QUARTER_MS).tolist()
    assert quarters == pytest.approx([0.5, 5.5])
    assert lone(service_levels((), 15, span))[0].size == 0


@pytest.mark.parametrize(("now_min", "middle_min"), [(-5, 0), (0, 0), (4, 2), (15, 7.5), (40, 7.5)])
def test_that_the_running_interval_stands_in_what_is_past_of_it(now_min: float, middle_min: float) -> None:
    span = TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + HOUR_MS)
    at = running_middle(DAY_MS, 15, DAY_MS + round(now_min * 60_000), span)
    assert at * 60 == pytest.approx(middle_min)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=96))
def test_that_everything_lies_within_the_plot(levels: Sequence[float | None]) -> None:
    day = points(*levels)
    span = day_span(day, 15, DAY_MS)
    x, y = service_levels(day, 15, span)
    assert x.size == y.size
    assert np.all((x >= 0) & (x <= 1))
    assert np.all(np.isnan(y) | ((y >= 0) & (y <= 1)))


def test_that_the_day_spans_full_hours_and_four_at_least() -> None:
    assert day_span((), 15, DAY_MS) == TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + 4 * HOUR_MS)
    long = points(*[80.0] * 38)
    assert day_span(long, 15, DAY_MS) == TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + 10 * HOUR_MS)


def test_that_an_evening_does_not_run_into_what_is_to_come() -> None:
    evening = points(80.0, 90.0)
    midnight_ms = DAY_MS - 21 * HOUR_MS
    assert day_span(evening, 15, midnight_ms) == TimeSpan(start_ms=DAY_MS - 3 * HOUR_MS, end_ms=DAY_MS + HOUR_MS)
    assert day_span(evening, 15, DAY_MS - HOUR_MS) == TimeSpan(
        start_ms=DAY_MS - HOUR_MS, end_ms=DAY_MS + 3 * HOUR_MS
    )


@given(st.integers(DAY_MS, DAY_MS + 86_400_000))
def test_that_the_last_hour_ends_within_five_minutes_and_stands_still_in_between(now_ms: int) -> None:
    span = waits_span(now_ms)
    assert 0 <= span.end_ms - now_ms < 300_000
    assert span.end_ms - span.start_ms == HOUR_MS
    assert span.end_ms % 300_000 == 0


def test_that_each_minute_has_the_most_of_its_moments() -> None:
    moments = ((0, 1, 9.0), (5, 3, 4.0), (55, 0, 0.0), (60, 2, 1.0), (200, 1, 2.0))
    told = tuple(
        WaitPoint(at_ms=DAY_MS + at_s * 1000, waiting=many, longest_wait_s=wait) for at_s, many, wait in moments
    )
    assert [(point.at_ms - DAY_MS, point.waiting, point.longest_wait_s) for point in by_minute(told)] == [
        (0, 3, 9.0),
        (60_000, 2, 1.0),
        (180_000, 1, 2.0),
    ]


def test_that_the_running_minute_ends_now() -> None:
    span = TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + 600_000)
    begins, ends = minute_edges(by_minute(waits(0, 60)), DAY_MS + 80_000, span)
    np.testing.assert_allclose(begins, [0, 0.1])
    np.testing.assert_allclose(ends, [0.1, 80 / 600])


def test_that_a_value_holds_for_its_minute_and_a_lost_minute_is_a_gap() -> None:
    edges = np.array([0.0, 0.1, 0.5]), np.array([0.1, 0.2, 0.6])
    x, y = steps(edges, np.array([0.5, 1.0, 0.25]))
    np.testing.assert_allclose(x, [0, 0.1, 0.1, 0.2, 0.2, 0.5, 0.6])
    np.testing.assert_array_equal(y, [0.5, 0.5, 1.0, 1.0, np.nan, 0.25, 0.25])


@pytest.mark.parametrize("moments_s", [(), (5,)])
def test_that_too_few_moments_for_a_line_do_no_harm(moments_s: tuple[int, ...]) -> None:
    now_ms = DAY_MS + 60_000
    edges = minute_edges(by_minute(waits(*moments_s)), now_ms, waits_span(now_ms))
    x, y = steps(edges, np.ones(len(moments_s)))
    assert x.size == y.size == 2 * len(moments_s)


@pytest.mark.parametrize("at_most", [2, 3, 6, 12])
def test_that_clock_times_are_round_and_no_more_than_fit(at_most: int) -> None:
    span = TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + 12 * HOUR_MS)
    ticks = time_ticks(span, at_most)
    assert 1 <= len(ticks) <= at_most + 1
    assert all(words.endswith(":00") for _, words in ticks)
    assert all(0 <= at <= 1 for at, _ in ticks)


@pytest.mark.parametrize(
    ("midnight_ms", "hours", "by_one", "by_two"),
    [
        (LISBON_BACK_MS, 8, "00 01 01 02 03 04 05 06 07", "00 02 04 06"),
        (LISBON_AHEAD_MS, 8, "00 02 03 04 05 06 07 08 09", "00 02 04 06 08"),
    ],
)
def test_that_clock_times_are_round_after_a_change_too(
    midnight_ms: int, hours: int, by_one: str, by_two: str
) -> None:
    span = TimeSpan(start_ms=midnight_ms, end_ms=midnight_ms + hours * HOUR_MS)
    for at_most, hour_words in ((8, by_one), (4, by_two)):
        ticks = time_ticks(span, at_most)
        assert [words for _, words in ticks] == [f"{hour}:00" for hour in hour_words.split()]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "UTC"])
def test_that_full_hours_are_those_of_the_site(zone: str) -> None:
    show_times_of(zone)
    day = points(*[80.0] * 38)
    span = day_span(day, 15, DAY_MS)
    assert span.start_ms <= DAY_MS < day[-1].start_ms + QUARTER_MS <= span.end_ms
    assert [site_time(at).minute for at in (span.start_ms, span.end_ms)] == [0, 0]
    assert all(words.endswith(":00") for _, words in time_ticks(span, 12))


def test_that_a_scale_grows_in_steps() -> None:
    ladder = (4.0, 8.0, 20.0)
    assert [round_top(highest, ladder) for highest in (0, 4, 5, 20, 99)] == [4.0, 4.0, 8.0, 20.0, 20.0]


def test_that_a_place_and_its_moment_belong_together() -> None:
    span = TimeSpan(start_ms=DAY_MS, end_ms=DAY_MS + HOUR_MS)
    assert span.moment_ms(span.fraction(DAY_MS + QUARTER_MS)) == DAY_MS + QUARTER_MS
