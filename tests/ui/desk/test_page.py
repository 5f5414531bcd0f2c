"""A page is as large as its window, and scrolls where that is too small for it."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.desk.page import BoardPage
from wallboard.ui.words.plain import BrokenLabel


@pytest.mark.parametrize(("window", "page"), [((900, 700), (900, 700)), ((300, 200), (500, 400))])
def test_that_a_page_is_never_smaller_than_it_can_be(
    qtbot: QtBot, window: tuple[int, int], page: tuple[int, int]
) -> None:
    inside = QWidget()
    inside.setMinimumSize(500, 400)
    scroll = BoardPage(inside)
    qtbot.addWidget(scroll)
    scroll.resize(*window)
    scroll.show()
    qtbot.waitExposed(scroll)
    assert inside.size().toTuple() == page
    assert (scroll.verticalScrollBar().maximum() > 0) is (window != page)


def test_that_another_board_is_scrolled_to_where_the_last_one_was(qtbot: QtBot) -> None:
    pages = []
    for _ in range(2):
        inside = QWidget()
        inside.setMinimumSize(500, 400)
        page = BoardPage(inside)
        qtbot.addWidget(page)
        page.resize(300, 200)
        page.show()
        QApplication.processEvents()
        pages.append(page)
    first, second = pages
    first.verticalScrollBar().setValue(first.verticalScrollBar().maximum() // 2)
    second.go_to(first.place())
    qtbot.waitUntil(lambda: second.place() == first.place())
    assert first.place()[1] == pytest.approx(0.5, abs=0.02)


def test_that_words_that_break_make_no_page_scroll(qtbot: QtBot) -> None:
    inside, words = QWidget(), BrokenLabel("many words " * 30)
    low = QWidget()
    low.setMinimumHeight(50)
    low.sizeHint = lambda: QSize(100, 900)  # type: ignore[method-assign] # it likes to be high, and need not be
    layout = QVBoxLayout(inside)
    layout.addWidget(low)
    layout.addWidget(words)
    page = BoardPage(inside)
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.show()
    QApplication.processEvents()
    assert page.verticalScrollBar().maximum() == 0
    assert words.width() < 300
