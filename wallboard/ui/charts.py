"""The three live charts and the row they stand in. Import it after the first paint: it brings pyqtgraph."""

from abc import abstractmethod
from collections.abc import Callable
from html import escape

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wallboard.present.frame import BoardFrame, ChartPoint, Charts, WaitPoint
from wallboard.ui import text
from wallboard.ui.chart_data import (
    Span,
    day_span,
    lone_as_strokes,
    rates,
    round_top,
    service_levels,
    steps,
    time_ticks,
    waits_span,
)
from wallboard.ui.day_time import hour_minute, hour_minute_second
from wallboard.ui.plain import MarkupLabel, PlainLabel, cut
from wallboard.ui.plot import Plot
from wallboard.ui.theme import Theme

BETWEEN_MS = 100
"""From one chart to the next: never two in what a screen shows at once."""
REDRAW_MS = 1_000
"""Charts of a day and an hour need no more than one redraw a second."""

_COUNTS = (4.0, 8.0, 12.0, 20.0, 40.0, 80.0, 120.0, 200.0, 400.0, 800.0, 1_200.0, 2_000.0, 4_000.0, 10_000.0)
_SECONDS = (60.0, 120.0, 240.0, 480.0, 960.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0)
_PERCENT = (20.0, 40.0, 60.0, 100.0)
_Legend = tuple[tuple[str, str, str], ...]


class Chart(QFrame):
    """A panel with a title, a legend and a plot; on a desk the pointer reads exact values.

    Attributes:
        theme: the look that it has now.
        charts: what it shows.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._legend: _Legend = ()
        self.charts = Charts()
        self._now_ms = 0
        self._size = QSize()
        self._span = Span(start_ms=0, end_ms=1)
        self._title, self._words = PlainLabel(parent=self), MarkupLabel(parent=self)
        self._title.setProperty("role", "title")
        self._words.setProperty("role", "caption")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._words.setWordWrap(True)
        self.plot = Plot(theme, self)
        self.plot.hovered.connect(self._on_hovered)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(6), 0, theme.px(10), 0)
        head.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._words, 1)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(head)
        self._layout.addWidget(self.plot, 1)
        self.theme = theme
        self.build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another look; the stale one has no colours."""
        self.theme = theme
        self._layout.setContentsMargins(theme.px(12), theme.px(12), theme.px(6), theme.px(6))
        self._layout.setSpacing(theme.px(4))
        self.plot.set_theme(theme)
        self._on_hovered(None)

    def draw(self, charts: Charts, now_ms: int) -> None:
        """Show these points as of ``now_ms`` of the gateway's clock."""
        is_other = (
            self._now_ms == 0 or self._size != self.plot.size() or self.points(charts) != self.points(self.charts)
        )
        self.charts, self._now_ms, self._size = charts, now_ms, self.plot.size()
        if is_other:
            self.redraw(charts)

    @property
    def words(self) -> str:
        """The legend, or the exact values under the pointer."""
        return self._words.text()

    def points(self, charts: Charts) -> object:
        """What is drawn of all points; while it is equal there is nothing to draw."""
        return (charts.intervals, charts.goal, charts.interval_minutes, charts.day_start_ms)

    @abstractmethod
    def build(self) -> None:
        """Make the items of the plot, once."""

    @abstractmethod
    def redraw(self, charts: Charts) -> None:
        """Give the items new data."""

    @abstractmethod
    def readout(self, at_ms: float) -> str:
        """The exact values at a moment, empty where there are none."""

    def set_title(self, title: str) -> None:
        """What the chart is called."""
        self._title.setText(title)

    def set_legend(self, legend: _Legend) -> None:
        """What the marks of the plot mean: shape, colour token and words of each."""
        if legend != self._legend:
            self._legend = legend
            self._on_hovered(None)

    def ticks_wanted(self) -> int:
        """How many clock times fit below the plot."""
        return max(2, self.plot.width() // self.theme.px(64))

    def interval_at(self, at_ms: float) -> ChartPoint | None:
        """The interval that a moment lies in."""
        length_ms = self.charts.interval_minutes * 60_000
        found = (point for point in self.charts.intervals if 0 <= at_ms - point.start_ms < length_ms)
        return next(found, None)

    def interval_words(self, point: ChartPoint) -> str:
        """From when to when an interval goes."""
        return (
            f"{hour_minute(point.start_ms)}–{hour_minute(point.start_ms + self.charts.interval_minutes * 60_000)}"
        )

    def _on_hovered(self, at: float | None) -> None:
        words = "" if at is None else self.readout(self._span.moment_ms(at))
        if words:
            self._words.setText(words)
            return
        parts = (
            f"<span style='color:{self.theme.colour(token).name()}'>{mark}</span>&nbsp;{unbroken(name)}"
            for mark, token, name in self._legend
        )
        self._words.setText(" &nbsp; ".join(parts))  # breaks between two marks where one line is too short


def unbroken(words: str) -> str:
    """``words`` as rich text that stays on one line."""
    return escape(cut(words)).replace(" ", "&nbsp;")


class ServiceLevelChart(Chart):
    """Service level against its target through today's intervals."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_title(self.tr("Service level"))

    def build(self) -> None:
        self._zone = self.plot.add_bars("good", alpha=0.10)
        self._target = self.plot.add_line("chart_target", width=1, dashed=True)
        self.line = self.plot.add_line("chart_line")

    def redraw(self, charts: Charts) -> None:
        last = next((one.service_level_pct for one in reversed(charts.intervals) if one.offered), None)
        now = self.tr("now {value}").format(value=text.percent(last, 0))
        target_words = self.tr("target {target}").format(target=text.percent(charts.goal.target_pct, 0))
        self.set_legend((("▬", "chart_line", now), ("┅", "chart_target", target_words)))
        self._span = day_span(charts.intervals, charts.interval_minutes, charts.day_start_ms)
        line = service_levels(charts.intervals, charts.interval_minutes, self._span)
        self.line.set_data(*lone_as_strokes(line, charts.interval_minutes, self._span))
        target = charts.goal.target_pct / 100
        self._target.set_data(np.array([0.0, 1.0]), np.array([target, target]))
        one = np.ones(1)
        self._zone.set_data(one * 0, one, one * target, one - target)
        self.plot.set_ticks(
            bottom=time_ticks(self._span, self.ticks_wanted()),
            left=[(at / 100, text.percent(float(at), 0)) for at in (0, 50, 100)],
        )

    def readout(self, at_ms: float) -> str:
        point = self.interval_at(at_ms)
        if point is None:
            return ""
        value = text.percent(point.service_level_pct)
        target = self.tr("target {target}").format(target=text.percent(self.charts.goal.target_pct, 0))
        return f"{self.interval_words(point)} · <b>{value}</b> · {target}"


class WaitingChart(Chart):
    """Waiting callers and the longest wait over the last hour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_title(self.tr("Waiting"))
        callers, waits = self.tr("callers"), self.tr("longest wait")
        self.set_legend((("▬", "chart_line", callers), ("▬", "wrap_up", waits)))

    def build(self) -> None:
        self._waits = self.plot.add_line("wrap_up", width=1, smooth=False)
        self._callers = self.plot.add_line("chart_line", width=1.5, smooth=False)
        self.plot.colour_axis("left", "chart_line")
        self.plot.colour_axis("right", "wrap_up")

    def points(self, charts: Charts) -> object:
        return charts.waits

    def redraw(self, charts: Charts) -> None:
        self._span = waits_span(self._now_ms)
        points = tuple(point for point in charts.waits if point.at_ms >= self._span.start_ms)
        callers = round_top(max((point.waiting for point in points), default=0), _COUNTS)
        wait_s = round_top(max((point.longest_wait_s for point in points), default=0), _SECONDS)
        self._callers.set_data(*steps(points, (point.waiting for point in points), self._span, callers))
        self._waits.set_data(*steps(points, (point.longest_wait_s for point in points), self._span, wait_s))
        self.plot.set_ticks(
            bottom=time_ticks(self._span, self.ticks_wanted()),
            left=[(at, text.count(round(callers * at))) for at in (0, 0.5, 1)],
            right=[(at, text.duration(wait_s * at)) for at in (0, 0.5, 1)],
        )

    def readout(self, at_ms: float) -> str:
        point = min(self.charts.waits, key=lambda one: abs(one.at_ms - at_ms), default=None)
        if point is None or abs(point.at_ms - at_ms) > 60_000:
            return ""
        return self._wait_words(point)

    def _wait_words(self, point: WaitPoint) -> str:
        words = self.tr("<b>{count}</b> waiting · longest wait <b>{wait}</b>")
        values = words.format(count=text.count(point.waiting), wait=text.duration(point.longest_wait_s))
        return f"{hour_minute_second(point.at_ms)} · {values}"


class VolumeChart(Chart):
    """Offered, answered and abandoned of each interval with the abandonment rate."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_legend(
            (
                ("□", "chart_offered", self.tr("offered")),
                ("■", "chart_answered", self.tr("answered")),
                ("■", "chart_abandoned", self.tr("abandoned")),
                ("▬", "chart_abandoned", "%"),  # its own axis; of the abandoned, beside it
            )
        )

    def build(self) -> None:
        self._offered = self.plot.add_bars("chart_offered", alpha=0.45)
        self._answered = self.plot.add_bars("chart_answered")
        self._abandoned = self.plot.add_bars("chart_abandoned")
        self._rate = self.plot.add_line("chart_abandoned", width=1.5)
        self.plot.colour_axis("right", "chart_abandoned")

    def redraw(self, charts: Charts) -> None:
        title = self.tr("Calls per {minutes} min")
        self.set_title(title.format(minutes=text.count(charts.interval_minutes)))
        points = charts.intervals
        self._span = day_span(points, charts.interval_minutes, charts.day_start_ms)
        top = round_top(max((point.offered for point in points), default=0), _COUNTS)
        percent = round_top(max((point.abandonment_pct or 0 for point in points), default=0), _PERCENT)
        x0 = self._span.fractions(point.start_ms for point in points)
        length = charts.interval_minutes * 60_000 / (self._span.end_ms - self._span.start_ms)
        width, base = np.full(x0.size, length), np.zeros(x0.size)
        answered = np.fromiter((point.answered for point in points), dtype=np.float64) / top
        abandoned = np.fromiter((point.abandoned for point in points), dtype=np.float64) / top
        offered = np.fromiter((point.offered for point in points), dtype=np.float64) / top
        self._offered.set_data(x0 + width * 0.06, width * 0.88, base, offered)
        self._answered.set_data(x0 + width * 0.14, width * 0.36, base, answered)
        self._abandoned.set_data(x0 + width * 0.54, width * 0.32, base, abandoned)
        rate = rates(points, charts.interval_minutes, self._span, percent)
        self._rate.set_data(*lone_as_strokes(rate, charts.interval_minutes, self._span))
        self.plot.set_ticks(
            bottom=time_ticks(self._span, self.ticks_wanted()),
            left=[(at, text.count(round(top * at))) for at in (0, 0.5, 1)],
            right=[(at, text.percent(percent * at, 0)) for at in (0.0, 0.5, 1.0)],
        )

    def readout(self, at_ms: float) -> str:
        point = self.interval_at(at_ms)
        if point is None:
            return ""
        rate = text.percent(point.abandonment_pct)
        words = self.tr("{offered} offered · {answered} answered · {abandoned} abandoned · <b>{rate}</b>")
        values = words.format(offered=point.offered, answered=point.answered, abandoned=point.abandoned, rate=rate)
        return f"{self.interval_words(point)} · {values}"


class ChartRow(QWidget):
    """The charts side by side. A new frame is drawn one chart at a time, so that no GUI frame gets long."""

    def __init__(
        self, theme: Theme, clock_ms: Callable[[], int], parent: QWidget | None = None, *, is_desk: bool = True
    ) -> None:
        """``clock_ms`` tells this computer's time in epoch ms."""
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
                chart.plot.enable_hover()
        self._drawn = self._frame.charts
        self._due: list[Chart] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_one)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme, self._stale_theme = theme, theme.stale()
        self._layout.setSpacing(theme.px(8))
        self._dress()

    def show_frame(self, frame: BoardFrame) -> None:
        """Draw the frame's charts soon, at most once in `REDRAW_MS`."""
        before, self._frame = self._frame, frame
        if frame.freshness.is_live is not self._is_live:
            self._is_live = frame.freshness.is_live
            self._dress()
        if frame.charts is not before.charts and not self._timer.isActive():
            self._due = list(self.charts)
            self._timer.start(0)

    def _draw_one(self) -> None:
        if not self._due:
            if self._frame.charts is not self._drawn:
                self.show_again()
            return
        self._drawn = self._frame.charts
        self._due.pop(0).draw(self._drawn, self._clock_ms() + self._frame.clock_offset_ms)
        self._timer.start(BETWEEN_MS if self._due else REDRAW_MS)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing is waiting to be drawn."""
        return not self._due and self._drawn is self._frame.charts

    def show_again(self) -> None:
        """Draw all charts again, as after a change of their size."""
        self._due = list(self.charts)
        self._timer.start(0)

    def _dress(self) -> None:
        for chart in self.charts:
            chart.set_theme(self._theme if self._is_live else self._stale_theme)
