"""What the charts draw, as fractions of their plot: the frame's points in numpy arrays, gaps as NaN."""

from collections.abc import Iterable
from math import ceil

import numpy as np
from msgspec import Struct

from wallboard.present.chart_points import ChartPoint, WaitPoint
from wallboard.ui.charts.plot import Fractions, Ticks
from wallboard.ui.words.day_time import hour_minute, site_time

HOUR_MS = 3_600_000
_MINUTE_MS = 60_000
_QUARTER_MS = 900_000
_WAITS_STEP_MS = 300_000
_LONGEST_MS = 7 * 24 * HOUR_MS
"""The longest plausible day: for a faulty gateway's longer one, finding its hours would take minutes."""
_LEAST_MS = 4 * HOUR_MS
_STEPS_H = (1, 2, 3, 4, 6, 12, 24)


class TimeSpan(Struct, frozen=True, kw_only=True):
    """The stretch of time that a plot shows, in epoch ms."""

    start_ms: int
    end_ms: int

    def fraction(self, at_ms: int) -> float:
        """Returns where a moment lies between 0 and 1."""
        return (at_ms - self.start_ms) / (self.end_ms - self.start_ms)

    def fractions(self, moments_ms: Iterable[int]) -> Fractions:
        """Returns where moments lie between 0 and 1."""
        moments = np.fromiter(moments_ms, dtype=np.float64)
        return (moments - self.start_ms) / (self.end_ms - self.start_ms)

    def within(self, moments: Fractions) -> Fractions:
        """Returns where moments lie, those outside at the nearer edge."""
        return np.clip((moments - self.start_ms) / (self.end_ms - self.start_ms), 0.0, 1.0)

    def moment_ms(self, fraction: float) -> float:
        """Returns the moment at a place between 0 and 1."""
        return self.start_ms + fraction * (self.end_ms - self.start_ms)


def day_span(points: tuple[ChartPoint, ...], interval_minutes: int, day_start_ms: int) -> TimeSpan:
    """Returns the span from the full hour of the first interval to that of the last, at least four hours.

    Where there are fewer it begins sooner, though not before the day: only its first hours show what is to come.
    """
    if not points:
        return TimeSpan(start_ms=day_start_ms, end_ms=day_start_ms + _LEAST_MS)
    start = points[0].start_ms - _into_hour_ms(points[0].start_ms)
    end = points[-1].start_ms + interval_minutes * 60_000
    end += -_into_hour_ms(end) % HOUR_MS
    start = min(start, max(day_start_ms, end - _LEAST_MS))
    return TimeSpan(start_ms=start, end_ms=max(end, start + _LEAST_MS))


def waits_span(now_ms: int) -> TimeSpan:
    """Returns the last hour, ending at the next five minutes of the clock: the plot stands still in between."""
    end = ceil(now_ms / _WAITS_STEP_MS) * _WAITS_STEP_MS
    return TimeSpan(start_ms=end - HOUR_MS, end_ms=end)


def time_ticks(span: TimeSpan, at_most: int) -> Ticks:
    """Returns the site's times for the axis: round hours, or quarters within one hour; at most so many."""
    step_ms = _QUARTER_MS
    if span.end_ms - span.start_ms > _LONGEST_MS:
        return []
    if span.end_ms - span.start_ms > HOUR_MS:
        hours = (span.end_ms - span.start_ms) // HOUR_MS
        step_ms = next((step for step in _STEPS_H if hours / step <= at_most), _STEPS_H[-1]) * HOUR_MS
    # looked for by the clock, quarter by quarter: on the day of a change its round hours do not lie evenly
    first = ceil(span.start_ms / _QUARTER_MS) * _QUARTER_MS
    quarters = range(first, span.end_ms + 1, _QUARTER_MS)
    return [(span.fraction(at), hour_minute(at)) for at in quarters if _is_round(at, step_ms)]


def _is_round(at_ms: int, step_ms: int) -> bool:
    """Whether the clock shows a multiple of a step; an hour that the clock repeats counts twice by single hours."""
    clock = site_time(at_ms)
    into_day_ms = (clock.hour * 60 + clock.minute) * 60_000
    return into_day_ms % step_ms == 0 and (clock.fold == 0 or step_ms <= HOUR_MS)


def _into_hour_ms(at_ms: int) -> int:
    """Returns how far an hour of the site's clock has gone at a moment."""
    return site_time(at_ms).minute * 60_000 + at_ms % 60_000


def service_levels(
    points: tuple[ChartPoint, ...], interval_minutes: int, span: TimeSpan
) -> tuple[Fractions, Fractions]:
    """Returns the middle of each interval and its service level; an interval without data, or missing, is a gap."""
    length_ms = interval_minutes * 60_000
    moments: list[int] = []
    values: list[float] = []
    for point in points:
        if moments and point.start_ms - moments[-1] > length_ms:
            moments.append(point.start_ms)
            values.append(np.nan)
        moments.append(point.start_ms + length_ms // 2)
        values.append(np.nan if point.service_level_pct is None else point.service_level_pct / 100)
    return span.fractions(moments), np.array(values, dtype=np.float64)


def lone(lines: tuple[Fractions, Fractions]) -> tuple[Fractions, Fractions]:
    """Returns the values without neighbours, of which a line draws nothing."""
    x, y = lines
    there = np.concatenate(([False], np.isfinite(y), [False]))
    alone = there[1:-1] & ~there[:-2] & ~there[2:]
    return x[alone], y[alone]


def running_middle(start_ms: int, interval_minutes: int, now_ms: int, span: TimeSpan) -> float:
    """Returns the middle of the elapsed part of the running interval: never in the future."""
    end_ms = min(max(now_ms, start_ms), start_ms + interval_minutes * 60_000)
    return span.fraction((start_ms + end_ms) // 2)


def by_minute(points: tuple[WaitPoint, ...]) -> tuple[WaitPoint, ...]:
    """Returns the most callers waiting and the longest wait of each minute, at its beginning."""
    most: dict[int, WaitPoint] = {}
    for point in points:
        at_ms = point.at_ms - point.at_ms % _MINUTE_MS
        before = most.get(at_ms, WaitPoint(at_ms=at_ms, waiting=0, longest_wait_s=0.0))
        most[at_ms] = WaitPoint(
            at_ms=at_ms,
            waiting=max(before.waiting, point.waiting),
            longest_wait_s=max(before.longest_wait_s, point.longest_wait_s),
        )
    return tuple(most[at_ms] for at_ms in sorted(most))


def minute_edges(points: tuple[WaitPoint, ...], now_ms: int, span: TimeSpan) -> tuple[Fractions, Fractions]:
    """Returns where each minute begins and ends, the running one now."""
    begins = np.fromiter((point.at_ms for point in points), dtype=np.float64)
    ends = np.minimum(begins + _MINUTE_MS, max(now_ms, points[-1].at_ms) if points else 0)
    return span.within(begins), span.within(ends)


def steps(edges: tuple[Fractions, Fractions], heights: Fractions) -> tuple[Fractions, Fractions]:
    """Returns a line that holds each value from its beginning to its end; where they do not meet is a gap."""
    begins, ends = edges
    if not begins.size:
        return begins, heights
    x, y = np.column_stack((begins, ends)).ravel(), np.repeat(heights, 2)
    gaps = np.flatnonzero(begins[1:] > ends[:-1] + 1e-9) * 2 + 2
    return np.insert(x, gaps, x[gaps - 1]), np.insert(y, gaps, np.nan)


def round_top(highest: float, ladder: tuple[float, ...]) -> float:
    """Returns the first step of the ladder that ``highest`` fits under, so that a scale seldom changes."""
    return next((step for step in ladder if highest <= step), ladder[-1])
