"""What is kept of a board: words of a file that mean nothing are its own again, lists come back where they were."""

import pytest
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.present.wall import WallView
from wallboard.settings.client import AgentOrder, DeskSettings
from wallboard.ui.desk.board_state import (
    Arrangement,
    ShownFigures,
    arrangement_of,
    bring_back,
    figures_of,
    sorting_of,
    state_of,
    wall_of,
    with_arrangement,
    with_columns,
    with_sorting,
    with_tiles,
    with_wall,
)


def test_that_what_was_kept_is_taken_and_all_else_is_as_it_comes() -> None:
    kept = DeskSettings(agents_share=0.4, charts_height=200, queues_by="waiting", queues_descending=False)
    assert arrangement_of(kept) == Arrangement(agents_share=0.4, charts_height=200)
    assert sorting_of(kept) == Sorting(by=FigureId.WAITING, is_descending=False)
    assert arrangement_of(DeskSettings()) == Arrangement()
    assert sorting_of(DeskSettings(queues_by="nonsense")) == Sorting()


def test_that_what_is_written_into_the_settings_is_read_from_them() -> None:
    made = Arrangement(agents_share=0.3, charts_height=220)
    assert arrangement_of(with_arrangement(DeskSettings(), made)) == made
    sorting = Sorting(by=SortBy.NAME, is_descending=True)
    assert sorting_of(with_sorting(DeskSettings(), sorting)) == sorting
    view = WallView(order=AgentOrder.STATE, shown=frozenset({AgentCategory.READY, AgentCategory.LOGGED_OUT}))
    assert wall_of(with_wall(DeskSettings(), view))[0] == view


def test_that_a_list_comes_back_where_it_was(qtbot: QtBot) -> None:
    one, other = QTableWidget(80, 1), QTableWidget(80, 1)
    for view in (one, other):
        qtbot.addWidget(view)
        view.resize(200, 200)
        view.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        view.show()
        qtbot.waitExposed(view)
    one.setCurrentCell(40, 0)
    one.verticalScrollBar().setValue(30)
    bring_back(other, state_of(one, "40"), lambda key: other.model().index(int(key), 0))
    assert other.currentRow() == 40
    assert other.verticalScrollBar().value() == 30


def test_that_limits_of_pauses_come_from_the_settings() -> None:
    settings = DeskSettings(pause_limit_min=20, pause_limits_min={"Lunch": 45})
    _, limits = wall_of(settings)
    assert limits.late_at_ms(AgentState.PAUSED, 1, "lunch") == 1 + 45 * 60_000
    assert limits.late_at_ms(AgentState.PAUSED, 1, "Break") == 1 + 20 * 60_000


def test_that_chosen_figures_are_kept_and_those_that_nobody_knows_are_left_out() -> None:
    chosen = ShownFigures((FigureId.ATQ, FigureId.WAITING), (FigureId.AHT,))
    settings = with_columns(with_tiles(DeskSettings(), chosen.tiles), chosen.columns)
    assert figures_of(settings) == chosen
    assert figures_of(DeskSettings(tiles=("astrology", "atq", "atq"))).tiles == (FigureId.ATQ,)
    assert figures_of(DeskSettings()) == ShownFigures()


@pytest.mark.parametrize(
    ("word", "by"), [("longest", "longest_wait"), ("abandoned", "abandonment"), ("ready", "agents_ready")]
)
def test_that_an_order_that_version_0_1_kept_is_found_again(word: str, by: str) -> None:
    assert sorting_of(DeskSettings(queues_by=word)) == Sorting(by=FigureId(by))
