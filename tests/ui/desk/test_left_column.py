"""Queues and callers share their column: each has its fair part, and rows do not jump."""

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
        (600, Needs(queues=300, one=110, every=250), 250),
        (600, Needs(queues=480, one=110, every=900), 300),
        (600, Needs(queues=590, one=110, every=250), 250),
        (600, Needs(queues=100, one=110, every=450), 450),
        (600, Needs(queues=100, one=110, every=4000), 500),
        (600, Needs(queues=2000, one=110, every=450), 300),
        (600, Needs(queues=300, one=36, every=36), 36),
        (160, Needs(queues=300, one=110, every=450), 110),
    ],
)
def test_that_callers_have_up_to_half_of_the_room_and_what_the_queues_leave(
    room: int, needs: Needs, height: int
) -> None:
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


@pytest.mark.parametrize(
    ("height", "queues", "waiting", "cards"),
    [
        (500, 9, 0, 0),
        (500, 9, 3, 3),
        (500, 9, 17, 3),
        (500, 9, 60, 3),
        (900, 40, 3, 3),
        (900, 40, 17, 5),
        (900, 40, 60, 5),
        (900, 3, 17, 9),
    ],
)
def test_that_many_callers_are_in_sight_beside_many_queues(
    column: LeftColumn,
    make_frame: Frames,
    make_queue: Queues,
    make_caller: Callers,
    height: int,
    queues: int,
    waiting: int,
    cards: int,
) -> None:
    column.resize(700, height)
    callers = tuple(make_caller(f"w{number}") for number in range(waiting))
    show(column, make_frame(queues=tuple(make_queue(f"q{number}") for number in range(queues)), callers=callers))
    seen = column.callers.view.viewport().height() if waiting else 0
    assert seen // DARK.px(68) >= cards
    assert column.queues.view.viewport().height() >= min(4, queues) * DARK.px(36)
    assert column.queues.height() + 8 + column.callers.height() == height


def test_that_more_callers_need_no_taller_board(
    column: LeftColumn, make_frame: Frames, make_queue: Queues, make_caller: Callers
) -> None:
    least = []
    for waiting in (1, 60):
        callers = tuple(make_caller(f"w{number}") for number in range(waiting))
        show(column, make_frame(queues=(make_queue(),), callers=callers))
        least.append(column.minimumSizeHint().height())
    assert least[0] == least[1]


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
