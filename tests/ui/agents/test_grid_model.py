"""Agents as a grid of cells."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.factories.rows import agent_row
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow
from wallboard.ui.agents import words
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.look.rows_model import ROW_ROLE, runs
from wallboard.ui.words import plain

Make = Callable[..., AgentRow]


@pytest.fixture
def grid(qapp: object) -> Iterator[AgentGrid]:
    """A grid four wide that aborts the run if it ever tells Qt something wrong."""
    grid = grid_of(4)
    yield grid
    grid.deleteLater()


def grid_of(columns: int) -> AgentGrid:
    """A grid under Qt's own tester."""
    grid = AgentGrid()
    QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal, grid)
    grid.set_columns(columns)
    return grid


def cells(grid: AgentGrid) -> list[AgentRow | None]:
    """Every cell, line by line."""
    return [
        grid.row_at(grid.index(line, column))
        for line in range(grid.rowCount())
        for column in range(grid.columnCount())
    ]


def test_that_agents_fill_lines_in_their_order(grid: AgentGrid, make_agent: Make) -> None:
    agents = [make_agent(f"Agent {number}") for number in range(6)]
    grid.replace_rows(agents)
    assert grid.rowCount() == 2
    assert cells(grid) == [*agents, None, None]
    assert grid.index_of(agents[5].agent_id) == grid.index(1, 1)
    assert not grid.index_of("nobody").isValid()


def test_that_one_changed_agent_changes_one_cell(grid: AgentGrid, make_agent: Make) -> None:
    agents = [make_agent(f"Agent {number}") for number in range(12)]
    grid.replace_rows(agents)
    told: list[tuple[int, int, int]] = []
    grid.dataChanged.connect(lambda one, last: told.append((one.row(), one.column(), last.column())))
    grid.replace_rows(list(agents))
    assert told == []
    for number in (2, 3, 4, 9):
        agents[number] = make_agent(f"Agent {number}", AgentState.TALKING)
    grid.replace_rows(agents)
    assert told == [(0, 2, 3), (1, 0, 0), (2, 1, 1)]


@given(st.sets(st.integers(0, 29)), st.integers(1, 8))
def test_that_changed_agents_are_told_as_few_rectangles_without_any_other(changed: set[int], columns: int) -> None:
    grid = grid_of(columns)
    agents = [agent_row(f"Agent {number}") for number in range(30)]
    grid.replace_rows(agents)
    told: list[tuple[int, int, int, int]] = []
    grid.dataChanged.connect(lambda a, b: told.append((a.row(), a.column(), b.row(), b.column())))
    grid.replace_rows([agent_row(f"Agent {at}") if at in changed else one for at, one in enumerate(agents)])
    cells = [
        line * columns + column
        for top, left, bottom, right in told
        for line in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(cells) == sorted(changed)
    assert len(told) <= 3 * len(list(runs(sorted(changed))))


def test_that_whole_lines_of_changed_agents_are_told_at_once(grid: AgentGrid, make_agent: Make) -> None:
    grid.replace_rows([make_agent(f"Agent {number}") for number in range(40)])
    told: list[tuple[int, int]] = []
    grid.dataChanged.connect(lambda one, last: told.append((one.row(), last.row())))
    grid.replace_rows([make_agent(f"Agent {number}") for number in range(40)])
    assert told == [(0, 9)]


def test_that_a_place_without_an_agent_cannot_be_reached(grid: AgentGrid, make_agent: Make) -> None:
    grid.replace_rows([make_agent()])
    assert grid.flags(grid.index(0, 1)) == Qt.ItemFlag.NoItemFlags
    assert grid.flags(grid.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert grid.data(grid.index(0, 1), ROW_ROLE) is None


def test_that_another_width_reflows_all(grid: AgentGrid, make_agent: Make) -> None:
    agents = [make_agent(f"Agent {number}") for number in range(5)]
    grid.replace_rows(agents)
    grid.set_columns(2)
    assert (grid.rowCount(), grid.columnCount()) == (3, 2)
    assert cells(grid) == [*agents, None]
    grid.set_columns(0)
    assert grid.columnCount() == 2


def test_that_each_cell_has_its_agents_words_for_the_pointer_and_for_a_screen_reader(
    grid: AgentGrid, make_agent: Make
) -> None:
    agent = make_agent("Ana", AgentState.TALKING)
    grid.now_ms = agent.since_ms + 61_000
    grid.replace_rows([agent])
    cell = grid.index(0, 0)
    assert grid.data(cell, Qt.ItemDataRole.AccessibleTextRole) == words.spoken(agent, grid.now_ms)
    assert grid.data(cell, Qt.ItemDataRole.DisplayRole) == words.spoken(agent, grid.now_ms)
    assert grid.data(cell, Qt.ItemDataRole.ToolTipRole) == plain.tip("\n".join(words.tip(agent)))


def test_that_cells_are_no_trees(grid: AgentGrid, make_agent: Make) -> None:
    grid.replace_rows([make_agent()])
    assert grid.rowCount(grid.index(0, 0)) == 0
    assert grid.columnCount(grid.index(0, 0)) == 0
    assert grid.data(QModelIndex(), ROW_ROLE) is None
    assert grid.data(grid.index(0, 0), Qt.ItemDataRole.DecorationRole) is None


COUNTS = st.lists(st.tuples(st.integers(1, 6), st.sets(st.integers(0, 30))), max_size=6)


@given(COUNTS)
def test_that_any_agents_after_any_others_are_shown_as_they_are(steps: list[tuple[int, set[int]]]) -> None:
    grid = grid_of(3)
    for columns, numbers in steps:
        agents = [
            AgentRow(agent_id=AgentId(f"{n}"), name=f"{n}", state=AgentState.READY, since_ms=0)
            for n in sorted(numbers)
        ]
        grid.replace_rows(agents)
        grid.set_columns(columns)
        assert [agent for agent in cells(grid) if agent is not None] == agents
