"""The TV: a board without call control, fullscreen and large, that runs unattended.

What is below its head is `tv_far`'s or `tv_near`'s.
"""

import logging
import time
from itertools import cycle

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wallboard.domain.ids import ALL
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.figures.band import row_of_scope, shown_ms
from wallboard.ui.freshness.pill import FreshnessBanner, FreshnessPill, GapLabel
from wallboard.ui.look.elided import ElidedLabel
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.tv.awake import Awake
from wallboard.ui.tv.edge import LimitEdge, LimitWatch
from wallboard.ui.tv.far import LEAST_PX, FarFace, far_font
from wallboard.ui.tv.lost_pbxs import LostPbxLine
from wallboard.ui.tv.near import NearFace
from wallboard.ui.tv.place import TvPlace
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute, show_times_of
from wallboard.ui.words.plain import PlainLabel

log = logging.getLogger(__name__)

ESC_TWICE_S = 1.0
AWAKE_S = 300
"""How often the request to keep the screen on is repeated: a restarted screen saver has lost it."""
SHIFT_S = 60
_SHIFTS = ((0, 0), (3, 0), (3, 3), (0, 3))
"""The picture moves by a few pixels each minute, so that still parts do not burn in."""

_DESIGN_HEIGHT = 1_080
_NEAR = 1.75
"""How much larger than on a desk the near layout is."""
_FAR_HEAD = 4.0
_FAR_PILL = 60 / 13
"""How much larger than on a desk the far layout's head is: titles, and the pill, of 60 pixels."""
_NAME_SHARE = 4
"""The name of what is shown keeps a fourth of the width where the rest of the head needs more than there is."""
_NAMED = 6
"""So many of the queues that there are, are named where one is asked for that is not."""


def tv_theme(height_px: int, layout: TvLayout = TvLayout.FAR) -> Theme:
    """Returns the look of the TV's head and style sheet for a screen of so many device-independent lines."""
    scale = _FAR_HEAD if layout is TvLayout.FAR else _NEAR
    return DARK.scaled(scale * height_px / _DESIGN_HEIGHT)


class TvWindow(QWidget):
    """The board on a TV.

    Attributes:
        place: what keeps it on its screen, once it is shown on one.

    Signals:
        painted: the window has been painted for the first time.
        closed: Esc was pressed twice, or Ctrl+Q.
    """

    painted = Signal()
    closed = Signal()

    def __init__(self, height_px: int, layout: TvLayout = TvLayout.FAR) -> None:
        """``height_px`` is the height of the screen it is made for, in device-independent pixels."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Wallboard")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._tv_layout = layout
        self._frame = BoardFrame()
        self._is_painted = False
        self._esc_s = 0.0
        self._shifts = cycle(_SHIFTS)
        self._ticks = 0
        self._awake = Awake(self)
        self.place: TvPlace | None = None
        self._watch = LimitWatch()
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # never wider than its screen
        self._page = QWidget(self)
        self._column.addWidget(self._page)
        self._height_px = height_px
        self._lay_out()
        quit_key = QShortcut("Ctrl+Q", self)
        quit_key.activated.connect(self.close)
        self._timer = QTimer(self, interval=1_000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _lay_out(self) -> None:
        theme = self._theme = tv_theme(self._height_px, self._tv_layout)
        page, is_far = self._page, self._tv_layout is TvLayout.FAR
        self._scope, self._time = ElidedLabel("Wallboard", page), PlainLabel(parent=page)
        self._pages = PlainLabel(parent=page)
        for label in (self._scope, self._time, self._pages):
            label.setProperty("role", "title")
        size = self._height_px / _DESIGN_HEIGHT
        self._gap = GapLabel(page)
        self._pill = FreshnessPill(DARK.scaled(_FAR_PILL * size) if is_far else theme, page)
        self.lost_pbxs = LostPbxLine(page)
        self.banner = FreshnessBanner(theme, page, lines=3 if is_far else 2)
        self.face: FarFace | NearFace = FarFace(DARK.scaled(size), page) if is_far else NearFace(theme, page)
        self._edge = LimitEdge(DARK.scaled(size), self)
        if is_far:
            for label in (self._gap, self.lost_pbxs):
                label.setFont(far_font(DARK.scaled(size), LEAST_PX))
            self._pill.setFixedHeight(theme.px(19))
        top = QHBoxLayout()
        top.setSpacing(theme.px(8 if is_far else 16))
        top.addWidget(self._scope, 1)
        beside: tuple[QWidget, ...] = (self._pages, self._gap, self._pill, self._time)
        for widget in beside:
            top.addWidget(widget)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1 if is_far else 8))
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self.lost_pbxs)
        column.addWidget(self.face, 1)
        self._shift()
        self._time.setText(hour_minute(now_ms()))

    def fit(self, height_px: int) -> None:
        """Rebuilds the window for a screen of another height: another resolution or scale, or another screen."""
        if height_px == self._height_px:
            return
        self._height_px = height_px
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, tv_theme(height_px, self._tv_layout))
        self._rebuild()

    def speak(self) -> None:
        """Rebuilds the window in the current language."""
        self._rebuild()

    def _rebuild(self) -> None:
        has_charts = self.has_charts
        old, self._page = self._page, QWidget(self)
        self._column.replaceWidget(old, self._page)
        old.deleteLater()
        self._edge.deleteLater()
        self._lay_out()
        self._page.show()
        frame, self._frame = self._frame, BoardFrame()
        self.show_frame(frame)
        if has_charts:
            self.add_charts()

    @property
    def theme(self) -> Theme:
        """Returns the look, in its size."""
        return self._theme

    def show_on(self, screen: QScreen) -> None:
        """Fills this screen and keeps it awake, now and whenever it is back or changes."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self._awake.begin()
        self.place = TvPlace(self, screen.name())
        self.place.settled.connect(self._on_settled)

    def _on_settled(self, height_px: int) -> None:
        self.fit(height_px)
        self._awake.renew()

    @property
    def has_charts(self) -> bool:
        """Whether there are charts, if the layout has any."""
        return self.face.has_charts

    def add_charts(self) -> None:
        """Adds the charts; call it after `painted`."""
        self.face.add_charts()

    def show_frame(self, frame: BoardFrame) -> None:
        """Shows the frame; one that cannot be shown is reported, and must not look live."""
        try:
            self._show(judged(frame))
        except Exception as error:
            log.exception("a picture cannot be shown")
            problem = Problem(kind=ProblemKind.PICTURE, technical=f"{type(error).__name__}: {error}")
            lost, since_ms = FreshnessState.GATEWAY_LOST, frame.freshness.since_ms
            failed = Freshness(state=lost, since_ms=since_ms, problem=problem)
            self._show(replace(self._frame, freshness=failed))

    def _show(self, frame: BoardFrame) -> None:
        before, self._frame = self._frame, frame
        show_times_of(frame.time_zone)
        at_ms = now_ms() + frame.clock_offset_ms
        if before.is_live is not frame.is_live:
            self.face.set_live(frame.is_live)
        row = row_of_scope(frame)
        self._scope.setText(self.tr("All queues") if row is None else text.queue_name(row))
        self._scope.setMinimumWidth(min(self._scope.sizeHint().width(), self.width() // _NAME_SHARE))
        self._gap.show_gap(frame.covered_since_ms, frame.unobserved_min)
        for part in (self._pill, self.banner):
            part.show_frame(frame, at_ms)
        self.lost_pbxs.show_frame(frame)
        self.face.show_frame(frame, shown_ms(frame, at_ms))
        self._show_page()
        if self._watch.crossed(frame):
            self._edge.light()

    def _show_page(self) -> None:
        page = self.face.page()
        self._pages.setText(f"{page.number}/{page.count}" if page.count > 1 else "")
        self._pages.setVisible(page.count > 1)

    def _tick(self) -> None:
        at_ms = now_ms() + self._frame.clock_offset_ms
        self._time.setText(hour_minute(at_ms))
        for part in (self._pill, self.banner):
            part.tick(at_ms)
        self.face.tick(shown_ms(self._frame, at_ms))
        self._show_page()
        self._ticks += 1
        if self._ticks % SHIFT_S == 0:
            self._shift()
        if self._ticks % AWAKE_S == 0:
            self._awake.renew()

    def _shift(self) -> None:
        right, down = next(self._shifts)
        is_far = self._tv_layout is TvLayout.FAR
        edge, above = self._theme.px(6 if is_far else 10), self._theme.px(1 if is_far else 10) + 3
        self._column.setContentsMargins(edge + right, above + down, edge - right, above - down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._edge.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves at the second press of Esc, so that a board is not closed by accident."""
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


def judged(frame: BoardFrame) -> BoardFrame:
    """Returns the frame; one that reports a queue or group that does not exist, and shows nothing as live."""
    if frame.scope == ALL or not frame.freshness.is_live or row_of_scope(frame) is not None:
        return frame
    ids = [text.with_id(row.name, row.id) for row in frame.scopes if row.id != ALL]
    known = ", ".join(ids[:_NAMED]) + ("…" if len(ids) > _NAMED else "")
    problem = Problem(kind=ProblemKind.QUEUE_UNKNOWN, subject={"queue": frame.scope, "known": known})
    return replace(frame, freshness=Freshness(state=FreshnessState.REFUSED, problem=problem))
