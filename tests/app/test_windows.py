"""The two windows as the command line asks for them; what an administrator locked rests and says why."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

import wallboard.client.updates
from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.signing_in import SigningIn
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import find_screen, open_desk, open_tv
from wallboard.client.updates import Release
from wallboard.domain.errors import ConfigError
from wallboard.feed.roles import ClientKind
from wallboard.settings.client import ThemeChoice
from wallboard.ui.call_control.extension_dialog import ExtensionDialog
from wallboard.ui.desk.language_menu import LanguageMenu
from wallboard.ui.desk.sign_in import SignIn
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.tv.window import TvWindow
from wallboard.ui.words.plain import tip

WHY = "Set by your administrator."
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


def test_that_a_screen_is_found_by_number_and_by_name(qapp: QApplication) -> None:
    screens = qapp.screens()
    assert find_screen("", screens) is screens[0]
    assert find_screen("0", screens) is screens[0]
    assert find_screen(screens[0].name().upper(), screens) is screens[0]


def test_that_a_screen_that_is_not_there_is_told_with_those_that_are(qapp: QApplication) -> None:
    with pytest.raises(ConfigError, match=r"no screen '7'.*0 \("):
        find_screen("7", qapp.screens())


def test_that_a_tv_picture_is_full_hd_unless_asked_otherwise(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    for size, wanted in ((None, (1920, 1080)), ((3840, 2160), (3840, 2160))):
        run = open_tv(qapp, WindowOptions(screenshot=tmp_path / "tv.png", size=size))
        qtbot.addWidget(run.window)
        assert isinstance(run.window, TvWindow)
        assert (run.window.width(), run.window.height()) == wanted


def test_that_a_picture_leaves_the_users_own_window_settings_alone(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path)
    run = open_desk(qapp, WindowOptions(screenshot=tmp_path / "desk.png", size=(1366, 768)), preferences)
    qtbot.addWidget(run.window)
    assert isinstance(run.window, DeskWindow)
    window = run.window
    qtbot.waitUntil(lambda: window.board is not None)
    window.close()
    assert Preferences(tmp_path).current.desk.geometry == ""


def test_that_a_desk_says_what_is_wrong_with_its_settings_and_offers_a_newer_version(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallboard.client.updates, "fetch_release", lambda _url: Release(version="999.0"))
    (tmp_path / "client.toml").write_text('[desk]\nzoom = "big"\n[updates]\nurl = "https://intranet.example/w"\n')
    run = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    window = run.window
    qtbot.addWidget(window)
    assert isinstance(window, DeskWindow)
    qtbot.waitUntil(lambda: window.newer is not None and window.newer.offer is not None)
    assert window.board is not None
    words = window.board.notices.words
    assert words.text() == "Some settings cannot be used; defaults apply."
    assert "zoom" in words.toolTip()


@pytest.fixture
def locked_preferences(tmp_path: Path) -> Preferences:
    (tmp_path / "desk.toml").write_text(DESK)
    (tmp_path / "own").mkdir()
    return Preferences(tmp_path / "own", tmp_path / "desk.toml")


@pytest.fixture
def locked_run(qapp: QApplication, qtbot: QtBot, locked_preferences: Preferences) -> WindowRun:
    made = open_desk(qapp, WindowOptions(), locked_preferences)
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


def test_that_what_is_locked_rests_and_says_why(locked_run: WindowRun) -> None:
    there = actions(locked_run)
    assert menu_of(locked_run).toolTipsVisible()
    assert {name for name, action in there.items() if action.text() and not action.isEnabled()} == set(LOCKED)
    assert {there[name].toolTip() for name in LOCKED} == {tip(WHY)}


def test_that_neither_mouse_nor_keys_change_what_is_locked(
    locked_run: WindowRun, locked_preferences: Preferences
) -> None:
    menu = menu_of(locked_run)
    before = locked_preferences.current
    for name in LOCKED:
        menu.popup(locked_run.window.mapToGlobal(locked_run.window.rect().center()))
        QTest.mouseClick(
            menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(actions(locked_run)[name]).center()
        )
        menu.hide()
    locked_run.window.activateWindow()
    for key in (Qt.Key.Key_T, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        QTest.keyClick(locked_run.window, key, Qt.KeyboardModifier.ControlModifier)
    assert locked_run.window.findChild(ExtensionDialog) is None
    assert (desk(locked_run).theme.scale, desk(locked_run).theme.is_dark) == (1.25, False)
    assert locked_preferences.current == before
    assert before.desk.theme is ThemeChoice.LIGHT


def test_that_the_same_keys_change_what_is_not_locked(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    made = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    qtbot.addWidget(made.window)
    qtbot.waitUntil(lambda: desk(made).board is not None)
    was = desk(made).theme
    QTest.keyClick(made.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert desk(made).theme.is_dark is not was.is_dark
    assert not any(action.toolTip() == tip(WHY) for action in actions(made).values())


def test_that_a_locked_address_cannot_be_typed_over(locked_run: WindowRun, locked_preferences: Preferences) -> None:
    SigningIn(locked_run, GatewayOptions(url="wss://mine.example"), locked_preferences, ClientKind.DESK).ask()
    dialog = locked_run.window.findChild(SignIn)
    assert dialog is not None
    assert dialog.address.text() == "wss://gateway.example:8765"
    assert not dialog.address.isEnabled()
    assert dialog.address.toolTip() == tip(WHY)
