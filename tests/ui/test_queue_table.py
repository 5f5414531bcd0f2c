"""The table of queues on the screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import ALL_QUEUES
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.models.queue_model import Column
from wallboard.ui.queue_table import QueueTable
from wallboard.ui.stylesheet import apply_theme
from wallboard.ui.theme import DARK, Theme

Queues = Callable[..., QueueRow]
Frames = Callable[..., BoardFrame]


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot, make_frame: Frames, make_queue: Queues) -> QueueTable:
    """The table with a total and two queues."""
    apply_theme(qapp, DARK)
    table = on_screen(QueueTable(DARK), qtbot)
    table.show_frame(
        make_frame(queues=(make_queue(ALL_QUEUES, "All queues"), make_queue("sales", "Sales"), make_queue()))
    )
    return table


def on_screen(made: QueueTable, qtbot: QtBot) -> QueueTable:
    """``made`` in a window of its own."""
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_a_click_chooses_the_queue(table: QueueTable, qtbot: QtBot) -> None:
    place = table.view.visualRect(table.model.index(1, Column.ASA)).center()
    with qtbot.waitSignal(table.queue_chosen) as chosen:
        QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen.args == ["sales"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_that_arrows_walk_and_enter_chooses(table: QueueTable, qtbot: QtBot, key: Qt.Key) -> None:
    table.view.setCurrentIndex(table.model.index(1, 0))
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.queue_chosen) as chosen:
        QTest.keyClick(table.view, key)
    assert chosen.args == ["support"]


def test_that_nothing_is_chosen_where_no_queue_is(table: QueueTable, qtbot: QtBot) -> None:
    table.view.clearSelection()
    table.view.setCurrentIndex(table.model.index(-1, -1))
    with qtbot.assertNotEmitted(table.queue_chosen):
        QTest.keyClick(table.view, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("width", "given_up"),
    [(900, set()), (600, {Column.ASA}), (480, {Column.ASA, Column.AGENTS})],
)
def test_that_a_narrow_table_keeps_what_matters_most(
    table: QueueTable, width: int, given_up: set[Column], qtbot: QtBot
) -> None:
    table.resize(width, 400)
    qtbot.waitUntil(lambda: table.width() == width)
    assert {column for column in Column if table.view.isColumnHidden(column)} == given_up


def test_that_the_row_under_the_pointer_stands_out_until_it_leaves(table: QueueTable) -> None:
    table.view.entered.emit(table.model.index(2, 0))
    assert table.delegate.hovered_row == 2
    QApplication.sendEvent(table.view.viewport(), QEvent(QEvent.Type.Leave))
    assert table.delegate.hovered_row == -1
    QApplication.sendEvent(table.view.viewport(), QEnterEvent(QPointF(), QPointF(), QPointF()))


def test_that_the_chosen_queue_is_marked(table: QueueTable, make_frame: Frames, make_queue: Queues) -> None:
    queue = make_queue()
    table.show_frame(make_frame(queues=(queue,), scope=queue.id))
    assert table.delegate.scope == queue.id


def test_that_the_longest_wait_turns_with_the_clock(
    qtbot: QtBot, qapp: QApplication, theme: Theme, make_frame: Frames, make_queue: Queues, now_ms: int
) -> None:
    table = on_screen(QueueTable(theme), qtbot)
    table.tick(now_ms)
    table.show_frame(make_frame(queues=tuple(make_queue(f"q{number}") for number in range(40))))
    qapp.processEvents()
    before = table.view.grab().toImage()
    table.tick(now_ms + 999)
    assert table.view.grab().toImage() == before
    table.tick(now_ms + 1_000)
    assert table.view.grab().toImage() != before
