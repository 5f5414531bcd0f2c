"""The menu by which a user chooses the language."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.settings.language import SYSTEM, Language, codes
from wallboard.ui.words.language import name_of
from wallboard.ui.words.plain import menu_words


class LanguageMenu(QMenu):
    """Every language in its own words, and the system's; the chosen one is checked.

    Signals:
        chosen: the `Language` that shall be spoken.
    """

    chosen = Signal(object)

    def __init__(self, current: Language, parent: QWidget) -> None:
        super().__init__(self.tr("Language"), parent)
        self._group = QActionGroup(self)
        for language in (SYSTEM, *sorted(codes(), key=name_of)):
            self._add(language).setChecked(language == current)

    def _add(self, language: Language) -> QAction:
        words = self.tr("Same as system") if language == SYSTEM else name_of(language)
        action = QAction(menu_words(words), self._group)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked: self.chosen.emit(language))
        self.addAction(action)
        return action
