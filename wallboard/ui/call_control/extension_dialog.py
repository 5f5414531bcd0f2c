"""Asks once for the supervisor's own extension, the phone that rings to listen, whisper or barge."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wallboard.domain.actions.monitoring import is_extension
from wallboard.ui.call_control.answer_dialog import AnswerDialog, TextQuestion
from wallboard.ui.look.theme import Theme

translate = QCoreApplication.translate


class ExtensionDialog(AnswerDialog):
    """One field for one's own extension."""

    def __init__(self, theme: Theme, extension: str, parent: QWidget | None = None) -> None:
        question = TextQuestion(
            title=translate("ExtensionDialog", "My extension"),
            words=translate("ExtensionDialog", "Your phone rings when you monitor a call. Enter your extension."),
            answer=extension,
            is_valid=is_extension,
            then=lambda _extension: None,
            placeholder="2001",
            max_length=21,
        )
        super().__init__(theme, question, parent)
