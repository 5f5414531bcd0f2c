"""How commands ended: one calm line, and a list."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from wallboard.domain.commands import MoveCallToAgent, Outcome, Reason
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.feed.roles import Role
from wallboard.present.frame import BoardFrame, Notice
from wallboard.ui.notices import DoneList, NoticeBar
from wallboard.ui.theme import DARK, Theme

Frames = Callable[..., BoardFrame]


def notice(number: int, outcome: Outcome = Outcome.CONFIRMED) -> Notice:
    """The end of a move of Carla to Tom."""
    command = MoveCallToAgent(id=CommandId(f"c{number}"), call_id=CallId("w"), expect_rev=1, agent_id=AgentId("a"))
    return Notice(
        command=command,
        outcome=outcome,
        at_ms=1_000,
        elapsed_s=3.7,
        reason=Reason.CALL_MOVED_ON,
        subject="Carla",
        target="Tom",
    )


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    """A bar that is on the screen."""
    bar = NoticeBar(DARK)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_that_the_newest_end_is_told_once_and_grows_quiet(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tick(1_000)
    bar.show_frame(make_frame(notices=(notice(1),)))
    assert bar.words.text() == "Tom answered Carla after 4 s."
    assert bar.accessibleName() == bar.words.text()
    loud = bar.styleSheet()
    bar.tick(12_000)
    assert bar.styleSheet() == loud
    bar.tick(13_001)
    quiet = bar.styleSheet()
    assert quiet != loud
    bar.show_frame(make_frame(notices=(notice(1),)))
    assert bar.styleSheet() == quiet
    bar.show_frame(make_frame(notices=(notice(2, Outcome.REFUSED), notice(1))))
    assert bar.words.text() == "Refused: the call has moved on."
    assert bar.styleSheet() not in (loud, quiet)


def test_that_words_said_before_the_first_tick_stand_out_for_their_time(bar: NoticeBar) -> None:
    bar.tell("Tom is paused.")
    loud = bar.styleSheet()
    bar.tick(1_700_000_000_000)
    assert bar.styleSheet() == loud
    assert bar.words.text() == "Tom is paused."


def test_that_what_was_done_can_be_looked_up(bar: NoticeBar, make_frame: Frames) -> None:
    assert not bar.done_button.isEnabled()
    bar.show_frame(make_frame())
    bar.show_frame(make_frame(notices=(notice(2, Outcome.RETURNED_TO_QUEUE), notice(1))))
    QTest.mouseClick(bar.done_button, Qt.MouseButton.LeftButton)
    (done,) = bar.window().findChildren(DoneList)
    assert done.isVisible()
    assert done.rows.count() == 2
    assert "first in line" in done.rows.item(0).text()
    done.accept()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_that_every_outcome_is_drawn(theme: Theme, qtbot: QtBot, make_frame: Frames, outcome: Outcome) -> None:
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    bar.show_frame(make_frame(notices=(notice(1, outcome),)))
    assert not bar.grab().isNull()
    assert bar.words.text()


def test_that_what_can_wait_is_said_quietly_and_not_over_loud_words(bar: NoticeBar) -> None:
    quiet = bar.styleSheet()
    bar.mention("Wallboard 1.4.0 is available.")
    assert (bar.words.text(), bar.styleSheet()) == ("Wallboard 1.4.0 is available.", quiet)
    bar.tell("Tom is paused.")
    bar.mention("Wallboard 1.5.0 is available.")
    assert bar.words.text() == "Tom is paused."


def test_that_until_something_was_done_the_bar_says_what_can_be_done_here(
    bar: NoticeBar, make_frame: Frames
) -> None:
    bar.show_frame(make_frame(role=Role.VIEWER))
    assert "supervisors" in bar.words.text()
    bar.show_frame(make_frame(role=Role.SUPERVISOR))
    assert "Drag a caller" in bar.words.text()
    bar.show_frame(make_frame(notices=(notice(1),)))
    assert "Drag" not in bar.words.text()


def test_that_a_hint_does_not_take_the_place_of_words_that_were_said(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tell("Tom is paused.")
    bar.show_frame(make_frame())
    assert bar.words.text() == "Tom is paused."
