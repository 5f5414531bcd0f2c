"""A window's menu, whose keys count wherever in the window the focus is."""

from collections.abc import Callable, Container
from itertools import chain

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.ui.words.plain import menu_words, set_tip


class WindowMenu:
    """Fills the menu of one window."""

    def __init__(self, menu: QMenu, window: QWidget) -> None:
        self._menu = menu
        self._window = window
        menu.setToolTipsVisible(True)

    def clear(self) -> None:
        """Removes all entries, also the keys and the entries of others."""
        for action in self._menu.actions():
            self._window.removeAction(action)
            self._menu.removeAction(action)
            action.deleteLater()
        for below in self._menu.findChildren(QMenu):
            below.deleteLater()

    def add(self, words: str, do: Callable[[], object], *keys: str) -> QAction:
        """Adds an action, with these keys."""
        parent = self._window
        action = QAction(menu_words(words), parent)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked: do())
        parent.addAction(action)
        self._menu.addAction(action)
        return action

    def lock(self, locked: Container[str], why: str, **actions: tuple[QAction, ...]) -> None:
        """Disables the ``actions`` of ``locked`` settings; ``why`` is their tip."""
        for action in chain.from_iterable(found for name, found in actions.items() if name in locked):
            action.setEnabled(False)
            set_tip(action, why)
