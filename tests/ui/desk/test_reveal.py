"""Bringing into sight who was found."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow
from wallboard.settings.client import DeskSettings
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.rows_model import ROW_ROLE

Frames = Callable[..., BoardFrame]
Agents = Callable[..., AgentRow]


class Rig:
    """A desk limited to a queue with Kim, in a centre where Beatriz is too; ``asked`` are limits it asks for."""

    def __init__(self, desk: DeskWindow, limited: BoardFrame, wide: BoardFrame) -> None:
        self.desk, self.wide = desk, wide
        self.asked: list[str] = []
        desk.queue_chosen.connect(self.asked.append)
        desk.show_frame(limited)

    def press(self, keys: str) -> None:
        """Do what a key of the window does."""
        next(one for one in self.desk.actions() if one.shortcut().toString() == keys).trigger()

    @property
    def chosen(self) -> str:
        """Whose tile is the current one."""
        assert self.desk.board is not None
        row = self.desk.board.agents.view.currentIndex().data(ROW_ROLE)
        return row.name if isinstance(row, AgentRow) else ""


@pytest.fixture
def rig(qtbot: QtBot, make_frame: Frames, make_agent: Agents, make_caller: Callable[..., CallerRow]) -> Rig:
    desk = DeskWindow(DeskSettings())
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.ready):
        desk.show()
    kim, beatriz, caller = make_agent("Kim"), make_agent("Beatriz"), make_caller()
    limited = make_frame(scope=QueueId("sales"), agents=(kim,), all_agents=(beatriz, kim), all_callers=(caller,))
    return Rig(desk, limited, make_frame(agents=(beatriz, kim), callers=(caller,)))


def find(rig: Rig, words: str) -> None:
    """Look for words and go to the first hit."""
    from wallboard.ui.desk.finder import Finder

    rig.desk.open_finder()
    finder = rig.desk.findChild(Finder)
    assert finder is not None
    finder.words.setText(words)
    finder.words.returnPressed.emit()


def test_that_who_is_in_sight_is_just_marked(rig: Rig) -> None:
    find(rig, "kim")
    assert rig.chosen == "Kim"
    assert rig.asked == []


def test_that_who_is_not_on_the_limited_board_widens_it(rig: Rig) -> None:
    find(rig, "bea")
    assert rig.asked == [ALL]
    rig.desk.show_frame(rig.wide)
    assert rig.chosen == "Beatriz"


def test_that_a_caller_of_another_queue_widens_it_too(rig: Rig) -> None:
    find(rig, "912345678")
    assert rig.asked == [ALL]
    rig.desk.show_frame(rig.wide)
    assert rig.desk.board is not None
    assert rig.desk.board.callers.view.currentIndex().isValid()


def test_that_esc_leaves_the_limit_and_does_nothing_without_one(rig: Rig) -> None:
    rig.press("Esc")
    assert rig.asked == [ALL]
    rig.desk.show_frame(rig.wide)
    rig.press("Esc")
    assert rig.asked == [ALL]
