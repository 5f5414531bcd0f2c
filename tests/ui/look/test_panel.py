"""A titled frame around one body."""

from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from wallboard.ui.look.panel import Panel
from wallboard.ui.look.theme import DARK


def test_that_a_panel_shows_title_and_note_and_hands_its_focus_on(qtbot: QtBot) -> None:
    panel = Panel(DARK, "Callers")
    qtbot.addWidget(panel)
    body = QListView()
    panel.set_body(body)
    panel.set_note("12")
    panel.set_note("12")
    assert [label.text() for label in panel.findChildren(QLabel) if label.text()] == ["Callers", "12"]
    assert panel.focusProxy() is body


def test_that_an_empty_panel_says_so_in_its_middle(qtbot: QtBot) -> None:
    panel = Panel(DARK, "Callers")
    qtbot.addWidget(panel)
    body = QListView()
    panel.set_body(body)
    panel.resize(400, 300)
    panel.show()
    panel.set_empty("No callers waiting")
    qtbot.waitExposed(panel)
    (words,) = [label for label in body.findChildren(QLabel) if label.isVisible()]
    assert words.text() == "No callers waiting"
    assert (words.geometry().center() - body.rect().center()).manhattanLength() < 4
    panel.set_empty("")
    assert not words.isVisible()


def test_that_a_head_stands_beside_the_title_and_gets_the_room_that_is_left(qtbot: QtBot) -> None:
    panel = Panel(DARK, "Agents")
    qtbot.addWidget(panel)
    head = QListView()
    panel.set_head(head)
    panel.set_body(QListView())
    panel.resize(600, 300)
    panel.show()
    qtbot.waitExposed(panel)
    (title,) = [label for label in panel.findChildren(QLabel) if label.text() == "Agents"]
    assert head.x() > title.geometry().right()
    assert head.width() > 300
