"""What every chart has: a title, a legend and a plot, words for a screen reader, values by pointer or keys."""

from abc import abstractmethod

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wallboard.present.chart_points import ChartPoint, Charts
from wallboard.ui.charts.data import TimeSpan
from wallboard.ui.charts.legend import Legend, LegendMark
from wallboard.ui.charts.plot import Plot
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.day_time import hour_minute
from wallboard.ui.words.plain import PlainLabel


class Chart(QFrame):
    """A panel with a title, a legend and a plot; on a desk pointer and arrow keys read exact values.

    Attributes:
        theme: the look that it has now.
        charts: what it shows.
        span: the time that it shows.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.charts = Charts()
        self._now_ms = 0
        self._size = QSize()
        self.span = TimeSpan(start_ms=0, end_ms=1)
        self._at: int | None = None
        self._is_compact = False
        self._title = PlainLabel(parent=self)
        self._title.setProperty("role", "title")
        self.legend = Legend(theme, self)
        self.plot = Plot(theme, self)
        self.plot.hovered.connect(self._on_hovered)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self.legend, 1)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.plot, 1)
        self.theme = theme
        self.build()
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the stale one has no colours. In another size the next `draw` draws anew."""
        if theme.scale != self.theme.scale:
            self._size = QSize()
        self.theme = theme
        top, bottom = (4, 4) if self._is_compact else (12, 6)
        self._layout.setContentsMargins(theme.px(12), theme.px(top), theme.px(6), theme.px(bottom))
        self._layout.setSpacing(theme.px(4))
        self._head.setContentsMargins(theme.px(6), 0, theme.px(10), 0)
        self._head.setSpacing(0 if self._is_compact else theme.px(10))
        self.legend.restyle(theme)
        self.plot.restyle(theme)

    def set_compact(self, *, is_compact: bool) -> None:
        """Makes it a strip: the text beside a plot without scales, whose values the pointer reads."""
        self._is_compact = is_compact
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(across if is_compact else down)
        self._head.setDirection(down if is_compact else across)
        self.legend.set_side(Qt.AlignmentFlag.AlignLeft if is_compact else Qt.AlignmentFlag.AlignRight)
        self._layout.setStretch(0, 9 if is_compact else 0)
        self._layout.setStretch(1, 11 if is_compact else 1)
        self.plot.set_compact(is_compact=is_compact)
        self.restyle(self.theme)

    def enable_reading(self) -> None:
        """Enables reading of values by pointer and keyboard: for a desk, not for a TV."""
        self.plot.enable_hover()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def draw(self, charts: Charts, now_ms: int) -> None:
        """Shows these points as of ``now_ms`` of the gateway's clock."""
        is_other = (
            self._now_ms == 0 or self._size != self.plot.size() or self.points(charts) != self.points(self.charts)
        )
        self.charts, self._now_ms, self._size = charts, now_ms, self.plot.size()
        if is_other:
            self.redraw(charts)
            self._tell()

    @property
    def words(self) -> str:
        """Returns the legend, or the exact values under the pointer."""
        return self.legend.words

    def points(self, charts: Charts) -> object:
        """Returns what is drawn of all points; while it is equal there is nothing to draw."""
        return (
            charts.intervals, charts.running, charts.running_counts, charts.goal, charts.interval_minutes,
            charts.day_start_ms,
        )  # fmt: skip

    @abstractmethod
    def build(self) -> None:
        """Creates the items of the plot, once."""

    @abstractmethod
    def redraw(self, charts: Charts) -> None:
        """Gives the items new data."""

    @abstractmethod
    def readout(self, at_ms: float) -> str:
        """Returns the exact values at a moment, empty where there are none."""

    def moments_ms(self) -> list[int]:
        """Returns the moments that the arrow keys go through, oldest first."""
        return [point.start_ms for point in self.all_intervals()]

    def set_title(self, title: str) -> None:
        """Sets the title of the chart, and makes room for it before it is painted."""
        if title != self._title.text():
            self._title.setText(title)
            self._layout.activate()

    def set_legend(self, legend: tuple[LegendMark, ...], shorter: str = "") -> None:
        """Sets what the marks of the plot mean, the most important first; ``shorter`` is that one's short text."""
        self.legend.show_marks(legend, shorter)

    def ticks_wanted(self) -> int:
        """Returns how many clock times fit below the plot."""
        return max(2, self.plot.width() // self.theme.px(64))

    def all_intervals(self) -> tuple[ChartPoint, ...]:
        """Returns the finished intervals and the running one."""
        charts = self.charts
        return charts.intervals if charts.running is None else (*charts.intervals, charts.running)

    def interval_at(self, at_ms: float) -> ChartPoint | None:
        """Returns the interval that contains a moment."""
        length_ms = self.charts.interval_minutes * 60_000
        found = (point for point in self.all_intervals() if 0 <= at_ms - point.start_ms < length_ms)
        return next(found, None)

    def interval_words(self, point: ChartPoint) -> str:
        """Returns from when to when an interval goes."""
        return (
            f"{hour_minute(point.start_ms)}–{hour_minute(point.start_ms + self.charts.interval_minutes * 60_000)}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Reads the value before or after by the left and right arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        moments = self.moments_ms()
        if step is None or not moments:
            super().keyPressEvent(event)
            return
        last = len(moments) - 1
        self._at = last if self._at is None else min(max(self._at + step, 0), last)
        self.legend.show_readout(self.readout(moments[self._at]))
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = None
        self.legend.show_readout("")

    def _on_hovered(self, at: float | None) -> None:
        self.legend.show_readout("" if at is None else self.readout(self.span.moment_ms(at)))

    def _tell(self) -> None:
        """Sets the text for a screen reader: the latest readings, or the keys."""
        moments = self.moments_ms()
        latest = self.readout(moments[-1]) if moments else ""
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self.legend.words if self._at is not None else latest or self.legend.words)
