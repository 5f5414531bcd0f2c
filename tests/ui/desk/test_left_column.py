"""Queues and callers share their column: callers take what they need, and rows do not jump."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.present.frame import BoardFrame, CallerRow, QueueRow
from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.desk.left_column import LeftColumn, Needs, callers_height
from wallboard.ui.look.stylesheet import apply_theme, style_sheet
from wallboard.ui.look.theme import DARK
from wallboard.ui.queues.table import QueueTable

Callers = Callable[..., CallerRow]
Queues = Callable[..., QueueRow]
Frames = Callable[..., BoardFrame]


@pytest.mark.parametrize(
    ("room", "needs", "height"),
    [
        (600, Needs(queues=300, first=300, one=110, some=250, every=250), 250),
        (600, Needs(queues=480, first=480, one=110, some=250, every=900), 120),
        (600, Needs(queues=590, first=590, one=110, some=250, every=250), 110),
        (600, Needs(queues=100, first=100, one=110, some=250, every=450), 450),
        (600, Needs(queues=2000, first=400, one=110, some=250, every=450), 200),
        (600, Needs(queues=300, first=300, one=36, some=36, every=36), 36),
    ],
)
def test_that_callers_take_what_they_need_of_what_the_queues_leave(room: int, needs: Needs, height: int) -> None:
    assert callers_height(room, needs) == height


@pytest.fixture
def column(qapp: QApplication, qtbot: QtBot) -> LeftColumn:
    if qapp.styleSheet() != style_sheet(DARK):
        apply_theme(qapp, DARK)
    made = LeftColumn(DARK, QueueTable(DARK), CallerList(DARK))
    qtbot.addWidget(made)
    made.resize(700, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(column: LeftColumn, frame: BoardFrame) -> None:
    column.queues.show_frame(frame)
    column.callers.show_frame(frame)
    QApplication.processEvents()


def test_that_nobody_waiting_is_one_line(column: LeftColumn, make_frame: Frames, make_queue: Queues) -> None:
    show(column, make_frame(queues=(make_queue(),)))
    assert column.callers.height() <= 40
    assert not column.callers.view.isVisible()


def test_that_three_callers_are_in_sight_and_so_many_as_fit_where_queues_leave_room(
    column: LeftColumn, make_frame: Frames, make_queue: Queues, make_caller: Callers
) -> None:
    many = tuple(make_queue(f"q{number}") for number in range(40))
    callers = tuple(make_caller(f"w{number}") for number in range(6))
    for queues, cards in ((many, 3), (many[:2], 6)):
        show(column, make_frame(queues=queues, callers=callers))
        assert column.callers.view.viewport().height() // DARK.px(68) == cards


def test_that_the_place_of_callers_who_left_stays_for_some_time(
    column: LeftColumn, make_frame: Frames, make_queue: Queues, make_caller: Callers
) -> None:
    two = (make_caller("a"), make_caller("b"))
    show(column, make_frame(queues=(make_queue(),), callers=two))
    tall = column.callers.height()
    show(column, make_frame(queues=(make_queue(),), callers=()))
    assert column.callers.height() == tall
    column._later.timeout.emit()
    QApplication.processEvents()
    assert column.callers.height() <= 40
