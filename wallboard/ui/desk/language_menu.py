"""The menu by which a user chooses the language."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.settings.language import Language
from wallboard.ui.words.language import NAMES
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
        for language in Language:
            self._add(language).setChecked(language is current)

    def _add(self, language: Language) -> QAction:
        action = QAction(menu_words(NAMES.get(language) or self.tr("Same as system")), self._group)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked: self.chosen.emit(language))
        self.addAction(action)
        return action
