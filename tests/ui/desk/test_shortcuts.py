"""The list of keys: all that there are."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from wallboard.settings.client import DeskSettings
from wallboard.ui.desk.shortcuts import Keys, Section, ShortcutList, keys_of, put_into, shown, taken_by_views
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.theme import DARK

UI = Path("wallboard/ui")
NAMES = {"Return": {"Return", "Enter"}, "PgUp": {"PageUp"}, "PgDown": {"PageDown"}, "Esc": {"Escape"}}
"""How `Qt.Key` spells what `QKeySequence` spells in another way."""


@pytest.fixture
def desk(qtbot: QtBot) -> DeskWindow:
    """The desk with its board."""
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.ready):
        window.show()
    return window


def test_that_every_action_with_a_key_is_listed_with_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    find, _sign_in = QAction("Find…", window), QAction("Sign in", window)
    find.setShortcut("Ctrl+K")
    words = [label.text() for label in ShortcutList(DARK, window).findChildren(QLabel)]
    at = words.index("Ctrl+K")
    assert words[at + 1] == "Find"
    assert "Sign in" not in words


def test_that_actions_of_one_kind_are_one_entry(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    for number in range(1, 9):
        action = QAction("Show one chip", window)
        action.setShortcut(f"Alt+{number}")
        put_into(Section.AGENTS, action)
    (entry,) = keys_of(window)[Section.AGENTS]
    assert entry == Keys(keys=tuple(f"Alt+{number}" for number in range(1, 9)), words="Show one chip")
    assert shown(entry.keys) == f"{shown(['Alt+1'])} … {shown(['Alt+8'])}"


def test_that_every_key_of_the_desk_is_in_the_list_with_words(desk: DeskWindow) -> None:
    listed = {key for entries in keys_of(desk).values() for entry in entries for key in entry.keys}
    actions = [action for action in desk.findChildren(QAction) if not action.shortcut().isEmpty()]
    assert len(actions) > 20
    assert {action.shortcut().toString() for action in actions} <= listed
    assert all(action.text() for action in actions)
    assert not desk.findChildren(QShortcut)
    assert all(entry.words for entries in keys_of(desk).values() for entry in entries)


def test_that_no_key_does_two_things(desk: DeskWindow) -> None:
    keys = [key.toString() for action in desk.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_that_every_key_that_a_view_takes_is_in_the_table() -> None:
    entries = [entry for part in taken_by_views().values() for entry in part]
    table = {key.rpartition("+")[2] or key for entry in entries for key in entry.keys}
    spelled = {name for key in table for name in NAMES.get(key, {key})}
    taken = {name for path in UI.rglob("*.py") for name in re.findall(r"\bKey\.Key_(\w+)", path.read_text("utf-8"))}
    assert taken <= spelled
    assert "M" in taken


def test_that_every_shortcut_that_no_action_has_is_in_the_table() -> None:
    table = {key for part in taken_by_views().values() for entry in part for key in entry.keys}
    made = {key for path in UI.rglob("*.py") for key in re.findall(r'QShortcut\("(.+?)"', path.read_text("utf-8"))}
    assert made
    assert made <= table


def test_that_all_keys_of_the_table_are_keys() -> None:
    for part in taken_by_views().values():
        for entry in part:
            assert all(QKeySequence(key).toString() for key in entry.keys)


def test_that_the_list_fits_a_small_screen(desk: DeskWindow) -> None:
    size = ShortcutList(DARK, desk).sizeHint()
    assert size.width() <= 1366
    assert size.height() <= 700
