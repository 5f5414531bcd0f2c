"""What the charts draw, as fractions of their plot: the frame's points in numpy arrays, gaps as NaN."""

from collections.abc import Iterable
from math import ceil

import numpy as np
from msgspec import Struct

from wallboard.present.frame import ChartPoint, WaitPoint
from wallboard.ui.day_time import hour_minute, site_time
from wallboard.ui.plot import Fractions, Ticks

HOUR_MS = 3_600_000
_QUARTER_MS = 900_000
_WAITS_STEP_MS = 300_000
_LONGEST_MS = 7 * 24 * HOUR_MS
"""A longer time is no day of any centre, but a gateway that is wrong: to look for its hours would take minutes."""
_STEPS_H = (1, 2, 3, 4, 6, 12, 24)


class Span(Struct, frozen=True, kw_only=True):
    """The stretch of time that a plot shows, in epoch ms."""

    start_ms: int
    end_ms: int

    def fraction(self, at_ms: int) -> float:
        """Where a moment lies between 0 and 1."""
        return (at_ms - self.start_ms) / (self.end_ms - self.start_ms)

    def fractions(self, moments_ms: Iterable[int]) -> Fractions:
        """Where moments lie between 0 and 1."""
        moments = np.fromiter(moments_ms, dtype=np.float64)
        return (moments - self.start_ms) / (self.end_ms - self.start_ms)

    def moment_ms(self, fraction: float) -> float:
        """The moment at a place between 0 and 1."""
        return self.start_ms + fraction * (self.end_ms - self.start_ms)


def day_span(points: tuple[ChartPoint, ...], interval_minutes: int, day_start_ms: int) -> Span:
    """From the full hour of the first interval to that of the last, eight hours at least."""
    if not points:
        return Span(start_ms=day_start_ms, end_ms=day_start_ms + 8 * HOUR_MS)
    start = points[0].start_ms - _into_hour_ms(points[0].start_ms)
    end = points[-1].start_ms + interval_minutes * 60_000
    end += -_into_hour_ms(end) % HOUR_MS
    return Span(start_ms=start, end_ms=max(end, start + 8 * HOUR_MS))


def waits_span(now_ms: int) -> Span:
    """The last hour, ending at the next five minutes of the clock: the plot stands still in between."""
    end = ceil(now_ms / _WAITS_STEP_MS) * _WAITS_STEP_MS
    return Span(start_ms=end - HOUR_MS, end_ms=end)


def time_ticks(span: Span, at_most: int) -> Ticks:
    """The site's clock times at the bottom, on round hours, or quarters within one hour; at most so many."""
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
    """How far an hour of the site's clock has gone at a moment."""
    return site_time(at_ms).minute * 60_000 + at_ms % 60_000


def service_levels(
    points: tuple[ChartPoint, ...], interval_minutes: int, span: Span
) -> tuple[Fractions, Fractions]:
    """The middle of each interval and its service level; an interval without data, or missing, is a gap."""
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


def rates(
    points: tuple[ChartPoint, ...], interval_minutes: int, span: Span, top: float
) -> tuple[Fractions, Fractions]:
    """The middle of each interval and its abandonment rate, as a fraction of ``top`` percent."""
    middles = span.fractions(point.start_ms + interval_minutes * 30_000 for point in points)
    values = (np.nan if point.abandonment_pct is None else point.abandonment_pct / top for point in points)
    return middles, np.minimum(np.fromiter(values, dtype=np.float64), 1.0)


def lone_as_strokes(
    lines: tuple[Fractions, Fractions], interval_minutes: int, span: Span
) -> tuple[Fractions, Fractions]:
    """The same line; a value without neighbours, of which nothing would be drawn, is as wide as its interval."""
    x, y = lines
    there = np.concatenate(([False], np.isfinite(y), [False]))
    lone = there[1:-1] & ~there[:-2] & ~there[2:]
    half = interval_minutes * 30_000 / (span.end_ms - span.start_ms)
    ends = np.where(lone, half, 0.0)
    twice = 1 + lone
    first = np.cumsum(twice) - twice
    x, y = np.repeat(x + ends, twice), np.repeat(y, twice)
    x[first] -= 2 * ends
    return x, y


def steps(
    points: tuple[WaitPoint, ...], values: Iterable[float], span: Span, top: float
) -> tuple[Fractions, Fractions]:
    """A line that holds each value until the next moment; samples more than a minute apart leave a gap."""
    moments = np.fromiter((point.at_ms for point in points), dtype=np.float64)
    heights = np.fromiter(values, dtype=np.float64) / top
    if moments.size < 2:
        return span.fractions(point.at_ms for point in points), heights
    x = np.repeat(moments, 2)[1:]
    y = np.repeat(heights, 2)[:-1]
    y[1::2][np.diff(moments) > 60_000] = np.nan
    return np.clip((x - span.start_ms) / (span.end_ms - span.start_ms), 0.0, 1.0), y


def round_top(highest: float, ladder: tuple[float, ...]) -> float:
    """The first step of the ladder that ``highest`` fits under, so that a scale seldom changes."""
    return next((step for step in ladder if highest <= step), ladder[-1])
