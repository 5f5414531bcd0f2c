"""A window's menu: its keys count in the whole window, and what is locked rests and says why."""

from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.desk.window_menu import WindowMenu


def test_that_an_action_is_in_the_menu_and_has_its_keys_in_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    menu, done = QMenu(window), []
    action = WindowMenu(menu, window).add("Larger & wider", lambda: done.append(1), "Ctrl++", "Ctrl+=")
    assert action in menu.actions()
    assert action in window.actions()
    assert [key.toString() for key in action.shortcuts()] == ["Ctrl++", "Ctrl+="]
    assert action.text() == "Larger && wider"
    action.trigger()
    assert done == [1]


def test_that_what_is_locked_rests_and_says_why_and_nothing_else_does(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    menu = WindowMenu(QMenu(window), window)
    look, larger, smaller = (menu.add(words, int) for words in ("Look", "Larger", "Smaller"))
    menu.lock({"zoom", "language"}, "by the administrator", theme=(look,), zoom=(larger, smaller))
    assert [action.isEnabled() for action in (look, larger, smaller)] == [True, False, False]
    assert "by the administrator" in smaller.toolTip()
    assert "by the administrator" not in look.toolTip()
