"""A page is as large as its window, and scrolls where that is too small for it."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.page import Page


@pytest.mark.parametrize(("window", "page"), [((900, 700), (900, 700)), ((300, 200), (500, 400))])
def test_that_a_page_is_never_smaller_than_it_can_be(
    qtbot: QtBot, window: tuple[int, int], page: tuple[int, int]
) -> None:
    inside = QWidget()
    inside.setMinimumSize(500, 400)
    scroll = Page(inside)
    qtbot.addWidget(scroll)
    scroll.resize(*window)
    scroll.show()
    qtbot.waitExposed(scroll)
    assert inside.size().toTuple() == page
    assert (scroll.verticalScrollBar().maximum() > 0) is (window != page)
