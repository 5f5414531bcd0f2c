"""The three live charts, side by side. Import it after the first paint: it imports pyqtgraph."""

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wallboard.present.chart_points import ChartPoint, Charts, WaitPoint
from wallboard.present.frame import BoardFrame
from wallboard.ui.charts.chart import Chart
from wallboard.ui.charts.data import (
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
from wallboard.ui.charts.plot import EMPTY, Bars, Fractions
from wallboard.ui.figures.band import shown_ms
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute_second

BETWEEN_MS = 100
"""From one chart to the next: never two in what a screen shows at once."""
REDRAW_MS = 1_000
"""Charts of a day and an hour need no more than one redraw a second."""

_COUNTS = (4.0, 8.0, 12.0, 20.0, 40.0, 80.0, 120.0, 200.0, 400.0, 800.0, 1_200.0, 2_000.0, 4_000.0, 10_000.0)
_SECONDS = (60.0, 120.0, 240.0, 480.0, 960.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0)
_RUNNING_ALPHA = 0.45
"""A running interval is paler than a finished one."""


class ServiceLevelChart(Chart):
    """Service level against its target through today's finished intervals; the running one is a hollow point."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_title(self.tr("Service level"))

    def build(self) -> None:
        self._zone = self.plot.add_bars("good", alpha=0.10)
        self._target = self.plot.add_line("chart_target", width=1, dashed=True)
        self.line = self.plot.add_line("chart_line")
        self.dots = self.plot.add_dots("chart_line")
        self.running = self.plot.add_dots("chart_line", hollow=True)

    def redraw(self, charts: Charts) -> None:
        target_words = self.tr("target {target}").format(target=text.percent(charts.goal.target_pct, 0))
        shorter, whole = ("", "") if charts.running is None else self._running_words(charts.running)
        running = (("○", "chart_line", whole),) if whole else ()
        self.set_legend((*running, ("┅", "chart_target", target_words)), shorter)
        self.span = day_span(self.all_intervals(), charts.interval_minutes, charts.day_start_ms)
        line = service_levels(charts.intervals, charts.interval_minutes, self.span)
        self.line.set_data(*line)
        self.dots.set_data(*lone(line))
        self.running.set_data(*self._running_point(charts))
        target = charts.goal.target_pct / 100
        self._target.set_data(np.array([0.0, 1.0]), np.array([target, target]))
        one = np.ones(1)
        self._zone.set_data(one * 0, one, one * target, one - target)
        self.plot.set_ticks(
            bottom=time_ticks(self.span, self.ticks_wanted()),
            left=[(at / 100, text.percent(float(at), 0)) for at in (0, 50, 100)],
        )

    def _running_point(self, charts: Charts) -> tuple[Fractions, Fractions]:
        running = charts.running
        if running is None or running.service_level_pct is None or not charts.running_counts:
            return EMPTY, EMPTY
        at = running_middle(running.start_ms, charts.interval_minutes, self._now_ms, self.span)
        return np.array([at]), np.array([running.service_level_pct / 100])

    def _running_words(self, running: ChartPoint) -> tuple[str, str]:
        """Returns the running interval's figure, and with the number of callers that it is of."""
        value = text.service_level(running.service_level_pct, self.charts.goal.target_pct, 0)
        figure = f"{self.interval_words(running)}: {value}"
        if running.service_level_pct is None:
            return figure, figure
        words = self.tr("{interval}: {value} (of {count})")
        count = text.count(running.counted)
        return figure, words.format(interval=self.interval_words(running), value=value, count=count)

    def readout(self, at_ms: float) -> str:
        point = self.interval_at(at_ms)
        if point is None:
            return ""
        value = text.service_level(point.service_level_pct, self.charts.goal.target_pct)
        target = self.tr("target {target}").format(target=text.percent(self.charts.goal.target_pct, 0))
        return f"{self.interval_words(point)} · {value} · {target}"


class WaitingChart(Chart):
    """The most callers that waited, and the longest wait, in each minute of the last hour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_title(self.tr("Waiting"))
        callers, waits = self.tr("callers"), self.tr("longest wait")
        self.set_legend((("■", "chart_line", callers), ("▬", "wrap_up", waits)))

    def build(self) -> None:
        self.callers = self.plot.add_bars("chart_line", alpha=0.55)
        self._waits = self.plot.add_line("wrap_up", width=1.5, smooth=False)
        self.plot.colour_axis("left", "chart_line")
        self.plot.colour_axis("right", "wrap_up")

    def points(self, charts: Charts) -> object:
        return charts.waits

    def moments_ms(self) -> list[int]:
        return [point.at_ms for point in by_minute(self.charts.waits)]

    def redraw(self, charts: Charts) -> None:
        self.span = waits_span(self._now_ms)
        points = by_minute(tuple(point for point in charts.waits if point.at_ms >= self.span.start_ms))
        callers = round_top(max((point.waiting for point in points), default=0), _COUNTS)
        wait_s = round_top(max((point.longest_wait_s for point in points), default=0), _SECONDS)
        edges = minute_edges(points, self._now_ms, self.span)
        heights = np.fromiter((point.waiting for point in points), dtype=np.float64) / callers
        self.callers.set_data(edges[0], edges[1] - edges[0], np.zeros(heights.size), heights)
        waits = np.fromiter((point.longest_wait_s for point in points), dtype=np.float64) / wait_s
        self._waits.set_data(*steps(edges, waits))
        self.plot.set_ticks(
            bottom=time_ticks(self.span, self.ticks_wanted()),
            left=[(at, text.count(round(callers * at))) for at in (0, 0.5, 1)],
            right=[(at, text.duration(wait_s * at)) for at in (0, 0.5, 1)],
        )

    def readout(self, at_ms: float) -> str:
        point = min(self.charts.waits, key=lambda one: abs(one.at_ms - at_ms), default=None)
        if point is None or abs(point.at_ms - at_ms) > 60_000:
            return ""
        return self._wait_words(point)

    def _wait_words(self, point: WaitPoint) -> str:
        words = self.tr("{count} waiting · longest wait {wait}")
        values = words.format(count=text.count(point.waiting), wait=text.duration(point.longest_wait_s))
        return f"{hour_minute_second(point.at_ms)} · {values}"


class VolumeChart(Chart):
    """What became of the callers whose wait ended in each interval: answered, abandoned and flowed out, stacked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._name()
        self.set_legend(
            (
                ("■", "chart_abandoned", self.tr("abandoned")),
                ("■", "chart_offered", self.tr("flowed out")),
                ("■", "chart_answered", self.tr("answered")),
            )
        )

    def build(self) -> None:
        tokens = ("chart_answered", "chart_abandoned", "chart_offered")
        self.stacks = [self.plot.add_bars(token) for token in tokens]
        self.running = [self.plot.add_bars(token, alpha=_RUNNING_ALPHA) for token in tokens]

    def _name(self) -> None:
        title = self.tr("Calls per {minutes} min")
        self.set_title(title.format(minutes=text.count(self.charts.interval_minutes)))

    def redraw(self, charts: Charts) -> None:
        self._name()
        points = self.all_intervals()
        self.span = day_span(points, charts.interval_minutes, charts.day_start_ms)
        top = round_top(max((point.left for point in points), default=0), _COUNTS)
        self._stack(self.stacks, charts.intervals, top)
        self._stack(self.running, points[len(charts.intervals) :], top)
        self.plot.set_ticks(
            bottom=time_ticks(self.span, self.ticks_wanted()),
            left=[(at, text.count(round(top * at))) for at in (0, 0.5, 1)],
        )

    def _stack(self, bars: list[Bars], points: tuple[ChartPoint, ...], top: float) -> None:
        x0 = self.span.fractions(point.start_ms for point in points)
        length = self.charts.interval_minutes * 60_000 / (self.span.end_ms - self.span.start_ms)
        width, base = np.full(x0.size, length), np.zeros(x0.size)
        classes: tuple[Iterable[int], ...] = (
            (point.answered for point in points),
            (point.abandoned for point in points),
            (point.flowed_out for point in points),
        )
        for bar, counts in zip(bars, classes, strict=True):
            height = np.fromiter(counts, dtype=np.float64) / top
            bar.set_data(x0 + width * 0.12, width * 0.76, base, height)
            base = base + height

    def readout(self, at_ms: float) -> str:
        point = self.interval_at(at_ms)
        if point is None:
            return ""
        values = [
            self.tr("{n} offered").format(n=text.count(point.offered)),
            self.tr("{n} answered").format(n=text.count(point.answered)),
            self.tr("{n} abandoned ({rate})").format(
                n=text.count(point.abandoned), rate=text.percent(point.abandonment_pct)
            ),
        ]
        if point.flowed_out:
            values.append(self.tr("{n} flowed out").format(n=text.count(point.flowed_out)))
        return " · ".join((self.interval_words(point), *values))


class ChartRow(QWidget):
    """The charts side by side. A new frame is drawn one chart at a time, so that no GUI frame gets long."""

    def __init__(
        self, theme: Theme, clock_ms: Callable[[], int], parent: QWidget | None = None, *, is_desk: bool = True
    ) -> None:
        """``clock_ms`` returns this computer's time in epoch ms."""
        super().__init__(parent)
        self._theme, self._stale_theme = theme, theme.stale()
        self._clock_ms = clock_ms
        self._is_live = False
        self._frame = BoardFrame()
        self.charts: tuple[Chart, ...] = (
            ServiceLevelChart(self._stale_theme, self),
            WaitingChart(self._stale_theme, self),
            VolumeChart(self._stale_theme, self),
        )
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        for chart in self.charts:
            self._layout.addWidget(chart, 1)
            if is_desk:
                chart.enable_reading()
        self._drawing = self._frame.charts
        self._due: list[Chart] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_one)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme, self._stale_theme = theme, theme.stale()
        self._layout.setSpacing(theme.px(8))
        self._dress()
        self.show_again()

    def set_compact(self, *, is_compact: bool) -> None:
        """Makes the row a low strip without scales, or charts again."""
        for chart in self.charts:
            chart.set_compact(is_compact=is_compact)
        self.show_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_again()

    def tick(self, _now_ms: int) -> None:
        """Does nothing: charts are drawn at their own times."""

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Draws the frame's charts soon, at most once in `REDRAW_MS`."""
        before, self._frame = self._frame, frame
        if frame.is_live is not self._is_live:
            self._is_live = frame.is_live
            self._dress()
        if frame.charts is not before.charts and not self._timer.isActive():
            self.show_again()

    def _draw_one(self) -> None:
        """Draws the next chart; all of a round have the same points, whatever arrives meanwhile."""
        if not self._due:
            if self._frame.charts is not self._drawing:
                self.show_again()
            return
        now_ms = shown_ms(self._frame, self._clock_ms() + self._frame.clock_offset_ms)
        self._due.pop(0).draw(self._drawing, now_ms)
        self._timer.start(BETWEEN_MS if self._due else REDRAW_MS)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing is waiting to be drawn."""
        return not self._due and self._drawing is self._frame.charts

    def show_again(self) -> None:
        """Draws all charts again, as after a change of their size."""
        self._drawing, self._due = self._frame.charts, list(self.charts)
        self._timer.start(0)

    def _dress(self) -> None:
        for chart in self.charts:
            chart.restyle(self._theme if self._is_live else self._stale_theme)
