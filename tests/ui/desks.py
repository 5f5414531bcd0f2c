"""Desks on the screen, and their keys."""

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from wallboard.settings.client import DeskSettings
from wallboard.ui.desk.window import DeskWindow


def opened(settings: DeskSettings, qtbot: QtBot) -> DeskWindow:
    """A desk that has its board."""
    made = DeskWindow(settings)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.ready):
        made.show()
    return made


def act(window: DeskWindow, keys: str) -> None:
    """Do what these keys stand for."""
    action = next(action for action in window.actions() if keys in [key.toString() for key in action.shortcuts()])
    assert isinstance(action, QAction)
    action.trigger()
