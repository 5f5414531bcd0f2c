"""The dialogs by which a person signs in to a gateway: address and token, and where the token is kept."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wallboard.ui.look.theme import Theme
from wallboard.ui.words import sentences
from wallboard.ui.words.plain import MarkupLabel, PlainLabel, PlainQuestion, set_tip


class SignInChoice(Struct, frozen=True, kw_only=True):
    """What was entered; ``is_kept``: the token shall be remembered on this computer."""

    url: str
    token: str
    is_kept: bool

    def __repr__(self) -> str:
        return f"SignInChoice(url={self.url!r}, is_kept={self.is_kept})"


class SignIn(QDialog):
    """Asks for the gateway's address and the token.

    Signals:
        chosen: a `SignInChoice` whose address can be used.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, check: Callable[[str], str], parent: QWidget | None = None) -> None:
        """``check`` gives the address as it will be used, or raises `ValueError` in words for the user."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sign in to a gateway"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._check = check
        self.address, self.token = QLineEdit(self), QLineEdit(self)
        self.address.setPlaceholderText("wss://gateway.example:8765")
        self.token.setPlaceholderText("wb_…")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.is_kept = QCheckBox(self.tr("Remember me on this computer"), self)
        self.is_kept.setChecked(True)
        self.error = PlainLabel(parent=self)
        self.error.setWordWrap(True)
        self.error.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.error.hide()
        self.buttons = QDialogButtonBox(self)
        sign_in = self.buttons.addButton(self.tr("Sign in"), QDialogButtonBox.ButtonRole.AcceptRole)
        sign_in.setDefault(True)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        form = QGridLayout()  # a form layout would not bring words and field to one height
        form.setVerticalSpacing(theme.px(12))
        form.setHorizontalSpacing(theme.px(16))
        for row, (words, field) in enumerate(((self.tr("Gateway"), self.address), (self.tr("Token"), self.token))):
            label = PlainLabel(words, self)
            label.setBuddy(field)
            form.addWidget(label, row, 0)
            form.addWidget(field, row, 1)
        words = self.tr(
            "Your gateway administrator creates a token for you with <i>wallboard gateway token add</i>."
        )
        hint = MarkupLabel(words, self)
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        edge = theme.px(24)
        layout.setContentsMargins(edge, edge, edge, theme.px(16))
        layout.setSpacing(theme.px(14))
        layout.addLayout(form)
        for widget in (self.is_kept, hint, self.error, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(theme.px(480))

    def fill(self, url: str, error: str = "", details: str = "") -> None:
        """Fills in the last address, and shows why it failed; ``details`` are technical, for a tooltip."""
        set_tip(self.error, details)
        self.address.setText(url)
        (self.token if url else self.address).setFocus()
        self._tell(error)

    def _tell(self, words: str) -> None:
        self.error.setText(sentences.sentence(words, stop=""))
        self.error.setVisible(bool(words))
        self.adjustSize()

    def _submit(self) -> None:
        token = self.token.text().strip()
        try:
            url = self._check(self.address.text())
        except ValueError as error:
            self._tell(str(error))
            self.address.setFocus()
            return
        if not token:
            self._tell(self.tr("Enter your token."))
            self.token.setFocus()
            return
        self.accept()
        self.chosen.emit(SignInChoice(url=url, token=token, is_kept=self.is_kept.isChecked()))


class KeepInFile(PlainQuestion):
    """Asks what to do with a token where the computer has no keyring.

    Signals:
        agreed: the token shall be kept in the file.
    """

    agreed = Signal()

    def __init__(self, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Where to keep the token"))
        self.setText(self.tr("This computer's keyring cannot keep the token."))
        words = self.tr(
            "It can be kept in {file} instead: a file that only your account can read, but that is not "
            "encrypted. Otherwise you will be asked again at the next start."
        )
        self.setInformativeText(words.format(file=file))
        self._keep = self.addButton(self.tr("Keep in the file"), PlainQuestion.ButtonRole.AcceptRole)
        ask = self.addButton(self.tr("Ask me each time"), PlainQuestion.ButtonRole.RejectRole)
        self.setDefaultButton(ask)
        self._keep.clicked.connect(self.agreed)
