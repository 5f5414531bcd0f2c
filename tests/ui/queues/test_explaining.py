"""A click on why: the wall shows who could help, until the board leaves that queue."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL
from wallboard.present.frame import AgentRow, BoardFrame, QueueRow
from wallboard.ui.agents.wall import AgentWall
from wallboard.ui.look.theme import DARK
from wallboard.ui.queues.explaining import Explaining


@pytest.fixture
def wall(qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_agent: Callable[..., AgentRow]) -> AgentWall:
    made = AgentWall(DARK)
    qtbot.addWidget(made)
    states = {"Ana": AgentState.PAUSED, "Bea": AgentState.WRAP_UP, "Eva": AgentState.TALKING}
    made.show_frame(make_frame(agents=tuple(make_agent(name, state) for name, state in states.items())))
    return made


def shown(wall: AgentWall) -> int:
    rows = range(wall.grid.rowCount())
    columns = range(wall.grid.columnCount())
    return sum(wall.grid.row_at(wall.grid.index(row, column)) is not None for row in rows for column in columns)


def test_that_those_who_could_help_are_shown_until_the_queue_is_left(
    wall: AgentWall, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], qtbot: QtBot
) -> None:
    row = make_queue(agents={AgentState.PAUSED: 1, AgentState.WRAP_UP: 1, AgentState.TALKING: 1})
    explaining = Explaining(wall)
    with qtbot.assertNotEmitted(wall.view_changed):
        explaining.begin(row)
        explaining.show_frame(make_frame(scope=ALL))
        assert shown(wall) == 2
        explaining.show_frame(make_frame(scope=row.id))
        assert shown(wall) == 2
        explaining.show_frame(make_frame(scope=ALL))
        assert shown(wall) == 3


def test_that_what_somebody_filters_for_meanwhile_stays(
    wall: AgentWall, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    row = make_queue(agents={AgentState.PAUSED: 1})
    explaining = Explaining(wall)
    explaining.begin(row)
    explaining.show_frame(make_frame(scope=row.id))
    assert shown(wall) == 1
    wall.toggle(AgentCategory.WRAP_UP)
    explaining.show_frame(make_frame(scope=ALL))
    assert shown(wall) == 2


def test_that_a_queue_where_all_talk_shows_everybody(wall: AgentWall, make_queue: Callable[..., QueueRow]) -> None:
    Explaining(wall).begin(make_queue(agents={AgentState.TALKING: 3}))
    assert shown(wall) == 3
