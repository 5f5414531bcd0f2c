"""The table that is painted by its delegate alone: each cell once, with its state, on the theme's surface."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QCursor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.queues.places import Column
from wallboard.present.frame import QueueRow
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.theme import DARK
from wallboard.ui.queues.queue_model import QueueModel

Queues = Callable[..., QueueRow]
AnyIndex = QModelIndex | QPersistentModelIndex


class Notes(QStyledItemDelegate):
    """Notes which cells it is to paint, where, and in which state."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[int, int]] = []
        self.places: list[QRect] = []
        self.selected: set[tuple[int, int]] = set()
        self.hovered: set[tuple[int, int]] = set()

    def paint(self, _painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        cell = index.row(), index.column()
        self.cells.append(cell)
        self.places.append(QRect(option.rect))
        if option.state & QStyle.StateFlag.State_Selected:
            self.selected.add(cell)
        if option.state & QStyle.StateFlag.State_MouseOver:
            self.hovered.add(cell)


@pytest.fixture
def notes(qapp: QApplication) -> Notes:
    """What is to be painted."""
    return Notes()


@pytest.fixture
def table(qtbot: QtBot, notes: Notes, make_queue: Queues) -> Iterator[PaintedTable]:
    """Two hundred queues in a window that shows a few; what was painted first is forgotten."""
    made, model = PaintedTable(DARK), QueueModel()
    qtbot.addWidget(made)
    made.setModel(model)
    made.setItemDelegate(notes)
    made.setSelectionBehavior(PaintedTable.SelectionBehavior.SelectRows)
    model.replace_rows([make_queue(f"q{number}") for number in range(200)])
    made.resize(500, 300)
    made.show()
    qtbot.waitExposed(made)
    QTest.qWait(0)
    notes.cells.clear()
    yield made
    model.deleteLater()


def test_that_only_the_cells_in_sight_are_painted_each_in_its_place(table: PaintedTable, notes: Notes) -> None:
    table.scrollTo(table.model().index(100, 0))
    notes.cells.clear()
    notes.places.clear()
    table.viewport().grab()
    assert {row for row, _ in notes.cells} == set(table.rows_in_sight())
    assert len(notes.cells) == len(set(notes.cells)) < 200
    assert notes.places == [table.visualRect(table.model().index(*cell)) for cell in notes.cells]


def test_that_a_cell_that_is_told_as_changed_is_painted_alone(table: PaintedTable, notes: Notes) -> None:
    table.update(table.model().index(1, Column.WAITING))
    QApplication.processEvents()
    assert notes.cells == [(1, Column.WAITING)]


def test_that_changed_cells_are_painted_without_their_neighbours(table: PaintedTable, notes: Notes) -> None:
    model = table.model()
    model.dataChanged.emit(model.index(1, Column.WAITING), model.index(2, Column.LONGEST))
    QApplication.processEvents()
    columns = (Column.WAITING, Column.LONGEST)
    assert notes.cells == [(row, column) for row in (1, 2) for column in columns]


def test_that_a_hidden_column_is_not_painted(table: PaintedTable, notes: Notes) -> None:
    table.setColumnHidden(Column.ASA, True)
    table.viewport().grab()
    assert Column.ASA not in {column for _, column in notes.cells}


def test_that_selected_cells_and_the_one_under_the_pointer_say_so(
    table: PaintedTable, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.selectRow(1)
    over = table.visualRect(table.model().index(2, 0)).center()
    monkeypatch.setattr(QCursor, "pos", lambda: table.viewport().mapToGlobal(over))
    monkeypatch.setattr(type(table.viewport()), "underMouse", lambda _widget: True)
    table.viewport().grab()
    assert {row for row, _ in notes.selected} == {1}
    assert notes.hovered == {(2, 0)}


def test_that_room_without_a_row_has_the_surface_s_colour(table: PaintedTable, make_queue: Queues) -> None:
    model = table.model()
    assert isinstance(model, QueueModel)
    model.replace_rows([make_queue()])
    image = table.viewport().grab().toImage()
    corner = QPoint(image.width() - 2, image.height() - 2)
    assert QColor(image.pixelColor(corner)) == DARK.colour("surface")
    assert table.rows_in_sight() == range(1)
