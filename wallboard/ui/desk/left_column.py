"""Queues over callers: the callers take what they need, the queues the rest."""

from msgspec import Struct
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.look.theme import Theme
from wallboard.ui.queues.table import QueueTable

_ROWS, _CARDS = 13, 3
"""So many queues, the total among them, come before more than one caller; so many callers before further queues."""
_CALM_MS = 3_000
"""So long the callers' place stays as tall as it was after callers left: others may come, and rows would jump."""


class Needs(Struct, frozen=True, kw_only=True):
    """Heights, device-independent pixels: of all queues and of those that come before callers; of one caller, of
    three and of all.
    """

    queues: int
    first: int
    one: int
    some: int
    every: int


def callers_height(room: int, needs: Needs) -> int:
    """Returns the callers' part of ``room``: one card always, three beside the first queues, all in free room."""
    return max(needs.one, min(needs.some, room - needs.first), min(needs.every, room - needs.queues))


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
        self._gap = theme.px(8)
        self._whole = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._gap)
        layout.addWidget(queues, 1)
        layout.addWidget(callers)
        self._cards = 0
        self._later = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._later.timeout.connect(self._settle)
        queues.need_changed.connect(self._share)
        callers.need_changed.connect(self._count)
        self._share()

    def set_gap(self, gap: int) -> None:
        """Sets the gap between the two, device-independent pixels."""
        self._gap = gap
        self._whole.setSpacing(gap)
        self._share()

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
            first=self.queues.height_for(min(self.queues.model.rowCount(), _ROWS)),
            one=height(min(cards, 1)),
            some=height(min(cards, _CARDS)),
            every=height(cards),
        )
        if not cards:
            self.callers.view.hide()
        self.callers.setFixedHeight(callers_height(self.height() - self._gap, needs))
