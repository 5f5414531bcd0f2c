"""The list of keys."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.shortcuts import ShortcutList
from wallboard.ui.theme import DARK


def test_that_every_action_with_a_key_is_listed_with_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    find, sign_in = QAction("Find…", window), QAction("Sign in", window)
    find.setShortcut("Ctrl+K")
    words = [label.text() for label in ShortcutList(DARK, [find, sign_in], window).findChildren(QLabel)]
    assert words == ["Ctrl+K", "Find"]
