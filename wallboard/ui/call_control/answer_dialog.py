"""A dialog that asks for one short text: typed, or chosen from what is offered."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QVBoxLayout, QWidget

from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import PlainLabel, cut, menu_words
from wallboard.ui.words.plain import title as window_title

_LINES_SHOWN = 8


class TextQuestion(Struct, frozen=True, kw_only=True):
    """A question, and what is done with the answer; ``accept`` is the button's text, Save by default.

    ``choices`` are answers to choose from; ``is_valid`` says which others may be given.
    """

    title: str
    words: str
    is_valid: Callable[[str], bool]
    then: Callable[[str], None]
    answer: str = ""
    choices: tuple[str, ...] = ()
    accept: str = ""
    placeholder: str = ""
    max_length: int = 80


class AnswerDialog(QDialog):
    """Asks a question and passes on its answer.

    Signals:
        chosen: the answer, one that is valid.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, question: TextQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setWindowTitle(window_title(question.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = PlainLabel(question.words, self)
        words.setWordWrap(True)
        self.choices = self._choices(theme)
        self.answer = QLineEdit(question.answer, self)
        self.answer.setPlaceholderText(question.placeholder)
        self.answer.setMaxLength(question.max_length)
        self.answer.setAccessibleName(question.title)
        self.answer.textChanged.connect(self._judge)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel, self)
        self.save = self.buttons.button(kinds.Save)
        if question.accept:
            self.save.setText(menu_words(question.accept))
        self.buttons.accepted.connect(self._submit)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        edge = theme.px(24)
        layout.setContentsMargins(edge, edge, edge, theme.px(16))
        layout.setSpacing(theme.px(14))
        for widget in (words, self.choices, self.answer, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(theme.px(400))
        self.answer.installEventFilter(self)
        self.answer.setFocus()  # a list that gets the focus first would choose its first line
        self._judge()

    def _choices(self, theme: Theme) -> QListWidget:
        """Returns the answers that are offered; one that is selected is typed, so that it can be changed."""
        choices = QListWidget(self)
        choices.setAccessibleName(self.windowTitle())
        for choice in self._question.choices:
            choices.addItem(cut(choice))
        choices.setVisible(bool(self._question.choices))
        lines = min(len(self._question.choices), _LINES_SHOWN)
        choices.setFixedHeight(lines * max(choices.sizeHintForRow(0), theme.px(24)) + theme.px(8))
        choices.currentRowChanged.connect(lambda row: self.answer.setText(self._question.choices[row]))
        choices.itemActivated.connect(lambda _item: self._submit())
        return choices

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves from the field to the offered answers by the arrow key that points there."""
        is_down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if watched is self.answer and is_down and event.type() is QEvent.Type.KeyPress and self._question.choices:
            self.choices.setFocus()
            self.choices.setCurrentRow(max(0, self.choices.currentRow()))
            return True
        return False

    def _judge(self) -> None:
        self.save.setEnabled(self._question.is_valid(self.answer.text().strip()))

    def _submit(self) -> None:
        answer = self.answer.text().strip()
        if self._question.is_valid(answer):
            self.accept()
            self.chosen.emit(answer)
            self._question.then(answer)
