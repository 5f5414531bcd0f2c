"""The floating words."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.call_control.drop_hint import DropHint
from wallboard.ui.look.theme import Theme


@pytest.mark.parametrize("corner", [(0, 0), (799, 0), (0, 599), (799, 599), (400, 300)])
def test_that_the_words_stay_within_the_window_and_off_the_pointer(
    theme: Theme, qtbot: QtBot, corner: tuple[int, int]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    hint = DropHint(theme, window)
    point = QPoint(*corner)
    hint.say("Maria's phone will ring immediately.", window.mapToGlobal(point), is_legal=corner == (0, 0))
    assert hint.isVisible()
    assert window.rect().contains(hint.geometry())
    assert not hint.geometry().contains(point)
    assert "Maria's phone will ring immediately." in [label.text() for label in hint.findChildren(QLabel)]
