"""The cells: levels in colour and shape, agents as numbers and as a bar."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QStyle

from tests.ui.queues.places import Column
from wallboard.domain.centre.agent_categories import CATEGORY_OF
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.present.frame import QueueRow, Why
from wallboard.present.kpis import Pbxs
from wallboard.ui.look.brush import Mark
from wallboard.ui.look.marks import mark_colour
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.queues.cell_delegate import QueueCellDelegate, parts_of
from wallboard.ui.queues.queue_model import QueueModel

Make = Callable[..., QueueRow]
Paint = Callable[..., QImage]


@pytest.fixture
def model(qapp: object) -> QueueModel:
    """A model to take the row from."""
    return QueueModel()


def delegate(look: Theme, now_ms: int, *, is_live: bool = True) -> QueueCellDelegate:
    """A delegate that draws now."""
    made = QueueCellDelegate(look)
    made.now_ms = now_ms
    made.show_live(is_live)
    return made


def colours(image: QImage) -> set[str]:
    """Every colour in the picture."""
    return {QColor(image.pixelColor(x, y)).name() for x in range(image.width()) for y in range(0, 160, 2)}


@pytest.mark.parametrize("column", list(Column))
def test_that_each_cell_shows_something(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint, column: Column
) -> None:
    assert len(colours(paint(delegate(theme, now_ms), model, [make_queue()], column=column))) > 3


def test_that_a_cell_that_is_drawn_again_shows_what_changed_beside_its_row(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    queue, drawn = make_queue(longest_since_ms=now_ms - 5_000), delegate(theme, now_ms)

    def kept() -> QImage:  # from the second time on
        return [paint(drawn, model, [queue], column=Column.LONGEST) for _ in range(2)][-1]

    first = kept()
    assert kept() == first
    drawn.now_ms += 1_000
    later = kept()
    assert later != first
    drawn.hovered_row = 0
    assert kept() != later


@pytest.mark.parametrize("level", [Level.WARNING, Level.BAD])
def test_that_a_figure_off_target_has_colour_and_shape(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint, level: Level
) -> None:
    drawn = delegate(theme, now_ms)
    image = paint(drawn, model, [make_queue(service_level=level)], column=Column.SERVICE_LEVEL)
    good = paint(drawn, model, [make_queue(service_level=Level.GOOD)], column=Column.SERVICE_LEVEL)
    assert theme.level(level).name() in colours(image)
    assert leftmost(image) < leftmost(good)


def test_that_the_shape_before_a_hundred_percent_is_whole_in_the_columns_own_width(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    row = make_queue(abandonment_pct=100.0, abandonment=Level.BAD)
    image, bad = (
        paint(delegate(theme, now_ms), model, [row], column=Column.ABANDONED, width=theme.px(90)),
        theme.level(Level.BAD),
    )
    inked = [
        x for x in range(theme.px(90)) if any(image.pixelColor(x, y).name() == bad.name() for y in range(66, 96))
    ]
    assert theme.px(2) < inked[0] < theme.px(20)


def leftmost(image: QImage) -> int:
    """The first column of pixels of the figure's line that has ink; the shape stands left of the figure."""
    ground = image.pixelColor(0, 72)
    return next(x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in range(66, 80)))


def test_that_the_longest_wait_turns_late_with_the_clock(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    queue = make_queue(longest_since_ms=now_ms, waiting_level=Level.BAD)
    queues, drawn = [queue], delegate(DARK, now_ms)
    assert DARK.level(Level.BAD).name() not in colours(paint(drawn, model, queues, column=Column.LONGEST))
    drawn.now_ms += 21_000
    assert DARK.level(Level.BAD).name() in colours(paint(drawn, model, queues, column=Column.LONGEST))


def test_that_nobody_waiting_is_a_dash_without_a_level(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    image = paint(delegate(DARK, now_ms), model, [make_queue(longest_since_ms=None)], column=Column.LONGEST)
    assert DARK.level(Level.GOOD).name() not in colours(image)


def test_that_agents_are_shown_by_state_and_none_at_all_as_an_empty_bar(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms)
    some = colours(paint(drawn, model, [make_queue()], column=Column.AGENTS))
    assert {DARK.state(state).name() for state in (AgentState.READY, AgentState.TALKING)} <= some
    none = colours(paint(drawn, model, [make_queue(agents={})], column=Column.AGENTS))
    assert DARK.state(AgentState.READY).name() not in none


def test_that_agents_are_counted_as_the_chips_over_the_wall_count_them() -> None:
    agents = {AgentState.TALKING: 22, AgentState.HOLD: 1, AgentState.RINGING: 2, AgentState.LOGGED_OUT: 9}
    assert dict(parts_of(agents)) == {
        AgentState.READY: 0,
        AgentState.TALKING: 23,
        AgentState.WRAP_UP: 0,
        AgentState.PAUSED: 0,
        AgentState.RINGING: 2,
    }
    everybody = dict.fromkeys(CATEGORY_OF, 1)
    assert sum(number for _, number in parts_of(everybody)) == len(everybody) - 1  # but who is logged out


def test_that_nobody_ready_while_callers_wait_is_said_in_red(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn, why = delegate(DARK, now_ms), Why(ready=0, in_call=2, logged_in=2)
    for level in (Level.NO_DATA, Level.BAD):
        image = paint(drawn, model, [make_queue(why=why, ready_level=level, agents={})], column=Column.AGENTS)
        reddish = [QColor(name) for name in colours(image)]
        is_red = any(one.red() > 1.5 * one.blue() and one.red() > 100 for one in reddish)
        assert is_red is (level is Level.BAD)


def test_that_stale_figures_have_no_colour(now_ms: int, model: QueueModel, make_queue: Make, paint: Paint) -> None:
    image = paint(delegate(DARK, now_ms, is_live=False), model, [make_queue()], column=Column.SERVICE_LEVEL)
    assert DARK.level(Level.WARNING).name() not in colours(image)


def test_that_the_chosen_queue_the_current_one_and_the_one_under_the_pointer_stand_out(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn, queue = delegate(DARK, now_ms), make_queue()
    plain = paint(drawn, model, [queue])
    assert paint(drawn, model, [queue], state=QStyle.StateFlag.State_Selected) != plain
    drawn.hovered_row = 0
    hovered = paint(drawn, model, [queue])
    drawn.hovered_row, drawn.scope = -1, queue.id
    assert len({bytes(image.constBits()) for image in (plain, hovered, paint(drawn, model, [queue]))}) == 3
    assert QColor(paint(drawn, model, [queue]).pixelColor(1, 80)) == DARK.colour("accent")


def test_that_the_total_is_written_stronger(now_ms: int, model: QueueModel, make_queue: Make, paint: Paint) -> None:
    drawn = delegate(DARK, now_ms)
    drawn.scope = make_queue("x").id
    assert paint(drawn, model, [make_queue(ALL)]) != paint(drawn, model, [make_queue()])


@pytest.mark.parametrize("mark", [Mark.LEGAL, Mark.ILLEGAL, Mark.AIMED])
def test_that_a_carried_caller_marks_the_row(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint, mark: Mark
) -> None:
    drawn = delegate(theme, now_ms)
    plain = paint(drawn, model, [make_queue()])
    drawn.mark_of = lambda _row: mark
    assert paint(drawn, model, [make_queue()]) != plain


def test_that_the_current_row_has_an_outline_wherever_the_keyboard_is(
    theme: Theme, now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    selected = QStyle.StateFlag.State_Selected
    for state in (selected, selected | QStyle.StateFlag.State_Active):
        for column in Column:
            image = paint(delegate(theme, now_ms), model, [make_queue()], column=column, state=state)
            assert image.pixelColor(200, 0) == image.pixelColor(200, 159) == theme.colour("accent")


def test_that_a_row_whose_pbx_is_silent_has_no_colours(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms)
    for is_silent in (False, True):
        row = make_queue(service_level=Level.BAD, as_of_ms=now_ms - 9_000 if is_silent else 0)
        shown = colours(paint(drawn, model, [row], column=Column.SERVICE_LEVEL))
        assert (DARK.level(Level.BAD).name() in shown) is not is_silent


def test_that_a_total_says_of_how_many_pbxs_it_is(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms)
    whole = paint(drawn, model, [make_queue(ALL, "")], column=Column.NAME)
    part = paint(drawn, model, [make_queue(ALL, "", pbxs=Pbxs(connected=1, all=2))], column=Column.NAME)
    assert whole != part


def test_that_a_queue_of_a_colour_has_a_mark_beside_its_name(
    now_ms: int, model: QueueModel, make_queue: Make, paint: Paint
) -> None:
    drawn = delegate(DARK, now_ms)
    teal = mark_colour(DARK, "teal")
    assert teal is not None
    for colour, is_there in (("teal", True), ("", False)):
        image = paint(drawn, model, [make_queue(colour=colour)], column=Column.NAME)
        shown = {QColor(image.pixelColor(x, y)).name() for x in range(40) for y in range(image.height())}
        assert (teal.name() in shown) is is_there
