"""Asks once for the supervisor's own extension, the phone that rings to listen, whisper or barge."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from wallboard.domain.actions.monitoring import is_extension
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import PlainLabel


class ExtensionDialog(QDialog):
    """One field for one's own extension.

    Signals:
        chosen: the extension, something that can be dialled.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, extension: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("My extension"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = PlainLabel(self.tr("Your phone rings when you monitor a call. Enter your extension."), self)
        words.setWordWrap(True)
        self.extension = QLineEdit(extension, self)
        self.extension.setPlaceholderText("2001")
        self.extension.setMaxLength(21)
        self.extension.textChanged.connect(self._judge)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        edge = theme.px(24)
        layout.setContentsMargins(edge, edge, edge, theme.px(16))
        layout.setSpacing(theme.px(14))
        for widget in (words, self.extension, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(theme.px(400))
        self._judge(extension)

    def _judge(self, extension: str) -> None:
        self.save.setEnabled(is_extension(extension.strip()))

    def _submit(self) -> None:
        extension = self.extension.text().strip()
        if is_extension(extension):
            self.accept()
            self.chosen.emit(extension)
