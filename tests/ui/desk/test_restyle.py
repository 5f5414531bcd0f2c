"""Another theme or size: the board takes it in place, and everything stays where the user has it."""

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.factories.rows import NOW_MS, agent_row, board_frame, queue_row
from tests.ui.desks import act, opened
from tests.ui.golden import scenes
from tests.ui.golden.pictures import difference
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.present.frame import Notice
from wallboard.settings.client import DeskSettings, ThemeChoice
from wallboard.ui.desk.window import DeskWindow

NOTICE = Notice(
    command=MoveCallToAgent(id=CommandId("c"), call_id=CallId("w"), expect_rev=1, agent_id=AgentId("a")),
    outcome=Outcome.CONFIRMED,
    at_ms=NOW_MS - 90_000,
    subject="Carla",
    target="Tom",
)


def shown(settings: DeskSettings, qtbot: QtBot) -> DeskWindow:
    """A desk with something in every part, at a moment that stands."""
    window = opened(settings, qtbot)
    window.resize(1500, 900)
    window.add_charts()
    window.show_frame(replace(scenes.frame(), notices=(NOTICE,)))
    assert window.board is not None
    window.board.notices.tick(NOW_MS + 60_000)  # it is calm
    return window


def picture(window: DeskWindow) -> QImage:
    """What the window shows once all of it is drawn and laid out."""
    scenes.finish_charts(window)
    QApplication.processEvents()
    return window.grab().toImage()


@pytest.mark.parametrize(
    ("keys", "settings"),
    [
        (("Ctrl+T",), DeskSettings(theme=ThemeChoice.LIGHT)),
        (("Ctrl++", "Ctrl++"), DeskSettings(theme=ThemeChoice.DARK, zoom=1.25)),
        (("Ctrl+-", "Ctrl+T", "Ctrl+0", "Ctrl+T"), DeskSettings(theme=ThemeChoice.DARK)),
        (("Ctrl+-", "Ctrl+-", "Ctrl+T"), DeskSettings(theme=ThemeChoice.LIGHT, zoom=0.8)),
    ],
)
def test_that_a_board_takes_another_look_and_size_as_if_it_had_begun_so(
    keys: tuple[str, ...], settings: DeskSettings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallboard.ui.desk.board.now_ms", lambda: NOW_MS)
    window = shown(DeskSettings(theme=ThemeChoice.DARK), qtbot)
    board = window.board
    for key in keys:
        act(window, key)
    taken = picture(window)
    assert window.board is board
    part, _ = difference(picture(shown(settings, qtbot)), taken)
    assert part == 0


def test_that_another_look_or_size_leaves_the_user_where_they_were(qtbot: QtBot) -> None:
    window = opened(DeskSettings(theme=ThemeChoice.DARK), qtbot)
    board = window.board
    assert board is not None
    window.resize(1200, 700)
    agents = tuple(agent_row(f"Agent {number:03}") for number in range(300))
    queues = tuple(queue_row(f"q{number}", f"Queue {number:02}") for number in range(40))
    window.show_frame(board_frame(agents=agents, queues=queues))
    QApplication.processEvents()
    board.middle.setSizes([500, 300])
    board.middle.splitterMoved.emit(500, 1)
    board.queues.view.selectRow(20)
    board.queues.view.scrollTo(board.queues.model.index(25, 0), board.queues.view.ScrollHint.PositionAtTop)
    board.agents.reveal(agents[200].agent_id)
    for keys in ("Ctrl+T", "Ctrl++", "Ctrl++", "Ctrl+T", "Ctrl+0"):
        share, first = board.middle.sizes()[0] / sum(board.middle.sizes()), board.queues.view.rows_in_sight().start
        act(window, keys)
        QApplication.processEvents()
        assert window.board is board
        assert board.queues.model.key_at(board.queues.view.currentIndex()) == queues[20].id
        assert board.queues.view.rows_in_sight().start == first
        assert board.agents.current == agents[200].agent_id
        at = board.agents.grid.index_of(agents[200].agent_id)
        assert at.row() in board.agents.view.rows_in_sight()
        assert board.agents.view.hasFocus()
        assert board.middle.sizes()[0] / sum(board.middle.sizes()) == pytest.approx(share, abs=0.02)


def test_that_a_caller_stays_carried_through_another_look(qtbot: QtBot) -> None:
    window = opened(DeskSettings(theme=ThemeChoice.DARK), qtbot)
    controller, board = window.controller, window.board
    assert controller is not None
    assert board is not None
    window.show_frame(scenes.frame())
    controller.lift(scenes.frame().callers[0])
    before = [board.agents.grid.row_at(board.agents.grid.index(0, column)) for column in range(3)]
    act(window, "Ctrl+T")
    assert controller.carried is not None
    assert [board.agents.grid.row_at(board.agents.grid.index(0, column)) for column in range(3)] == before
    controller.put_down()
