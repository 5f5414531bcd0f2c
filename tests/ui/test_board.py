"""The board: every part shows the same frame, and charts come later."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, QueueRow
from wallboard.ui.board import Board
from wallboard.ui.hands import Hands
from wallboard.ui.theme import DARK


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    menu = QMenu()
    hands = Hands()
    made = Board(DARK, menu, hands)
    hands.setParent(made)
    menu.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def test_that_each_part_shows_the_frame(
    board: Board,
    make_frame: Callable[..., BoardFrame],
    make_agent: Callable[..., AgentRow],
    make_caller: Callable[..., CallerRow],
    make_queue: Callable[..., QueueRow],
) -> None:
    board.show_frame(make_frame(agents=(make_agent(),), callers=(make_caller(),), queues=(make_queue(),)))
    board.tick()
    board.turn_clocks()
    assert board.callers.model.rowCount() == 1
    assert board.queues.model.rowCount() == 1
    assert board.top_bar.pill.words == "Live"
    assert not board.banner.isVisible()
    board.reveal_agent(AgentId("PJSIP/Maria Silva"))
    assert board.agents.view.currentIndex().isValid()


def test_that_a_board_that_is_not_live_says_so_in_a_banner(
    board: Board, make_frame: Callable[..., BoardFrame]
) -> None:
    board.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LATE, since_ms=1_000)))
    assert board.banner.isVisible()


def test_that_what_hands_tell_is_said_at_the_foot(board: Board) -> None:
    place = board.agents.geometry()
    board.tell("Maria is in a call.")
    assert board.notices.words.text() == "Maria is in a call."
    assert board.agents.geometry() == place
