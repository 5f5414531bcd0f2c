"""The menu by which a user chooses the language."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.settings.language import Language
from wallboard.ui.language import NAMES


class LanguageMenu(QMenu):
    """Every language in its own words, and the system's; the chosen one is checked.

    Signals:
        chosen: the `Language` that shall be spoken.
    """

    chosen = Signal(object)

    def __init__(self, current: Language, parent: QWidget) -> None:
        super().__init__(self.tr("Language"), parent)
        group = QActionGroup(self)
        for language in Language:
            action = QAction(NAMES.get(language) or self.tr("As the system"), group)
            action.setCheckable(True)
            action.setChecked(language is current)
            action.triggered.connect(partial(self._choose, language))
            self.addAction(action)

    def _choose(self, language: Language, _is_checked: bool) -> None:
        self.chosen.emit(language)
