"""The pointer's side of moving a caller: lifting a card or a tile, and what happens over a target and on a drop.

What it means is in `hands`; the same by keyboard is in `grip`.
"""

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView

from wallboard.present.frame import AgentRow, QueueRow
from wallboard.ui import sentences
from wallboard.ui.delegates.brush import Brush, Card
from wallboard.ui.drop_hint import DropHint
from wallboard.ui.hands import Hands
from wallboard.ui.icons import Icon
from wallboard.ui.models.rows import ROW_ROLE
from wallboard.ui.sentences import Source, Target
from wallboard.ui.theme import Text, Theme

CALL_MIME = "application/x-wallboard-call"
_EDGE = 36
"""This close to the upper or lower edge a held caller scrolls the view, in the design's pixels."""
_EDGE_AT_MOST = 6
"""The edge is no more than this part of a view's height: in a low one a row to aim at would slip away."""


def carry(view: QAbstractItemView, hands: Hands, theme: Theme, source: Source) -> None:
    """Carry ``source`` until the pointer lets go; the feed goes on meanwhile."""
    parcel = QMimeData()
    parcel.setData(CALL_MIME, QByteArray(str(source.call_id).encode()))
    drag = QDrag(view)
    drag.setMimeData(parcel)
    drag.setPixmap(_label(theme, sentences.caller_name(source), view.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-theme.px(14), -theme.px(10)))  # beside the pointer: the target's name stays readable
    hands.lift(source)
    try:
        drag.exec(Qt.DropAction.MoveAction)
    finally:
        hands.put_down()


class DropZone:
    """A view's answer to a caller that is held over it."""

    def __init__(self, view: QAbstractItemView, hands: Hands, theme: Theme) -> None:
        self._view = view
        self._hands = hands
        self._theme = theme
        self._hint: DropHint | None = None

    def hold_over(self, event: QDragMoveEvent) -> None:
        """Say what a drop here would do, and accept it where it is legal."""
        carried = self._hands.carried
        if carried is None or not event.mimeData().hasFormat(CALL_MIME):
            event.ignore()
            return
        point = event.position().toPoint()
        self._scroll_near_edge(point)
        target = self._target(point)
        self._hands.aim(target)
        if target is None:
            self.leave()
            event.ignore()
            return
        is_legal, words = self._hands.words(carried, target)
        self._shown_hint().say(words, self._view.viewport().mapToGlobal(point), is_legal=is_legal)
        if is_legal:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def drop(self, event: QDropEvent) -> None:
        """Ask for the move."""
        carried, target = self._hands.carried, self._target(event.position().toPoint())
        self.leave()
        if carried is not None and target is not None and self._hands.move(carried, target):
            event.acceptProposedAction()
        else:
            event.ignore()

    def leave(self) -> None:
        """The caller is not held over the view any more."""
        if self._hint is not None:
            self._hint.hide()

    def _target(self, point: QPoint) -> Target | None:
        row = self._view.indexAt(point).data(ROW_ROLE)
        return row if isinstance(row, AgentRow | QueueRow) else None

    def _shown_hint(self) -> DropHint:
        if self._hint is None:
            self._hint = DropHint(self._theme, self._view.window())
        return self._hint

    def _scroll_near_edge(self, point: QPoint) -> None:
        bar, height, step = (
            self._view.verticalScrollBar(),
            self._view.viewport().height(),
            self._theme.px(_EDGE) // 2,
        )
        edge = min(self._theme.px(_EDGE), height // _EDGE_AT_MOST)
        if point.y() < edge:
            bar.setValue(bar.value() - step)
        elif point.y() > height - edge:
            bar.setValue(bar.value() + step)


def _label(theme: Theme, words: str, ratio: float) -> QPixmap:
    """The carried caller as a small card with the name."""
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
