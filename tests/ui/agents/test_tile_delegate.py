"""The tile: painted in every state and density, without colour when stale."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Direction, MonitorMode
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.ids import CommandId
from wallboard.present.frame import AgentRow, PausedIn, Pending
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.agents.tile_delegate import AgentTileDelegate
from wallboard.ui.agents.tile_layout import COMPACT, DETAILED, GENEROUS, MEDIUM, Density
from wallboard.ui.look.brush import Mark
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.words import text

Make = Callable[..., AgentRow]
Paint = Callable[..., QImage]
DENSITIES = pytest.mark.parametrize(
    "density", [GENEROUS, DETAILED, MEDIUM, COMPACT], ids=["large", "three", "two", "one"]
)


@pytest.fixture
def grid(qapp: object) -> AgentGrid:
    """A grid to take the row from."""
    return AgentGrid()


def delegate(look: Theme, now_ms: int, density: Density = GENEROUS, *, is_live: bool = True) -> AgentTileDelegate:
    """A delegate that draws now."""
    made = AgentTileDelegate(look)
    made.now_ms, made.density = now_ms, density
    made.show_live(is_live)
    return made


def colours(image: QImage) -> set[str]:
    """Every colour that the left edge, the bar, and the icon can have."""
    return {QColor(image.pixelColor(x, y)).name() for x in range(0, 60, 1) for y in range(0, 160, 2)}


@DENSITIES
@pytest.mark.parametrize("state", list(AgentState))
def test_that_each_state_is_drawn_with_its_own_colour(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, state: AgentState, density: Density
) -> None:
    image = paint(delegate(theme, now_ms, density), grid, [make_agent(state=state)])
    assert theme.state(state).name() in colours(image)


@DENSITIES
def test_that_stale_tiles_have_no_colour(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, density: Density
) -> None:
    image = paint(delegate(DARK, now_ms, density, is_live=False), grid, [make_agent()])
    assert DARK.state(AgentState.READY).name() not in colours(image)


@DENSITIES
def test_that_badges_show(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, density: Density
) -> None:
    drawn = delegate(theme, now_ms, density)
    plain = paint(drawn, grid, [make_agent(state=AgentState.TALKING)])
    pending = Pending(command_id=CommandId("c"), progress=Progress.SENT, target="Tom")
    for parts in (
        {"monitor": MonitorMode.LISTEN},
        {"monitor": MonitorMode.BARGE, "my_monitor_id": CommandId("m")},
        {"pause_pending": True},
        {"paused_in_call": True},
        {"paused_in": (PausedIn(queue="Sales"),)},
        {"pending": pending},
    ):
        assert paint(drawn, grid, [make_agent(state=AgentState.TALKING, **parts)]) != plain


def test_that_the_clock_turns_with_the_second(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    drawn, agents = delegate(theme, now_ms), [make_agent()]
    first = paint(drawn, grid, agents)
    drawn.now_ms += 999
    assert paint(drawn, grid, agents) == first
    drawn.now_ms += 1
    assert paint(drawn, grid, agents) != first


@pytest.mark.parametrize("mark", [Mark.LEGAL, Mark.ILLEGAL, Mark.AIMED])
def test_that_a_carried_caller_marks_the_tile(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, mark: Mark
) -> None:
    drawn = delegate(theme, now_ms)
    plain = paint(drawn, grid, [make_agent()])
    drawn.mark_of = lambda _row: mark
    assert paint(drawn, grid, [make_agent()]) != plain


def test_that_a_sharp_screen_is_drawn_sharp(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    image = paint(delegate(theme, now_ms), grid, [make_agent()], ratio=2.0)
    assert image.pixelColor(200, 160) == theme.colour("raised")


def test_that_a_pauses_reason_stands_for_the_state(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms)
    lunch = paint(drawn, grid, [make_agent(state=AgentState.PAUSED, pause_reason="Lunch")])
    assert lunch != paint(drawn, grid, [make_agent(state=AgentState.PAUSED)])


@DENSITIES
def test_that_an_own_call_on_hold_has_the_shape_of_hold_in_its_own_colour(
    theme: Theme, now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, density: Density
) -> None:
    drawn = delegate(theme, now_ms, density)
    held = {"state": AgentState.BUSY, "own_call": Direction.OUTBOUND, "on_hold": True}
    image = paint(drawn, grid, [make_agent(**held)])
    assert theme.state(AgentState.BUSY).name() in colours(image)
    assert image != paint(drawn, grid, [make_agent(**held | {"on_hold": False})])


def test_that_a_narrow_tile_has_the_short_word(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    agents = [make_agent(state=AgentState.DO_NOT_DISTURB)]
    narrow = paint(delegate(DARK, now_ms, MEDIUM), grid, agents, width=174)
    wide = paint(delegate(DARK, now_ms, MEDIUM), grid, agents)
    monkeypatch.setattr(text, "state_word", lambda _state: "DND")
    assert paint(delegate(DARK, now_ms, MEDIUM), grid, agents, width=174) == narrow
    assert paint(delegate(DARK, now_ms, MEDIUM), grid, agents) != wide


def test_that_other_limits_count_for_a_tile_that_was_drawn(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    agents = [make_agent(state=AgentState.PAUSED, since_ms=now_ms - 10 * 60_000)]
    drawn = delegate(DARK, now_ms)
    in_time = paint(drawn, grid, agents)
    drawn.limits = StateLimits(pause_min=5)
    assert paint(drawn, grid, agents) != in_time


@DENSITIES
def test_that_a_pause_past_its_limit_stands_out_by_its_ground(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint, density: Density
) -> None:
    drawn = delegate(DARK, now_ms, density)
    drawn.limits = StateLimits(pause_min_by_reason={"Lunch": 45})
    lunch = make_agent(state=AgentState.PAUSED, pause_reason="Lunch", since_ms=now_ms - 45 * 60_000 + 1)
    ground = DARK.colour("warning_tint").name()
    assert ground not in colours(paint(drawn, grid, [lunch]))
    drawn.now_ms += 1
    assert ground in colours(paint(drawn, grid, [lunch]))


def test_that_whom_an_agent_talks_with_stands_on_a_tile_of_two_lines(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms, MEDIUM)
    with_carla = paint(drawn, grid, [make_agent(state=AgentState.TALKING, caller="Carla")])
    assert with_carla != paint(drawn, grid, [make_agent(state=AgentState.TALKING, caller="Rita")])


def test_that_agents_of_long_names_are_told_apart(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms, MEDIUM)
    long = "Maria da Conceição"
    one, other = (paint(drawn, grid, [make_agent(f"{long} {last}")], width=174) for last in ("Vaz", "Paz"))
    assert one != other
    short = paint(drawn, grid, [make_agent("Maria C. Vaz")], width=174)
    assert one == short


def test_that_an_empty_place_is_left_as_it_is(now_ms: int, grid: AgentGrid, paint: Paint) -> None:
    image = paint(delegate(DARK, now_ms), grid, [])
    assert colours(image) == {"#000000"}


def test_that_a_tile_whose_pbx_is_silent_is_drawn_without_colours_as_it_was(
    now_ms: int, grid: AgentGrid, make_agent: Make, paint: Paint
) -> None:
    since_ms = now_ms - 90_000
    silent = make_agent(since_ms=since_ms, as_of_ms=now_ms - 30_000)
    then = paint(delegate(DARK, now_ms - 30_000, is_live=False), grid, [make_agent(since_ms=since_ms)])
    drawn = delegate(DARK, now_ms)
    assert paint(drawn, grid, [silent]) == then
    assert paint(drawn, grid, [make_agent(since_ms=since_ms)]) != then  # the next one has its colours again
