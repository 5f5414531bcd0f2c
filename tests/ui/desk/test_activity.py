"""How commands ended: one calm line, and a list."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.feed.roles import Role
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, Notice
from wallboard.ui.desk.activity import DoneList, NoticeBar
from wallboard.ui.look.theme import DARK, LIGHT, Theme
from wallboard.ui.words.day_time import hour_minute

Frames = Callable[..., BoardFrame]
NOW_MS = 1_700_000_000_000


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
    assert bar.words.text() == "Refused: the call had already moved on."
    assert bar.styleSheet() not in (loud, quiet)


def test_that_words_said_before_the_first_tick_stand_out_for_their_time(bar: NoticeBar) -> None:
    bar.tell("Tom is paused.")
    loud = bar.styleSheet()
    bar.tick(1_700_000_000_000)
    assert bar.styleSheet() == loud
    assert bar.words.text() == "Tom is paused."


def grabbed(bar: NoticeBar) -> QImage:
    """What the bar looks like."""
    bar.resize(700, 40)
    QApplication.processEvents()
    return bar.grab().toImage()


def calm(theme: Theme, qtbot: QtBot, frame: BoardFrame) -> NoticeBar:
    """A bar whose newest notice is no longer highlighted."""
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    bar.show()
    bar.tick(NOW_MS)
    bar.show_frame(frame)
    bar.tick(NOW_MS + 13_000)
    return bar


def test_that_a_calm_notice_takes_another_theme_with_its_icon(qtbot: QtBot, make_frame: Frames) -> None:
    frame = make_frame(notices=(notice(1, Outcome.REFUSED),))
    bar = calm(DARK, qtbot, frame)
    dark = grabbed(bar)
    bar.restyle(LIGHT.scaled(1.25))
    assert grabbed(bar) == grabbed(calm(LIGHT.scaled(1.25), qtbot, frame)) != dark


def test_that_what_was_done_can_be_looked_up(bar: NoticeBar, make_frame: Frames) -> None:
    assert not bar.done_button.isEnabled()
    bar.show_frame(make_frame())
    bar.show_frame(make_frame(notices=(notice(2, Outcome.RETURNED_TO_QUEUE), notice(1))))
    QTest.mouseClick(bar.done_button, Qt.MouseButton.LeftButton)
    (done,) = bar.window().findChildren(DoneList)
    assert done.isVisible()
    assert done.rows.count() == 2
    assert "front of the queue" in done.rows.item(0).text()
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
    assert "Supervisors" in bar.words.text()
    bar.show_frame(make_frame(role=Role.SUPERVISOR))
    assert "Drag a caller" in bar.words.text()
    bar.show_frame(make_frame(notices=(notice(1),)))
    assert "Drag" not in bar.words.text()


def listening(**parts: Any) -> Notice:
    """A monitoring of Chloé's call that began well."""
    begin = StartMonitor(
        id=CommandId("m1"), agent_id=AgentId("a"), extension="200", mode=parts.pop("mode", MonitorMode.BARGE)
    )
    return Notice(command=begin, outcome=Outcome.CONFIRMED, at_ms=NOW_MS, subject="Chloé", **parts)


def test_that_what_goes_on_is_told_as_past_as_soon_as_it_is_over(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tick(NOW_MS)
    bar.show_frame(make_frame(notices=(listening(),)))
    assert bar.words.text() == "You are in Chloé's call; both hear you."
    over_at_ms = NOW_MS + 60_000
    bar.show_frame(make_frame(notices=(listening(over_at_ms=over_at_ms),)))
    assert bar.words.text() == f"You were in Chloé's call until {hour_minute(over_at_ms)}."
    assert bar.accessibleName() == bar.words.text()


def test_that_a_call_that_ends_after_another_command_is_told_too(bar: NoticeBar, make_frame: Frames) -> None:
    moved = replace(notice(1), at_ms=NOW_MS + 10_000)
    bar.tick(NOW_MS)
    bar.show_frame(make_frame(notices=(moved, listening())))
    assert "answered" in bar.words.text()
    bar.tick(NOW_MS + 13_000)
    bar.show_frame(make_frame(notices=(moved, listening(over_at_ms=NOW_MS + 30_000))))
    assert "until" in bar.words.text()


def test_that_leaving_by_oneself_is_told_as_that(bar: NoticeBar, make_frame: Frames) -> None:
    stop = StopMonitor(id=CommandId("s"), monitor_id=CommandId("m1"))
    left = Notice(command=stop, outcome=Outcome.CONFIRMED, at_ms=NOW_MS + 5, subject="Chloé")
    bar.show_frame(make_frame(notices=(left, listening(over_at_ms=NOW_MS + 9))))
    assert bar.words.text() == "You left Chloé's call."


def test_that_nothing_is_said_to_go_on_while_the_picture_is_not_live(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tick(NOW_MS)
    bar.show_frame(make_frame(notices=(listening(),)))
    bar.tick(NOW_MS + 13_000)
    lost = Freshness(state=FreshnessState.PBX_LOST, since_ms=NOW_MS)
    bar.show_frame(make_frame(notices=(listening(),), freshness=lost))
    assert "Chloé" not in bar.words.text()


def test_that_nobody_is_asked_to_drag_while_the_pbx_is_lost(bar: NoticeBar, make_frame: Frames) -> None:
    bar.show_frame(make_frame())
    bar.show_frame(make_frame(freshness=Freshness(state=FreshnessState.PBX_LOST, since_ms=NOW_MS)))
    assert "Drag" not in bar.words.text()
    assert "are live" in bar.words.text()
    bar.show_frame(make_frame())
    assert "Drag" in bar.words.text()


def test_that_what_was_said_of_a_moment_goes_with_it(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tick(NOW_MS)
    bar.show_frame(make_frame())
    bar.tell("Tom is paused.")
    bar.tick(NOW_MS + 13_000)
    assert "Drag a caller" in bar.words.text()


def test_that_an_outcome_has_its_own_icon_after_words_of_a_moment_and_in_another_look(
    bar: NoticeBar, qtbot: QtBot, make_frame: Frames
) -> None:
    frame = make_frame(notices=(notice(1),))
    bar.tick(NOW_MS)
    bar.show_frame(frame)
    bar.tick(NOW_MS + 13_000)
    quiet = bar.grab().toImage()
    bar.tell("Tom is paused.")
    bar.tick(NOW_MS + 26_000)
    assert bar.grab().toImage() == quiet
    after = NoticeBar(DARK)
    qtbot.addWidget(after)
    after.resize(bar.size())
    after.show()
    after.take_over(bar)
    after.show_frame(frame)
    assert after.grab().toImage() == quiet


def test_that_another_look_tells_nothing_anew(bar: NoticeBar, qtbot: QtBot, make_frame: Frames) -> None:
    frame = make_frame(notices=(notice(1, Outcome.REFUSED),))
    bar.tick(NOW_MS)
    bar.show_frame(frame)
    bar.tick(NOW_MS + 13_000)
    after = NoticeBar(LIGHT)
    qtbot.addWidget(after)
    quiet = after.styleSheet()
    after.take_over(bar)
    after.show_frame(frame)
    assert after.words.text() == bar.words.text()
    assert after.styleSheet() == quiet


def test_that_the_open_list_follows(bar: NoticeBar, make_frame: Frames) -> None:
    bar.show_frame(make_frame(notices=(listening(),)))
    bar.open_list()
    (done,) = bar.window().findChildren(DoneList)
    bar.show_frame(make_frame(notices=(listening(over_at_ms=NOW_MS),)))
    assert "until" in done.rows.item(0).text()
    done.accept()


def test_that_a_hint_does_not_take_the_place_of_words_that_were_said(bar: NoticeBar, make_frame: Frames) -> None:
    bar.tell("Tom is paused.")
    bar.show_frame(make_frame())
    assert bar.words.text() == "Tom is paused."
