"""The TV: the same board without hands, fullscreen and large, that nobody has to look after."""

import time
from itertools import cycle
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QScreen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wallboard.domain.ids import ALL_QUEUES
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame, KpiKind
from wallboard.ui import text
from wallboard.ui.awake import Awake
from wallboard.ui.day_time import hour_minute, show_times_of
from wallboard.ui.freshness_pill import FreshnessBanner, FreshnessPill, GapLabel
from wallboard.ui.kpi_band import KpiBand, row_of_scope, shown_ms
from wallboard.ui.plain import PlainLabel
from wallboard.ui.theme import DARK, Theme
from wallboard.ui.tv_agents import TvAgents
from wallboard.ui.tv_queues import TvQueues

if TYPE_CHECKING:
    from wallboard.ui.charts import ChartRow

KINDS = (
    KpiKind.SERVICE_LEVEL,
    KpiKind.WAITING,
    KpiKind.LONGEST_WAIT,
    KpiKind.ABANDONMENT,
    KpiKind.ANSWERED,
    KpiKind.AGENTS_READY,
)
"""What a floor acts upon; the averages are for the desk."""

ESC_TWICE_S = 1.0
SHIFT_S = 60
_SHIFTS = ((0, 0), (3, 0), (3, 3), (0, 3))
"""The picture moves by a few pixels each minute, so that still parts do not burn in."""

_DESIGN_HEIGHT = 1_080
_LARGE = 1.75
"""How much larger than on a desk: a figure of 77 px on 1,080 lines is read from eight metres."""


def tv_theme(height_px: int) -> Theme:
    """The TV's look for a screen of so many device-independent lines."""
    return DARK.scaled(_LARGE * height_px / _DESIGN_HEIGHT)


class TvWindow(QWidget):
    """The board of a floor's wall.

    Signals:
        painted: the window has been painted for the first time.
        closed: Esc was pressed twice, or Ctrl+Q.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, height_px: int) -> None:
        """``height_px`` is the height of the screen it is made for, in device-independent pixels."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Wallboard")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._theme = tv_theme(height_px)
        self._stale_theme = self._theme.stale()
        self._frame = BoardFrame()
        self._is_painted = False
        self._esc_s = 0.0
        self._shifts = cycle(_SHIFTS)
        self._ticks = 0
        self._awake = Awake(self)
        self._lay_out()
        quit_key = QShortcut("Ctrl+Q", self)
        quit_key.activated.connect(self.close)
        self._timer = QTimer(self, interval=1_000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _lay_out(self) -> None:
        theme = self._theme
        self._scope, self._time = PlainLabel("Wallboard", self), PlainLabel(parent=self)
        for label in (self._scope, self._time):
            label.setProperty("role", "title")
        self._gap, self._pill = GapLabel(self), FreshnessPill(theme, self)
        self.banner = FreshnessBanner(theme, self)
        self._band = KpiBand(theme, self, KINDS)
        self._queues = TvQueues(self._stale_theme, self)
        self._agents = TvAgents(self._stale_theme, self)
        self._charts: ChartRow | None = None
        top, middle = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(theme.px(16))
        top.addWidget(self._scope)
        top.addStretch(1)
        top.addWidget(self._gap)
        top.addWidget(self._pill)
        top.addWidget(self._time)
        middle.setSpacing(theme.px(8))
        middle.addWidget(self._queues, 64)
        middle.addWidget(self._agents, 36)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(theme.px(8))
        self._layout.addLayout(top)
        self._layout.addWidget(self.banner)
        self._layout.addWidget(self._band)
        self._layout.addLayout(middle, 1)
        self._shift()
        self._time.setText(hour_minute(now_ms()))

    @property
    def theme(self) -> Theme:
        """The look, in its size."""
        return self._theme

    def show_on(self, screen: QScreen) -> None:
        """Fill this screen and keep it awake."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self._awake.begin()

    @property
    def has_charts(self) -> bool:
        """Whether the charts are there."""
        return self._charts is not None

    def add_charts(self) -> None:
        """Bring in the charts; call it after `painted`."""
        from wallboard.ui.charts import ChartRow  # noqa: PLC0415 - start-up time

        if self._charts is None:
            self._charts = ChartRow(self._theme, now_ms, self, is_desk=False)
            self._charts.setFixedHeight(self._theme.px(140))
            self._layout.addWidget(self._charts)
            self._charts.show_frame(self._frame)

    def show_frame(self, frame: BoardFrame) -> None:
        """Show this picture."""
        before, self._frame = self._frame, frame
        show_times_of(frame.time_zone)
        at_ms = now_ms() + frame.clock_offset_ms
        if before.freshness.is_live is not frame.freshness.is_live:
            theme = self._theme if frame.freshness.is_live else self._stale_theme
            self._queues.set_theme(theme)
            self._agents.set_theme(theme)
        row = row_of_scope(frame)
        if row is not None:
            self._scope.setText(text.queue_name(row))
        elif frame.scope != ALL_QUEUES and frame.freshness.is_live:
            self._scope.setText(self.tr("There is no queue {queue}").format(queue=frame.scope))
        else:
            self._scope.setText(self.tr("All queues"))
        self._gap.show_gap(frame.covered_since_ms, frame.unseen_min)
        self._pill.show_freshness(frame.freshness, at_ms)
        self.banner.show_freshness(frame.freshness, at_ms)
        self._band.show_frame(frame, shown_ms(frame, at_ms))
        self._queues.show_frame(frame, shown_ms(frame, at_ms))
        self._agents.show_frame(frame)
        if self._charts is not None:
            self._charts.show_frame(frame)

    def _tick(self) -> None:
        at_ms = now_ms() + self._frame.clock_offset_ms
        self._time.setText(hour_minute(at_ms))
        self._pill.tick(at_ms)
        self.banner.tick(at_ms)
        self._band.tick(shown_ms(self._frame, at_ms))
        self._queues.tick(shown_ms(self._frame, at_ms))
        self._ticks += 1
        if self._ticks % SHIFT_S == 0:
            self._shift()

    def _shift(self) -> None:
        right, down = next(self._shifts)
        edge = self._theme.px(10)
        self._layout.setContentsMargins(edge + right, edge + down, edge - right, edge - down)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves at the second press, so that nobody ends a board by accident."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        now_s = time.monotonic()
        if now_s - self._esc_s <= ESC_TWICE_S:
            self.close()
        self._esc_s = now_s

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._awake.end()
        super().closeEvent(event)
        self.closed.emit()
