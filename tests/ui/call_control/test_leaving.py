"""Quitting while the supervisor is in a call."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, OwnMonitoring
from wallboard.settings.client import DeskSettings
from wallboard.ui.call_control import leaving
from wallboard.ui.call_control.leaving import StillInCall
from wallboard.ui.desk.window import DeskWindow

Frames = Callable[..., BoardFrame]
OWN = OwnMonitoring(
    monitor_id=CommandId("m1"), agent_id=AgentId("a"), agent="Chloé", mode=MonitorMode.BARGE, since_ms=0
)


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    """A desk, painted."""
    made = DeskWindow(DeskSettings())
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.ready):
        made.show()
    return made


def questions(window: DeskWindow) -> list[StillInCall]:
    """What is asked now."""
    return [one for one in window.findChildren(StillInCall) if one.isVisible()]


def question(window: DeskWindow) -> StillInCall | None:
    """What is asked, if anything."""
    return next(iter(questions(window)), None)


def test_that_a_desk_without_a_call_just_closes(window: DeskWindow, make_frame: Frames) -> None:
    window.show_frame(make_frame())
    window.close()
    assert not window.isVisible()


def test_that_staying_keeps_window_and_call(window: DeskWindow, make_frame: Frames) -> None:
    asked: list[object] = []
    window.command_wanted.connect(asked.append)
    window.show_frame(make_frame(monitoring=OWN))
    window.close()
    window.close()
    assert window.isVisible()
    shown = question(window)
    assert shown is not None
    assert shown.text() == "You are still in Chloé's call."
    shown.reject()
    assert window.isVisible()
    assert asked == []


def test_that_leaving_waits_for_the_word_that_it_is_done(window: DeskWindow, make_frame: Frames) -> None:
    asked: list[object] = []
    window.command_wanted.connect(asked.append)
    window.show_frame(make_frame(monitoring=OWN))
    window.close()
    shown = question(window)
    assert shown is not None
    shown.leave.click()
    assert [type(command) for command in asked] == [StopMonitor]
    assert window.isVisible()
    window.show_frame(make_frame())
    assert not window.isVisible()


def test_that_a_gateway_that_says_nothing_leaves_it_to_the_user(
    qtbot: QtBot, make_frame: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "PATIENCE_MS", 1)
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.ready):
        window.show()
    window.show_frame(make_frame(monitoring=OWN))
    window.close()
    shown = question(window)
    assert shown is not None
    shown.leave.click()
    qtbot.waitUntil(lambda: any("may still be" in one.text() for one in questions(window)))
    assert window.isVisible()
    questions(window)[-1].leave.click()
    assert not window.isVisible()


def test_that_a_call_that_cannot_be_left_from_here_is_told_before_quitting(
    window: DeskWindow, make_frame: Frames
) -> None:
    lost = Freshness(state=FreshnessState.GATEWAY_LOST, since_ms=1)
    window.show_frame(make_frame(monitoring=OWN, freshness=lost))
    window.close()
    (shown,) = questions(window)
    assert shown.text() == "You may still be in Chloé's call."
    assert "Hang up your phone" in shown.informativeText()
    shown.leave.click()
    assert not window.isVisible()
