"""The columns of the queue table: what a narrow one does without, and what a wide one gives to whom."""

import pytest
from PySide6.QtWidgets import QApplication, QHeaderView
from pytestqt.qtbot import QtBot

from tests.ui.queues.places import Column
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.stylesheet import apply_theme, style_sheet
from wallboard.ui.look.theme import DARK
from wallboard.ui.queues.columns import FIGURES, columns_of, fit_columns
from wallboard.ui.queues.queue_model import QueueModel


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> PaintedTable:
    if qapp.styleSheet() != style_sheet(DARK):
        apply_theme(qapp, DARK)
    made = PaintedTable(DARK)
    made.setModel(QueueModel(made))
    made.verticalHeader().hide()
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    made.horizontalHeader().setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
    qtbot.addWidget(made)
    return made


def widths(view: PaintedTable, width: int, *names: str, names_goals: bool = False) -> dict[Column, int]:
    view.resize(width, 300)
    view.show()
    fit_columns(view, columns_of(FIGURES), DARK, names, names_goals=names_goals)
    return {column: view.columnWidth(column) for column in Column if not view.isColumnHidden(column)}


@pytest.mark.parametrize("width", [380, 480, 600, 700, 1000, 1600])
def test_that_all_columns_together_are_as_wide_as_the_table(view: PaintedTable, width: int) -> None:
    assert sum(widths(view, width, "Support").values()) == view.viewport().width()


def test_that_free_room_goes_to_long_names_first_then_to_words_about_agents(view: PaintedTable) -> None:
    short = widths(view, 900, "VIP")
    long = widths(view, 900, "Apoio ao Cliente Empresas Norte")
    assert long[Column.NAME] > short[Column.NAME]
    assert short[Column.AGENTS] > long[Column.AGENTS] >= 150
    assert widths(view, 2000, "VIP")[Column.AGENTS] == 320


def test_that_goals_that_differ_take_room_beside_the_service_level(view: PaintedTable) -> None:
    without, with_goals = widths(view, 1200, "VIP"), widths(view, 1200, "VIP", names_goals=True)
    assert with_goals[Column.SERVICE_LEVEL] > without[Column.SERVICE_LEVEL]
