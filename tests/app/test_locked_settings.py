"""What an administrator locked in desk.toml, at the desk: it rests for mouse and keys, and says why."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.signing_in import SigningIn
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import open_desk
from wallboard.feed.roles import ClientKind
from wallboard.settings.client import Theme
from wallboard.ui.desk import DeskWindow
from wallboard.ui.extension_dialog import ExtensionDialog
from wallboard.ui.language_menu import LanguageMenu
from wallboard.ui.sign_in import SignIn

WHY = "Your administrator has set this for this computer: it stays as it is."
LOCKED = ("Light or dark", "Larger", "Smaller", "Original size", "My extension…", "Language")
DESK = """
[locked.gateway]
url = "wss://gateway.example:8765"
[locked.supervisor]
extension = "2001"
[locked.desk]
theme = "light"
zoom = 1.25
language = "en"
"""


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    (tmp_path / "desk.toml").write_text(DESK)
    (tmp_path / "own").mkdir()
    return Preferences(tmp_path / "own", tmp_path / "desk.toml")


@pytest.fixture
def run(qapp: QApplication, qtbot: QtBot, preferences: Preferences) -> WindowRun:
    made = open_desk(qapp, WindowOptions(), preferences)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(lambda: desk(made).board is not None)
    return made


def desk(run: WindowRun) -> DeskWindow:
    assert isinstance(run.window, DeskWindow)
    return run.window


def menu_of(run: WindowRun) -> QMenu:
    languages = run.window.findChild(LanguageMenu)
    assert languages is not None
    menu = languages.parent()
    assert isinstance(menu, QMenu)
    return menu


def actions(run: WindowRun) -> dict[str, QAction]:
    return {action.text().replace("&", ""): action for action in menu_of(run).actions()}


def test_that_what_is_locked_rests_and_says_why(run: WindowRun) -> None:
    there = actions(run)
    assert menu_of(run).toolTipsVisible()
    assert {name for name, action in there.items() if action.text() and not action.isEnabled()} == set(LOCKED)
    assert {there[name].toolTip() for name in LOCKED} == {WHY}


def test_that_neither_mouse_nor_keys_change_what_is_locked(run: WindowRun, preferences: Preferences) -> None:
    menu = menu_of(run)
    before = preferences.current
    for name in LOCKED:
        menu.popup(run.window.mapToGlobal(run.window.rect().center()))
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(actions(run)[name]).center())
        menu.hide()
    run.window.activateWindow()
    for key in (Qt.Key.Key_T, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(run.window, key, Qt.KeyboardModifier.ControlModifier)
    assert run.window.findChild(ExtensionDialog) is None
    assert (desk(run).theme.scale, desk(run).theme.is_dark) == (1.25, False)
    assert preferences.current == before
    assert before.desk.theme is Theme.LIGHT


def test_that_the_same_keys_change_what_is_not_locked(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    made = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    qtbot.addWidget(made.window)
    qtbot.waitUntil(lambda: desk(made).board is not None)
    was = desk(made).theme
    QTest.keyClick(made.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert desk(made).theme.is_dark is not was.is_dark
    assert not any(action.toolTip() == WHY for action in actions(made).values())


def test_that_a_locked_address_cannot_be_typed_over(run: WindowRun, preferences: Preferences) -> None:
    SigningIn(run, GatewayOptions(url="wss://mine.example"), preferences, ClientKind.DESK).ask()
    dialog = run.window.findChild(SignIn)
    assert dialog is not None
    assert dialog.address.text() == "wss://gateway.example:8765"
    assert not dialog.address.isEnabled()
    assert dialog.address.toolTip() == WHY
