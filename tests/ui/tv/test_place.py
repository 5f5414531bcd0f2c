"""A TV goes back to where it belongs; what happens to real screens is in `tests/screen/test_tv_screens.py`."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.tv import place as tv_place
from wallboard.ui.tv.place import TvPlace


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setGeometry(QGuiApplication.screens()[0].geometry())
    made.showFullScreen()
    return made


def test_that_a_window_that_was_moved_or_made_smaller_is_put_right_by_itself(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tv_place, "CHECK_MS", 20)
    place = TvPlace(window, QGuiApplication.screens()[0].name())
    assert place.is_right()
    away: list[Callable[[], object]] = [lambda: window.setGeometry(9, 9, 90, 90), window.hide, window.showMinimized]
    for disturb in away:
        disturb()
        assert not place.is_right()
        qtbot.waitUntil(place.is_right)


def test_that_one_change_after_another_is_answered_once_with_the_height(
    window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tv_place, "CALM_MS", 20)
    place = TvPlace(window, "")
    heights: list[int] = []
    place.settled.connect(heights.append)
    screen = QGuiApplication.screens()[0]
    for _ in range(5):
        screen.geometryChanged.emit(screen.geometry())
    qtbot.waitUntil(lambda: bool(heights))
    assert heights == [screen.geometry().height()]


def test_that_without_its_own_screen_it_is_on_the_first(window: QWidget) -> None:
    assert TvPlace(window, "HDMI-7").screen() is QGuiApplication.screens()[0]
