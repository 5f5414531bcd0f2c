"""Dragging a caller: the start on a card or a tile, the marks over a target, and the drop.

What it means is in `call_controller`; the same by keyboard is in `gestures`.
"""

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QDrag, QDragMoveEvent, QDropEvent, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication

from wallboard.domain.actions.commands import Reason
from wallboard.present.frame import MoveSource, MoveTarget
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.drop_hint import DropHint
from wallboard.ui.look.brush import Brush, Card
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import sentences

CALL_MIME = "application/x-wallboard-call"
_EDGE = 36
"""This close to the upper or lower edge a held caller scrolls the view, in the design's pixels."""
_EDGE_AT_MOST = 6
"""The edge's largest part of a view's height: in a low view a target row would scroll away."""
LINGER_MS = 350
"""How long a caller is held near an edge before the view scrolls: merely passing over does not scroll."""
_SCROLL_MS = 30
_STILL = 24
"""A pointer that goes no further than this lingers, in the design's pixels."""


def carry(view: QAbstractItemView, controller: CallController, theme: Theme, source: MoveSource) -> None:
    """Drags ``source`` until the button is released; the feed continues meanwhile."""
    parcel = QMimeData()
    parcel.setData(CALL_MIME, QByteArray(str(source.call_id).encode()))
    drag = QDrag(view.window())  # not the view: another language makes the board anew meanwhile
    drag.setMimeData(parcel)
    drag.setPixmap(_label(theme, sentences.caller_name(source), view.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-theme.px(14), -theme.px(10)))  # beside the pointer: the target's name stays readable
    controller.lift(source)
    try:
        if drag.exec(Qt.DropAction.MoveAction) is Qt.DropAction.IgnoreAction:
            _tell_why_not(controller, source)
    finally:
        controller.put_down()


def _tell_why_not(controller: CallController, source: MoveSource) -> None:
    """Shows why a drop had no effect: the view below gets no event of a drop that it did not accept."""
    is_given_up = bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)  # by Esc, the button still down
    target = _under_pointer()
    if not is_given_up and target is not None and controller.judge(source, target) is not Reason.SAME_AGENT:
        controller.tell_why_not(source, target)


def _under_pointer() -> MoveTarget | None:
    spot = QCursor.pos()
    viewport = QApplication.widgetAt(spot)
    view = viewport.parent() if viewport is not None else None
    if viewport is None or not isinstance(view, QAbstractItemView):
        return None
    row = view.indexAt(viewport.mapFromGlobal(spot)).data(ROW_ROLE)
    return row if isinstance(row, MoveTarget) else None


class DropZone:
    """Handles a caller dragged over a view."""

    def __init__(self, view: QAbstractItemView, controller: CallController, theme: Theme) -> None:
        self._view = view
        self._controller = controller
        self._theme = theme
        self._hint: DropHint | None = None
        self._held_at = QPoint()
        self._lingers_at = QPoint()
        self._rested_ms = 0
        self._scroll_timer = QTimer(view, interval=_SCROLL_MS)
        self._scroll_timer.timeout.connect(self._rest)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; a caller stays held over the view."""
        self._theme = theme
        if self._hint is not None:
            self._hint.deleteLater()
            self._hint = None

    def hold_over(self, event: QDragMoveEvent) -> None:
        """Shows what a drop here would do, and accepts it where it is legal."""
        carried = self._controller.carried
        if carried is None or not event.mimeData().hasFormat(CALL_MIME):
            event.ignore()
            return
        self._held_at = event.position().toPoint()
        self._linger()
        if self._aim(carried):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def _aim(self, carried: MoveSource) -> bool:
        """Targets the row under the pointer and shows what a drop would do; returns whether it would."""
        target = self._target(self._held_at)
        self._controller.aim(target)
        if target is None:
            self._hide_hint()
            return False
        is_legal, words = self._controller.words(carried, target)
        at = self._view.viewport().mapToGlobal(self._held_at)
        self._shown_hint().say(words, at, is_legal=is_legal)
        return is_legal

    def drop(self, event: QDropEvent) -> None:
        """Requests the move."""
        carried, target = self._controller.carried, self._target(event.position().toPoint())
        self.leave()
        if carried is not None and target is not None and self._controller.move(carried, target):
            event.acceptProposedAction()
        else:
            event.ignore()

    def leave(self) -> None:
        """Clears the marks: the caller is no longer dragged over the view."""
        self._scroll_timer.stop()
        self._hide_hint()

    def _hide_hint(self) -> None:
        if self._hint is not None:
            self._hint.hide()

    def _target(self, point: QPoint) -> MoveTarget | None:
        row = self._view.indexAt(point).data(ROW_ROLE)
        return row if isinstance(row, MoveTarget) else None

    def _shown_hint(self) -> DropHint:
        if self._hint is None:
            self._hint = DropHint(self._theme, self._view.window())
        return self._hint

    def _way(self) -> int:
        """Returns the direction to scroll in at this place of the drag: 1 is down, -1 up, 0 none."""
        height = self._view.viewport().height()
        edge = min(self._theme.px(_EDGE), height // _EDGE_AT_MOST)
        if self._held_at.y() < edge:
            return -1
        return 1 if self._held_at.y() > height - edge else 0

    def _linger(self) -> None:
        """Starts the wait at an edge, again while the pointer still moves."""
        if self._way() == 0:
            self._scroll_timer.stop()
            return
        is_scrolling = self._scroll_timer.isActive() and self._rested_ms >= LINGER_MS
        is_still = (self._held_at - self._lingers_at).manhattanLength() <= self._theme.px(_STILL)
        if not self._scroll_timer.isActive() or not (is_scrolling or is_still):
            self._lingers_at, self._rested_ms = self._held_at, 0
            self._scroll_timer.start()

    def _rest(self) -> None:
        """Continues to scroll while the caller is dragged near an edge, the pointer at rest or not."""
        carried = self._controller.carried
        if carried is None:
            self._scroll_timer.stop()
            return
        self._rested_ms += _SCROLL_MS
        if self._rested_ms >= LINGER_MS:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._way() * self._theme.px(_EDGE) // 6)
            self._aim(carried)


def _label(theme: Theme, words: str, ratio: float) -> QPixmap:
    """Returns the dragged caller as a small card with the name."""
    brush = Brush(theme)
    width = min(theme.px(260), brush.letters.width(words, Text.STRONG) + theme.px(56))
    height = theme.px(36)
    label = QPixmap(round(width * ratio), round(height * ratio))
    label.setDevicePixelRatio(ratio)
    label.fill(Qt.GlobalColor.transparent)
    box = label.rect()
    box.setSize(label.deviceIndependentSize().toSize())
    painter = QPainter(label)
    brush.card(painter, box, Card(ground="selected", border="accent"))
    size = theme.px(16)
    brush.icon(painter, QPoint(theme.px(12), (height - size) // 2), Icon.MOVE, (theme.colour("accent"), size))
    inside = box.adjusted(theme.px(36), 0, -theme.px(12), 0)
    brush.letters.line(painter, inside, words, (Text.STRONG, theme.colour("ink")))
    painter.end()
    return label
