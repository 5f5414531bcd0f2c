"""A titled frame around one body."""

from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from wallboard.ui.panel import Panel
from wallboard.ui.theme import DARK


def test_that_a_panel_shows_title_and_note_and_hands_its_focus_on(qtbot: QtBot) -> None:
    panel = Panel(DARK, "Callers")
    qtbot.addWidget(panel)
    body = QListView()
    panel.set_body(body)
    panel.set_note("12")
    panel.set_note("12")
    assert [label.text() for label in panel.findChildren(QLabel)] == ["Callers", "12"]
    assert panel.focusProxy() is body
