"""The table of tiles: painted as the delegate alone would, on the panel's ground."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.frame import AgentRow
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.agents.tile_delegate import AgentTileDelegate
from wallboard.ui.agents.tile_layout import MEDIUM
from wallboard.ui.agents.tile_table import TileTable
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.theme import Theme

Make = Callable[..., AgentRow]


@pytest.fixture
def grid(qapp: QApplication) -> Iterator[AgentGrid]:
    """Agents in two lines of three, the last place of which is empty."""
    grid = AgentGrid()
    grid.set_columns(3)
    yield grid
    grid.deleteLater()


def opened(kind: type[PaintedTable], grid: AgentGrid, theme: Theme, qtbot: QtBot) -> PaintedTable:
    """A table of ``kind`` that shows ``grid`` with room around it."""
    table = kind(theme)
    qtbot.addWidget(table)
    delegate = AgentTileDelegate(theme, table)
    delegate.density = MEDIUM
    delegate.show_live(True)
    table.setModel(grid)
    table.setItemDelegate(delegate)
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.hide()
    table.horizontalHeader().setDefaultSectionSize(180)
    table.verticalHeader().setDefaultSectionSize(62)
    table.resize(600, 200)
    table.show()
    qtbot.waitExposed(table)
    return table


def picture(table: PaintedTable) -> QImage:
    """What the table shows."""
    return table.viewport().grab().toImage()


def test_that_tiles_look_as_their_delegate_draws_them_by_qt_s_way(
    qtbot: QtBot, grid: AgentGrid, theme: Theme, make_agent: Make
) -> None:
    states = (AgentState.READY, AgentState.TALKING, AgentState.LOGGED_OUT, AgentState.PAUSED)
    grid.replace_rows([make_agent(f"Agent {at}", state) for at, state in enumerate(states)] + [make_agent("E")])
    ours, plain = opened(TileTable, grid, theme, qtbot), opened(PaintedTable, grid, theme, qtbot)
    for table in (ours, plain):
        table.setCurrentIndex(grid.index(0, 1))
    assert picture(ours) == picture(plain)


def test_that_where_no_agent_is_the_panel_s_ground_shows(
    qtbot: QtBot, grid: AgentGrid, theme: Theme, make_agent: Make
) -> None:
    grid.replace_rows([make_agent(f"Agent {at}") for at in range(5)])
    table = opened(TileTable, grid, theme, qtbot)
    image, ground = picture(table), theme.colour("surface")
    beside = QPoint(image.width() - 2, 5)
    below = QPoint(5, image.height() - 2)
    empty = table.visualRect(grid.index(1, 2)).center()
    assert {image.pixelColor(at).name() for at in (beside, below, empty)} == {ground.name()}


def test_that_the_ground_shows_where_an_agent_was(
    qtbot: QtBot, grid: AgentGrid, theme: Theme, make_agent: Make
) -> None:
    agents = [make_agent(f"Agent {at}") for at in range(6)]
    grid.replace_rows(agents)
    table = opened(TileTable, grid, theme, qtbot)
    grid.replace_rows(agents[:5])
    QApplication.processEvents()
    shown = table.window().grab().toImage()
    empty = table.viewport().mapTo(table.window(), table.visualRect(grid.index(1, 2)).center())
    assert shown.pixelColor(empty).name() == theme.colour("surface").name()
