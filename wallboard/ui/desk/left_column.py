"""Queues over callers: each has what it needs of half the room, and what the other leaves of its half."""

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.look.theme import Theme
from wallboard.ui.queues.table import QueueTable

_CALM_MS = 3_000
"""So long the callers' place stays as tall as it was after callers left: others may come, and rows would jump."""


class Needs(Struct, frozen=True, kw_only=True):
    """Heights, device-independent pixels: of all queues; of one caller and of all."""

    queues: int
    one: int
    every: int


def callers_height(room: int, needs: Needs) -> int:
    """Returns the callers' part of ``room``: one card always, up to half of it, and all that queues do not need."""
    return max(needs.one, min(needs.every, max(room // 2, room - needs.queues)))


class LeftColumn(QWidget):
    """The queue table and the list of callers, one above the other.

    Attributes:
        queues: the table.
        callers: the list.
    """

    def __init__(
        self, theme: Theme, queues: QueueTable, callers: CallerList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.queues, self.callers = queues, callers
        for part in (queues, callers):
            part.setParent(self)
        self._gap = theme.px(8)
        self._cards = 0
        self._later = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._later.timeout.connect(self._settle)
        queues.need_changed.connect(self._share)
        callers.need_changed.connect(self._count)
        self._share()

    def set_gap(self, gap: int) -> None:
        """Sets the gap between the two, device-independent pixels."""
        self._gap = gap
        self._share()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Returns a size with a few queues and one caller: a longer list never makes the board taller."""
        queues, callers = self.queues.minimumSizeHint(), self.callers.minimumSizeHint()
        height = queues.height() + self._gap + self.callers.height_for(min(self._cards, 1))
        return QSize(max(queues.width(), callers.width()), height)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        """Shares the room out anew when a part needs another minimum."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._share()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _count(self) -> None:
        """Makes room immediately for new callers; removes it only after it was empty for some time."""
        if self.callers.callers >= self._cards:
            self._later.stop()
            self._settle()
        elif not self._later.isActive():
            self._later.start()

    def _settle(self) -> None:
        self._cards = self.callers.callers
        self._share()

    def _share(self) -> None:
        height, cards = self.callers.height_for, self._cards
        needs = Needs(
            queues=self.queues.height_for(self.queues.model.rowCount()),
            one=height(min(cards, 1)),
            every=height(cards),
        )
        if not cards:
            self.callers.view.hide()
        below = callers_height(self.height() - self._gap, needs)
        above = max(0, self.height() - self._gap - below)
        self.queues.setGeometry(0, 0, self.width(), above)
        self.callers.setGeometry(0, above + self._gap, self.width(), below)
