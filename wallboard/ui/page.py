"""The board in its window: it scrolls where the window is smaller than all that must be legible on it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Page(QScrollArea):
    """Holds the board, which is as large as the window, but never smaller than it can be."""

    def __init__(self, board: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(board)

    def minimumSizeHint(self) -> QSize:
        """A window may be smaller than the board: then it scrolls."""
        return QSize(0, 0)
