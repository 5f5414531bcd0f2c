"""The keys by which a supervisor acts on the selected agent, wherever the keyboard is on the board."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from wallboard.present.frame import AgentRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.offers import OfferKey, keys
from wallboard.ui.desk.shortcuts import Section, put_into
from wallboard.ui.words.plain import menu_words


class CallKeys(QObject):
    """The keys of `offers`, as actions of a window."""

    def __init__(self, controller: CallController, chosen: Callable[[], AgentRow | None], window: QWidget) -> None:
        """``chosen`` returns the agent of the tile with the keyboard focus."""
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._chosen = chosen
        for key in keys():
            self._add(window, key)

    def remove(self) -> None:
        """Removes the keys."""
        for action in self.findChildren(QAction):
            self._window.removeAction(action)
        self.deleteLater()

    def _add(self, window: QWidget, key: OfferKey) -> None:
        action = QAction(menu_words(key.words), self)
        action.setShortcut(QKeySequence(key.key))
        action.setAutoRepeat(False)
        put_into(Section.CALLS, action)
        action.triggered.connect(lambda _checked: key.do(self._controller, self._chosen()))
        window.addAction(action)
