"""What all delegates of the board have: the gateway's time, colours that go when figures are stale, drag marks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStyledItemDelegate

from wallboard.present.frame import AgentRow, QueueRow
from wallboard.ui.look.brush import Brush, Mark
from wallboard.ui.look.theme import Theme


class BoardDelegate(QStyledItemDelegate):
    """Draws rows by a brush in colour or, while the figures are not live, by one without.

    Attributes:
        now_ms: the gateway's time that clocks show.
        brush: what to draw with now.
        mark_of: what a row is to the caller that is being carried.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._brushes = Brush(theme), Brush(theme.stale())
        self.brush = self._brushes[1]
        self.now_ms = 0
        self.mark_of: Callable[[AgentRow | QueueRow], Mark] = lambda _row: Mark.NONE

    def restyle(self, theme: Theme) -> None:
        """Applies another theme, in colour or without as before."""
        at = self._brushes.index(self.brush)
        self._brushes = Brush(theme), Brush(theme.stale())
        self.brush = self._brushes[at]

    def show_live(self, is_live: bool) -> bool:
        """Draws in colour or without from now on; returns whether that changed."""
        before = self.brush
        self.brush = self._brushes[0 if is_live else 1]
        return self.brush is not before

    @contextmanager
    def as_of(self, as_of_ms: int) -> Iterator[None]:
        """Draws without colours and with the clocks of ``as_of_ms``; in colour where that is 0."""
        before = self.brush, self.now_ms
        if as_of_ms:
            self.brush, self.now_ms = self._brushes[1], min(as_of_ms, self.now_ms)
        try:
            yield
        finally:
            self.brush, self.now_ms = before
