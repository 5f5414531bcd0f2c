"""The list of a window's keys (F1), made of the very actions that the keys belong to."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from wallboard.ui.plain import PlainLabel
from wallboard.ui.theme import Theme


class ShortcutList(QDialog):
    """Shows every key and what it does."""

    def __init__(self, theme: Theme, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        for row, action in enumerate(action for action in actions if not action.shortcut().isEmpty()):
            keys = PlainLabel(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), self)
            keys.setProperty("role", "title")
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(action.text().rstrip("…"), self), row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        layout.setSpacing(theme.px(16))
        layout.addLayout(grid)
        layout.addWidget(buttons)
