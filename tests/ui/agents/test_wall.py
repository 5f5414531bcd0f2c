"""The wall: how close it packs, how it reflows, and that a chosen agent stays chosen."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow, BoardFrame, Freshness, FreshnessState
from wallboard.present.wall import WallView
from wallboard.settings.client import AgentOrder
from wallboard.ui.agents.tile_layout import COMPACT, DETAILED, GENEROUS, MEDIUM
from wallboard.ui.agents.wall import AgentWall, columns_for, density_for
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.look.theme import DARK, Theme

Agents = Callable[..., AgentRow]
Frames = Callable[..., BoardFrame]
ROOM = QSize(1000, 800)


@pytest.fixture
def wall(qtbot: QtBot) -> AgentWall:
    """An empty wall on the screen."""
    return on_screen(AgentWall(DARK), qtbot)


def on_screen(made: AgentWall, qtbot: QtBot) -> AgentWall:
    """``made`` in a window of its own."""
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def sixty(make_agent: Agents) -> tuple[AgentRow, ...]:
    """Sixty agents who are ready."""
    return tuple(make_agent(f"Agent {number:02}") for number in range(60))


def test_that_few_agents_get_generous_tiles_and_many_close_ones() -> None:
    assert density_for(12, ROOM, DARK) is GENEROUS
    assert density_for(70, ROOM, DARK) is MEDIUM
    assert density_for(1_000, ROOM, DARK) is COMPACT


def test_that_tiles_stay_legible_even_if_that_takes_scrolling() -> None:
    cramped = QSize(300, 100)
    assert density_for(10, cramped, DARK) is GENEROUS
    assert density_for(100, cramped, DARK) is MEDIUM


@given(st.integers(1, 5_000))
def test_that_tiles_never_get_larger_as_the_wall_gets_narrower(width: int) -> None:
    wide = density_for(60, QSize(width + 200, 800), DARK)
    assert density_for(60, QSize(width, 800), DARK).height <= wide.height
    assert columns_for(wide, width, DARK) >= 1


def test_that_the_wall_reflows_with_its_width(
    wall: AgentWall, sixty: tuple[AgentRow, ...], make_frame: Frames, qtbot: QtBot
) -> None:
    wall.show_frame(make_frame(agents=sixty))
    wide = wall.grid.columnCount()
    wall.resize(500, 700)
    qtbot.waitUntil(lambda: wall.grid.columnCount() < wide)
    assert wall.grid.rowCount() * wall.grid.columnCount() >= 60


def test_that_all_tiles_are_of_one_size_so_that_what_they_have_alike_is_drawn_once(
    qtbot: QtBot, sixty: tuple[AgentRow, ...], make_frame: Frames
) -> None:
    wall = on_screen(AgentWall(DARK), qtbot)
    wall.show_frame(make_frame(agents=sixty))
    for width in range(1_000, 1_010):
        wall.resize(width, 700)
        header = wall.view.horizontalHeader()
        assert len({header.sectionSize(column) for column in range(header.count())}) == 1
        assert header.length() <= wall.view.viewport().width()


@pytest.mark.parametrize("is_shown_first", [False, True])
def test_that_no_tile_is_below_the_scroll_bar_when_lines_get_higher(
    qtbot: QtBot, make_frame: Frames, make_agent: Agents, *, is_shown_first: bool
) -> None:
    frame = make_frame(agents=tuple(make_agent(f"Agent {number:02}") for number in range(20)))
    for height in range(200, 800, 40):
        wall = AgentWall(DARK)
        qtbot.addWidget(wall)
        wall.resize(720, height)
        wall.setVisible(is_shown_first)
        wall.show_frame(frame)
        wall.show()
        qtbot.waitExposed(wall)
        assert wall.view.horizontalHeader().length() <= wall.view.viewport().width()


def test_that_the_chosen_agent_stays_chosen_when_places_change(
    wall: AgentWall, sixty: tuple[AgentRow, ...], make_frame: Frames, make_agent: Agents
) -> None:
    wall.show_frame(make_frame(agents=sixty))
    wall.reveal(sixty[30].agent_id)
    wall.show_frame(make_frame(agents=(make_agent("Aaron"), make_agent("Abel"), *sixty)))
    assert current(wall) is sixty[30]
    wall.resize(400, 700)
    assert current(wall) is sixty[30]
    assert wall.view.selectionModel().isSelected(wall.view.currentIndex())
    wall.show_frame(make_frame(agents=sixty[:10]))
    assert current(wall) is not sixty[30]


def current(wall: AgentWall) -> AgentRow | None:
    """The agent that the keyboard is at."""
    return wall.grid.row_at(wall.view.currentIndex())


def test_that_revealing_nobody_changes_nothing(wall: AgentWall) -> None:
    wall.reveal(AgentId("nobody"))
    assert current(wall) is None


def test_that_arrows_walk_the_wall(wall: AgentWall, sixty: tuple[AgentRow, ...], make_frame: Frames) -> None:
    wall.show_frame(make_frame(agents=sixty))
    wall.reveal(sixty[0].agent_id)
    QTest.keyClick(wall.view, Qt.Key.Key_Right)
    assert current(wall) is sixty[1]
    QTest.keyClick(wall.view, Qt.Key.Key_Down)
    assert current(wall) is sixty[1 + wall.grid.columnCount()]


@pytest.fixture
def mixed(make_agent: Agents) -> tuple[AgentRow, ...]:
    """Three who are ready, two who talk, one on a pause and four who are logged out."""
    states = [AgentState.READY] * 3 + [AgentState.TALKING] * 2 + [AgentState.PAUSED] + [AgentState.LOGGED_OUT] * 4
    return tuple(make_agent(f"Agent {number:02}", state) for number, state in enumerate(states))


def shown(wall: AgentWall) -> list[str]:
    """The names on the wall, line by line."""
    grid = wall.grid
    places = (grid.index(row, column) for row in range(grid.rowCount()) for column in range(grid.columnCount()))
    return [agent.name for agent in map(grid.row_at, places) if agent is not None]


def test_that_who_is_logged_out_is_folded_into_a_chip(
    wall: AgentWall, mixed: tuple[AgentRow, ...], make_frame: Frames
) -> None:
    wall.show_frame(make_frame(agents=mixed))
    assert len(shown(wall)) == 6
    assert wall.chips.chips[AgentCategory.LOGGED_OUT].accessibleName() == "Logged out 4"


def test_that_keys_filter_and_end_the_filter(
    wall: AgentWall, mixed: tuple[AgentRow, ...], make_frame: Frames, qtbot: QtBot
) -> None:
    wall.show_frame(make_frame(agents=mixed))
    wall.activateWindow()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(wall, Qt.Key.Key_3, alt)
    assert shown(wall) == ["Agent 03", "Agent 04"]
    QTest.keyClick(wall, Qt.Key.Key_5, alt)
    assert shown(wall) == ["Agent 03", "Agent 04", "Agent 05"]
    QTest.keyClick(wall, Qt.Key.Key_3, alt)
    assert shown(wall) == ["Agent 05"]
    QTest.keyClick(wall, Qt.Key.Key_0, alt)
    assert len(shown(wall)) == 6
    with qtbot.waitSignal(wall.view_changed) as told:
        QTest.keyClick(wall, Qt.Key.Key_S, alt)
    assert told.args == [WallView(order=AgentOrder.TIME)]


def test_that_a_filter_is_remembered_and_taken_up_again(
    wall: AgentWall, mixed: tuple[AgentRow, ...], make_frame: Frames, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(wall.view_changed) as told:
        wall.chips.chips[AgentCategory.PAUSED].click()
    again = on_screen(AgentWall(DARK), qtbot)
    with qtbot.assertNotEmitted(again.view_changed):
        again.set_view(told.args[0], StateLimits())
    again.show_frame(make_frame(agents=mixed))
    assert shown(again) == ["Agent 05"]
    assert again.chips.all_button.isVisible()


def test_that_an_empty_wall_says_why(wall: AgentWall, make_agent: Agents, make_frame: Frames) -> None:
    wall.show_frame(make_frame())
    assert "No agents in this queue" in [label.text() for label in wall.findChildren(QLabel) if label.isVisible()]
    wall.show_frame(make_frame(agents=(make_agent(state=AgentState.LOGGED_OUT),)))
    assert "All agents are logged out" in [label.text() for label in wall.findChildren(QLabel) if label.isVisible()]
    wall.toggle(AgentCategory.TALKING)
    assert "No agents now: Talking" in [label.text() for label in wall.findChildren(QLabel) if label.isVisible()]


def test_that_chips_count_nobody_while_nothing_is_known(wall: AgentWall, make_frame: Frames) -> None:
    wall.show_frame(make_frame(freshness=Freshness(state=FreshnessState.PBX_SYNCING)))
    assert wall.chips.chips[AgentCategory.READY].accessibleName() == "Ready –"
    wall.show_frame(make_frame())
    assert wall.chips.chips[AgentCategory.READY].accessibleName() == "Ready 0"


def test_that_an_agent_whom_the_filter_hides_is_revealed(
    wall: AgentWall, mixed: tuple[AgentRow, ...], make_frame: Frames
) -> None:
    wall.show_frame(make_frame(agents=mixed))
    wall.toggle(AgentCategory.TALKING)
    wall.reveal(mixed[0].agent_id)
    assert current(wall) is mixed[0]
    wall.show_all()
    wall.reveal(mixed[9].agent_id)
    assert current(wall) is mixed[9]


def test_that_a_carried_caller_finds_who_is_filtered_away_and_then_all_is_as_before(
    wall: AgentWall, mixed: tuple[AgentRow, ...], make_frame: Frames
) -> None:
    controller = CallController()
    wall.set_controller(controller)
    frame = make_frame(agents=mixed)
    controller.show_frame(frame)
    wall.show_frame(frame)
    wall.toggle(AgentCategory.TALKING)
    source = controller.source(mixed[3])
    assert source is not None
    controller.lift(source)
    assert wall.chips.chips[AgentCategory.READY].property("offered")
    wall.chips.held_over.emit(AgentCategory.READY)
    assert shown(wall) == ["Agent 00", "Agent 01", "Agent 02", "Agent 03", "Agent 04"]
    controller.put_down()
    assert shown(wall) == ["Agent 03", "Agent 04"]
    assert not wall.chips.chips[AgentCategory.READY].property("offered")


def test_that_the_third_line_comes_where_there_is_room(make_agent: Agents) -> None:
    assert density_for(50, QSize(1000, 800), DARK) is DETAILED
    assert density_for(40, QSize(1000, 500), DARK) is MEDIUM


class PaintedArea(AgentWall):
    """A wall that adds up how much of it is painted anew."""

    painted_px = 0

    def eventFilter(self, watched: object, event: object) -> bool:
        if isinstance(event, QPaintEvent) and watched is self.view.viewport():
            self.painted_px += event.rect().width() * event.rect().height()
        return False


def test_that_a_turning_clock_paints_its_own_tile_alone(
    qtbot: QtBot, qapp: QApplication, make_agent: Agents, make_frame: Frames, now_ms: int
) -> None:
    wall = PaintedArea(DARK)
    on_screen(wall, qtbot)
    agents = [make_agent(f"Agent {number:02}", since_ms=now_ms - 10_500) for number in range(20)]
    agents[7] = make_agent("Agent 07", since_ms=now_ms - 10_980)
    wall.tick(now_ms)
    wall.show_frame(make_frame(agents=tuple(agents)))
    qapp.processEvents()
    tile = wall.view.visualRect(wall.grid.index_of(agents[7].agent_id))
    wall.painted_px = 0
    wall.tick(now_ms + 30)
    qtbot.waitUntil(lambda: wall.painted_px > 0)
    assert wall.painted_px <= tile.width() * tile.height()


def test_that_a_wall_of_a_thousand_is_drawn_in_each_look(
    theme: Theme, qtbot: QtBot, make_agent: Agents, make_frame: Frames, now_ms: int
) -> None:
    wall = on_screen(AgentWall(theme), qtbot)
    states = list(AgentState)
    agents = tuple(make_agent(f"Agent {n:04}", states[n % len(states)]) for n in range(1_000))
    wall.show_frame(make_frame(agents=agents))
    wall.tick(now_ms)
    image = wall.view.grab().toImage()
    wall.show_frame(make_frame(agents=agents, freshness=Freshness(state=FreshnessState.PBX_LOST)))
    stale = wall.view.grab().toImage()
    assert image != stale or theme.is_stale
    assert wall.view.verticalScrollBar().maximum() > 0
