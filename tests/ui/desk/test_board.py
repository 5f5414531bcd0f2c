"""The board: every part shows the same frame, and charts come later."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QMenu, QTableView
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import ALL, AgentId, CommandId
from wallboard.present.frame import (
    AgentRow,
    BoardFrame,
    CallerRow,
    Freshness,
    FreshnessState,
    OwnMonitoring,
    QueueRow,
)
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.desk.board import DeskBoard
from wallboard.ui.desk.board_state import Arrangement
from wallboard.ui.desk.page import BoardPage
from wallboard.ui.look.stylesheet import apply_theme, style_sheet
from wallboard.ui.look.theme import DARK


@pytest.fixture
def board(qtbot: QtBot, qapp: QApplication) -> DeskBoard:
    if qapp.styleSheet() != style_sheet(DARK):  # it costs more than the board itself
        apply_theme(qapp, DARK)
    menu = QMenu()
    controller = CallController()
    made = DeskBoard(DARK, menu, controller)
    controller.setParent(made)
    menu.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def test_that_each_part_shows_the_frame(
    board: DeskBoard,
    make_frame: Callable[..., BoardFrame],
    make_agent: Callable[..., AgentRow],
    make_caller: Callable[..., CallerRow],
    make_queue: Callable[..., QueueRow],
) -> None:
    board.show_frame(make_frame(agents=(make_agent(),), callers=(make_caller(),), queues=(make_queue(),)))
    board.tick()
    board.advance_clocks()
    assert board.callers.model.rowCount() == 1
    assert board.queues.model.rowCount() == 1
    assert board.top_bar.pill.words == "Live"
    assert not board.banner.isVisible()
    board.reveal_agent(AgentId("PJSIP/Maria Silva"))
    assert board.agents.view.currentIndex().isValid()


def test_that_a_board_that_is_not_live_says_so_in_a_banner(
    board: DeskBoard, make_frame: Callable[..., BoardFrame]
) -> None:
    board.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LATE, since_ms=1_000)))
    assert board.banner.isVisible()


def test_that_what_hands_tell_is_said_at_the_foot(board: DeskBoard) -> None:
    place = board.agents.geometry()
    board.tell("Maria is in a call.")
    assert board.notices.words.text() == "Maria is in a call."
    assert board.agents.geometry() == place


def whole_rows(view: QTableView) -> int:
    """How many rows are in sight from their upper to their lower edge."""
    height = view.viewport().height()
    tops = [view.rowViewportPosition(row) for row in range(view.model().rowCount())]
    return sum(top >= 0 and top + view.rowHeight(row) <= height for row, top in enumerate(tops))


@pytest.mark.parametrize(("size", "queues"), [((1366, 768), 8), ((1920, 1080), 12)])
@pytest.mark.parametrize("waiting", [0, 1])
def test_that_the_total_and_all_usual_queues_are_in_sight_without_scrolling(
    board: DeskBoard,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
    make_queue: Callable[..., QueueRow],
    size: tuple[int, int],
    queues: int,
    waiting: int,
) -> None:
    board.add_charts()
    board.resize(*size)
    rows = (make_queue(ALL, ""), *(make_queue(f"q{number}") for number in range(queues)))
    board.show_frame(make_frame(queues=rows, callers=tuple(make_caller(f"w{number}") for number in range(waiting))))
    QApplication.processEvents()
    assert whole_rows(board.queues.view) == queues + 1
    assert whole_rows(board.callers.view) >= min(waiting, 1)
    assert board.size().toTuple() == size


@pytest.mark.parametrize(("size", "callers", "queues"), [((1366, 768), 3, 4), ((1920, 1080), 4, 6)])
@pytest.mark.parametrize("waiting", [6, 17, 60])
def test_that_several_callers_and_several_of_many_queues_are_in_sight(
    board: DeskBoard,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
    make_queue: Callable[..., QueueRow],
    size: tuple[int, int],
    callers: int,
    queues: int,
    waiting: int,
) -> None:
    board.add_charts()
    board.resize(*size)
    rows = (make_queue(ALL, ""), *(make_queue(f"q{number}") for number in range(40)))
    board.show_frame(make_frame(queues=rows, callers=tuple(make_caller(f"w{number}") for number in range(waiting))))
    QApplication.processEvents()
    assert whole_rows(board.callers.view) >= callers
    assert whole_rows(board.queues.view) >= queues
    assert board.size().toTuple() == size


def test_that_a_page_does_not_scroll_when_the_monitor_bar_comes(
    board: DeskBoard,
    qtbot: QtBot,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
    make_queue: Callable[..., QueueRow],
) -> None:
    board.add_charts()
    page = BoardPage(board)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    callers = tuple(make_caller(f"w{number}") for number in range(17))
    frame = make_frame(queues=(make_queue(),), callers=callers)
    own = OwnMonitoring(
        monitor_id=CommandId("m"), agent_id=AgentId("pbx:1"), agent="Ana", mode=MonitorMode.LISTEN, since_ms=1
    )
    for monitoring in (None, own):
        board.show_frame(replace(frame, monitoring=monitoring))
        for _ in range(3):
            QApplication.processEvents()
        assert board.monitoring.isVisible() is (monitoring is not None)
        assert page.verticalScrollBar().maximum() == 0
        assert board.height() == 768
    page.takeWidget()


def test_that_a_low_board_does_without_formulas_and_scales(board: DeskBoard) -> None:
    board.add_charts()
    heights = {}
    for height in (799, 1000):
        board.resize(1366, height)
        QApplication.processEvents()
        QApplication.processEvents()
        heights[height] = (board.band.height(), board.whole.sizes()[1])
    assert heights[799][0] < 90 < heights[1000][0]
    assert heights[799][1] < 70 < heights[1000][1]


def test_that_the_parts_keep_their_shares_whatever_the_size(board: DeskBoard) -> None:
    board.arrange(Arrangement(agents_share=0.4, charts_height=200), Sorting(by=SortBy.NAME, is_descending=False))
    for size in ((1366, 900), (1920, 1080), (1366, 900)):
        board.resize(*size)
        QApplication.processEvents()
        left, agents = board.middle.sizes()
        assert agents / (left + agents) == pytest.approx(0.4, abs=0.01)
        assert board.whole.sizes()[1] == 200
    assert board.queues.sorting.by is SortBy.NAME


def test_that_a_splitter_that_is_moved_tells_the_new_shares(board: DeskBoard) -> None:
    told: list[Arrangement] = []
    board.arrangement_changed.connect(told.append)
    board.resize(1366, 900)
    QApplication.processEvents()
    board.middle.moveSplitter(820, 1)
    left, agents = board.middle.sizes()
    assert told[-1].agents_share == pytest.approx(agents / (left + agents))
    assert told[-1].charts_height == pytest.approx(160, abs=2)


def test_that_the_last_column_of_agents_is_whole_with_a_scrollbar_too(
    board: DeskBoard, make_frame: Callable[..., BoardFrame], make_agent: Callable[..., AgentRow]
) -> None:
    sixty = make_frame(agents=tuple(make_agent(f"Agent {number:03}") for number in range(60)))
    view = board.agents.view
    for width in range(960, 1400, 40):
        board.resize(width, 700)
        for frame in (make_frame(), sixty):  # which has the scrollbar come
            board.show_frame(frame)
            QApplication.processEvents()
        last = view.model().columnCount() - 1
        assert view.columnViewportPosition(last) + view.columnWidth(last) <= view.viewport().width(), width
