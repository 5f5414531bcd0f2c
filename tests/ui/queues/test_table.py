"""The table of queues on the screen."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.queues.places import Column
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, CallerRow, QueueRow, Why
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.figures.figure_menu import FigureMenu
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.queues.menu import QueueMenu
from wallboard.ui.queues.table import QueueTable

Queues = Callable[..., QueueRow]
Frames = Callable[..., BoardFrame]


@pytest.fixture
def table(qapp: QApplication, qtbot: QtBot, make_frame: Frames, make_queue: Queues) -> QueueTable:
    """The table with a total and two queues."""
    apply_theme(qapp, DARK)
    table = on_screen(QueueTable(DARK), qtbot)
    table.show_frame(make_frame(queues=(make_queue(ALL, "All queues"), make_queue("sales", "Sales"), make_queue())))
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
    [
        (900, set()),
        (670, {Column.ASA}),
        (600, {Column.ASA, Column.ABANDONED}),
        (480, {Column.ASA, Column.ABANDONED, Column.AGENTS}),
    ],
)
def test_that_a_narrow_table_keeps_what_matters_most(
    table: QueueTable, width: int, given_up: set[Column], qtbot: QtBot
) -> None:
    table.resize(width, 400)
    qtbot.waitUntil(lambda: table.width() == width)
    assert {column for column in Column if table.view.isColumnHidden(column)} == given_up


def test_that_goals_that_become_different_stand_beside_each_figure(
    table: QueueTable, qtbot: QtBot, make_frame: Frames, make_queue: Queues
) -> None:
    rows = make_queue(ALL, "All queues"), make_queue("sales", "Sales"), make_queue()
    other = replace(rows[1], goal=Goal(target_pct=90.0))
    for queues in ((rows[0], other, rows[2]), rows):
        fresh = on_screen(QueueTable(DARK), qtbot)
        for each in (table, fresh):
            each.show_frame(make_frame(queues=queues))
        QApplication.processEvents()
        assert [table.view.columnWidth(at) for at in Column] == [fresh.view.columnWidth(at) for at in Column]
        assert table.view.grab().toImage() == fresh.view.grab().toImage()


def test_that_each_row_is_painted_once_goals_differ(
    table: QueueTable, make_frame: Frames, make_queue: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_queue(ALL, "All queues"), make_queue("sales", "Sales"), make_queue()
    table.show_frame(make_frame(queues=rows))
    QApplication.processEvents()
    painted = painted_rows(table, monkeypatch)
    table.show_frame(make_frame(queues=(rows[0], replace(rows[1], goal=Goal(target_pct=90.0)), rows[2])))
    QApplication.processEvents()
    assert painted >= {0, 1, 2}


def painted_rows(table: QueueTable, patch: pytest.MonkeyPatch) -> set[int]:
    """The rows whose service level is painted from now on."""
    painted: set[int] = set()
    paint = table.delegate.paint

    def noted(painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.column() == Column.SERVICE_LEVEL:
            painted.add(index.row())
        paint(painter, option, index)

    patch.setattr(table.delegate, "paint", noted)
    return painted


def test_that_a_longer_heading_makes_its_column_wider(table: QueueTable) -> None:
    before = table.view.columnWidth(Column.WAITING)
    table.sort(Sorting(by=FigureId.WAITING))
    assert table.view.columnWidth(Column.WAITING) > before
    assert sum(table.view.columnWidth(column) for column in Column) == table.view.viewport().width()


def shown(table: QueueTable) -> list[str]:
    rows = [table.model.row_at(table.model.index(at, 0)) for at in range(table.model.rowCount())]
    return [row.id for row in rows if row is not None]


def test_that_a_head_orders_down_up_and_by_trouble_again_and_tells_it(table: QueueTable) -> None:
    told: list[Sorting] = []
    table.sorting_changed.connect(told.append)
    head = table.view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(Column.NAME) + 5, head.height() // 2)
    orders = []
    for _ in range(3):
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        orders.append(shown(table))
    assert orders == [["all", "sales", "support"], ["all", "support", "sales"], ["all", "sales", "support"]]
    assert [sorting.by for sorting in told] == [SortBy.NAME, SortBy.NAME, SortBy.TROUBLE]


def test_that_a_queue_that_gets_into_trouble_comes_up_when_it_is_so_for_two_seconds_and_nobody_points(
    table: QueueTable, make_frame: Frames, make_queue: Queues, now_ms: int
) -> None:
    rows = (make_queue(ALL, ""), make_queue("sales", "Sales"), make_queue(past_limit=2))
    table.tick(now_ms)
    table.show_frame(make_frame(queues=rows))
    assert shown(table) == ["all", "sales", "support"]
    table.view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=True)
    table.tick(now_ms + 5_000)
    assert shown(table) == ["all", "sales", "support"]
    table.view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    table.tick(now_ms + 5_100)
    assert shown(table) == ["all", "support", "sales"]


def test_that_no_row_moves_while_a_caller_is_carried(
    table: QueueTable, make_frame: Frames, make_queue: Queues, make_caller: Callable[..., CallerRow], now_ms: int
) -> None:
    controller = CallController(table)
    table.set_controller(controller)
    table.tick(now_ms)
    controller.lift(make_caller())
    table.show_frame(make_frame(queues=(make_queue("sales", "Sales"), make_queue(past_limit=2))))
    table.show_frame(make_frame(queues=(make_queue("sales", "Sales"), make_queue(past_limit=0, waiting=0))))
    table.show_frame(make_frame(queues=(make_queue("sales", "Sales"), make_queue(past_limit=2))))
    before = shown(table)
    table.show_frame(make_frame(queues=(make_queue("sales", "Sales", past_limit=9), make_queue(past_limit=2))))
    table.tick(now_ms + 60_000)
    assert shown(table) == before
    controller.put_down()
    table.tick(now_ms + 60_100)
    assert shown(table) == ["sales", "support"]


def test_that_a_click_on_why_asks_for_those_agents(
    table: QueueTable, make_frame: Frames, make_queue: Queues, qtbot: QtBot
) -> None:
    row = make_queue(why=Why(logged_in=2, wrap_up=2))
    table.show_frame(make_frame(queues=(row,)))
    place = table.view.visualRect(table.model.index(0, Column.AGENTS)).center()
    with qtbot.waitSignal(table.why_chosen) as chosen, qtbot.assertNotEmitted(table.queue_chosen):
        QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen.args == [row]


def test_that_what_all_queues_promise_stands_in_the_head_once_and_else_in_each_row(
    table: QueueTable, make_frame: Frames, make_queue: Queues
) -> None:
    table.show_frame(make_frame(queues=(make_queue(ALL, ""), make_queue())))
    assert "80/20 of offered · 1" in [label.text() for label in table.findChildren(QLabel)]
    assert not table.delegate.names_goals
    table.show_frame(make_frame(queues=(make_queue(), make_queue("vip", "VIP", goal=Goal(threshold_s=10)))))
    assert "2" in [label.text() for label in table.findChildren(QLabel)]
    assert table.delegate.names_goals


@pytest.mark.parametrize("way", ["button", "key"])
def test_that_the_right_button_and_shift_f10_offer_the_limit(table: QueueTable, way: str, qtbot: QtBot) -> None:
    index = table.model.index(1, 0)
    if way == "key":
        table.view.setCurrentIndex(index)
        QTest.keyClick(table.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    else:
        table.view.customContextMenuRequested.emit(table.view.visualRect(index).center())
    (menu,) = table.view.findChildren(QueueMenu)
    with qtbot.waitSignal(table.queue_chosen) as chosen:
        menu.actions()[0].trigger()
    assert chosen.args == ["sales"]
    menu.close()


def test_that_a_centre_without_queues_says_so(table: QueueTable, make_frame: Frames) -> None:
    table.show_frame(make_frame(queues=()))
    assert "No queues" in " ".join(label.text() for label in table.findChildren(QLabel) if label.isVisible())


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


def test_that_the_columns_are_those_that_are_asked_for_and_others_can_be_chosen(
    qtbot: QtBot, make_frame: Frames, make_queue: Queues
) -> None:
    table = on_screen(QueueTable(DARK, figures=(FigureId.OCCUPANCY, FigureId.WAITING)), qtbot)
    table.show_frame(make_frame(queues=(make_queue(),)))
    heads = [table.model.headerData(at, Qt.Orientation.Horizontal) for at in range(table.model.columnCount())]
    assert heads == ["Queue", "Occupancy", "Waiting", "Agents"]
    assert [table.model.cell_text(row, FigureId.OCCUPANCY) for _, row in table.model.shown(range(1))] == [
        "Occupancy: 81%"
    ]
    table.view.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = table.view.findChildren(QueueMenu)
    (columns,) = menu.findChildren(FigureMenu)
    with qtbot.waitSignal(table.columns_chosen) as chosen:
        next(action for action in columns.actions() if action.text() == "Occupancy").trigger()
    assert chosen.args == [(FigureId.WAITING,)]
    menu.close()
