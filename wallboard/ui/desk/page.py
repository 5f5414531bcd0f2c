"""The board in its window: it scrolls where the window is smaller than all that must be legible on it."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class BoardPage(QScrollArea):
    """Holds the board, which is as large as the window, but never smaller than it can be."""

    def __init__(self, board: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(board)

    def place(self) -> tuple[float, float]:
        """Returns the scroll position, right and down, each from 0 to 1."""
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        across, down = (bar.value() / bar.maximum() if bar.maximum() else 0.0 for bar in bars)
        return across, down

    def go_to(self, place: tuple[float, float]) -> None:
        """Scrolls to ``place`` as soon as the board has its size."""

        def scroll() -> None:
            for bar, part in zip((self.horizontalScrollBar(), self.verticalScrollBar()), place, strict=True):
                bar.setValue(round(bar.maximum() * part))

        QTimer.singleShot(0, self, scroll)

    def minimumSizeHint(self) -> QSize:
        """Returns a size that may be smaller than the board's: then it scrolls."""
        return QSize(0, 0)
