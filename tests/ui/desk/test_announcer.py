"""What a screen reader is told, and how urgently."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, Notice
from wallboard.present.kpis import Kpi
from wallboard.ui.desk import announcer
from wallboard.ui.desk.announcer import Announcer

Frames = Callable[..., BoardFrame]
Told = list[tuple[str, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What is handed to the system, with its politeness."""
    heard: Told = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        QAccessible.updateAccessibility(event)
        heard.append((event.politeness().name, event.message()))

    monkeypatch.setattr(announcer, "announce", hear)
    return heard


@pytest.fixture
def speaker(qtbot: QtBot) -> Announcer:
    """An announcer of a window."""
    window = QWidget()
    qtbot.addWidget(window)
    return Announcer(window)


def test_that_the_loss_of_the_pbx_interrupts_and_its_return_does_not(
    speaker: Announcer, told: Told, make_frame: Frames
) -> None:
    speaker.show_frame(make_frame())
    speaker.show_frame(make_frame(freshness=Freshness(state=FreshnessState.PBX_LOST, since_ms=1_700_000_000_000)))
    ((politeness, words),) = told
    assert politeness == "Assertive"
    assert "Figures as of" in words
    speaker.show_frame(make_frame())
    assert told[1:] == [("Polite", "Live again")]


def test_that_a_refusal_interrupts(speaker: Announcer, told: Told, make_frame: Frames) -> None:
    command = StopMonitor(id=CommandId("c1"), monitor_id=CommandId("m1"))
    notice = Notice(command=command, outcome=Outcome.REFUSED, at_ms=5, reason=Reason.NOT_YOURS, subject="Ana")
    speaker.show_frame(make_frame(notices=(notice,)))
    speaker.show_frame(make_frame(notices=(notice,)))
    speaker.tell("Nobody can be moved there.")
    assert [politeness for politeness, _ in told] == ["Assertive", "Assertive"]
    assert told[1][1] == "Nobody can be moved there."


def test_that_a_new_alarm_is_said_with_its_figure(speaker: Announcer, told: Told, make_frame: Frames) -> None:
    kpi = Kpi(id=FigureId.WAITING, value=3.0, level=Level.BAD)
    speaker.show_frame(make_frame(kpis=(kpi,)))
    ((politeness, words),) = told
    assert politeness == "Polite"
    assert words.startswith("Waiting: 3")
