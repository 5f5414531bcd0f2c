"""What is told to who does not look: each thing once, losses and refusals at once."""

from typing import Any

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId, QueueId
from wallboard.present.announcements import AGAIN_AFTER_MS, Announcement, Announcements, Urgency
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, Notice
from wallboard.present.kpis import Kpi, Kpis

LIVE = Freshness(state=FreshnessState.LIVE)
LATE = Freshness(state=FreshnessState.LATE)
LOST = Freshness(state=FreshnessState.GATEWAY_LOST)


class Screen:
    """Frames one after another, and what is told of each."""

    def __init__(self) -> None:
        self.found = Announcements()

    def see(self, freshness: Freshness = LIVE, at_ms: int = 0, **parts: Any) -> list[Announcement]:
        """The news of one more frame."""
        return self.found.news(BoardFrame(freshness=freshness, **parts), at_ms)


def notice(number: int, outcome: Outcome) -> Notice:
    """How a command ended."""
    command = StopMonitor(id=CommandId(f"c{number}"), monitor_id=CommandId("m"))
    return Notice(command=command, outcome=outcome, at_ms=number)


def waiting(level: Level) -> Kpis:
    """A figure of this level."""
    return Kpis(Basis(), made=(Kpi(id=FigureId.WAITING, value=3, level=level),))


def test_that_a_lost_picture_interrupts_once_however_the_loss_goes_on() -> None:
    screen = Screen()
    screen.see()
    (told,) = screen.see(LATE)
    assert (told.urgency, told.freshness) == (Urgency.NOW, LATE)
    assert screen.see(LOST) == []
    (told,) = screen.see(LIVE)
    assert (told.urgency, told.freshness) == (Urgency.LATER, LIVE)
    assert screen.see(LIVE) == []


def test_that_a_start_is_no_loss() -> None:
    screen = Screen()
    assert screen.see(Freshness(state=FreshnessState.CONNECTING)) == []
    assert screen.see() == []


def test_that_a_refusal_interrupts_and_what_is_done_waits_its_turn() -> None:
    screen = Screen()
    done, refused = notice(1, Outcome.CONFIRMED), notice(2, Outcome.REFUSED)
    assert [news.urgency for news in screen.see(notices=(done,))] == [Urgency.LATER]
    (told,) = screen.see(notices=(refused, done))
    assert (told.urgency, told.notice) == (Urgency.NOW, refused)
    assert screen.see(notices=(refused, done)) == []


def test_that_a_figure_that_becomes_bad_is_plain_columns_and_not_while_it_goes_up_and_down() -> None:
    screen = Screen()
    assert screen.see(kpis=waiting(Level.WARNING)) == []
    (told,) = screen.see(kpis=waiting(Level.BAD), at_ms=1_000)
    assert (told.urgency, told.kpi) == (Urgency.LATER, waiting(Level.BAD).of(FigureId.WAITING))
    assert screen.see(kpis=waiting(Level.BAD), at_ms=90_000) == []
    assert screen.see(kpis=waiting(Level.GOOD), at_ms=91_000) == []
    assert screen.see(kpis=waiting(Level.BAD), at_ms=92_000) == []
    assert len(screen.see(kpis=waiting(Level.BAD), at_ms=92_001 + AGAIN_AFTER_MS)) == 1


def test_that_stale_figures_and_those_of_another_queue_are_no_alarm() -> None:
    screen = Screen()
    screen.see(kpis=waiting(Level.GOOD))
    assert [news.kpi for news in screen.see(LOST, kpis=waiting(Level.BAD))] == [None]
    assert [news.kpi for news in screen.see(LIVE, kpis=waiting(Level.GOOD))] == [None]
    assert screen.see(kpis=waiting(Level.BAD), scope=QueueId("claims")) == []
