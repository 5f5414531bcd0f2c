"""Base of both layouts of a TV for lists of queues: pages that change, in the current look."""

from PySide6.QtWidgets import QWidget

from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.look.theme import Theme
from wallboard.ui.tv.pages import Pages, QueuePage


class PagedQueues(QWidget):
    """The queues in most trouble, some at a time."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now_ms = 0
        self._queues: tuple[QueueRow, ...] = ()
        self._pages = Pages()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the stale one has no colours."""
        self._theme = theme
        self.update()

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the frame's queues as of ``now_ms`` of the gateway's clock."""
        before, self._queues = self._queues, frame.queues
        self._now_ms = now_ms
        self._pages.show_frame(frame, now_ms)
        if before is not frame.queues:
            self.update()

    def tick(self, now_ms: int) -> None:
        """Advances waits and pages."""
        self._now_ms = now_ms
        self._pages.tick(now_ms)
        self.update()

    def page(self) -> QueuePage:
        """Returns the page of queues that is shown; the total is in the tiles and not among them."""
        return self._pages.page(max(1, self.fitting()))

    def fitting(self) -> int:
        """Returns how many queues there is room for."""
        raise NotImplementedError
