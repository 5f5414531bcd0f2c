"""Announcements for screen readers: the connection lost or restored, results of commands, new alarms."""

from enum import StrEnum

from msgspec import Struct

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId, ScopeId
from wallboard.present.frame import BoardFrame, Freshness, Notice
from wallboard.present.kpis import Kpi

AGAIN_AFTER_MS = 120_000
"""A figure that is bad again this soon is not announced: it oscillates around its limit."""


_JUDGED = tuple(figure.id for figure in CATALOGUE.values() if figure.level is not None)


class Urgency(StrEnum):
    """Whether an announcement interrupts the current speech."""

    NOW = "now"
    LATER = "later"


class Announcement(Struct, frozen=True, kw_only=True):
    """One announcement; of ``freshness``, ``notice`` and ``kpi`` the one that it is about."""

    urgency: Urgency
    freshness: Freshness | None = None
    notice: Notice | None = None
    kpi: Kpi | None = None


class Announcements:
    """Finds what is new in one frame after another, and announces it once."""

    def __init__(self) -> None:
        self._was_live = False
        self._is_lost = False
        self._announced: CommandId | None = None
        self._scope: ScopeId | None = None
        self._bad_at_ms: dict[FigureId, int] = {}

    def news(self, frame: BoardFrame, now_ms: int) -> list[Announcement]:
        """Returns the announcements of ``frame``, the most urgent first; ``now_ms`` is any running clock."""
        return [*self._of_the_picture(frame.freshness), *self._of_commands(frame), *self._of_figures(frame, now_ms)]

    def _of_the_picture(self, freshness: Freshness) -> list[Announcement]:
        """Announces the loss of the live state, once however it goes on, and its return."""
        if freshness.is_live:
            was_lost, self._is_lost, self._was_live = self._is_lost, False, True
            return [Announcement(urgency=Urgency.LATER, freshness=freshness)] if was_lost else []
        if self._is_lost or not self._was_live:
            return []
        self._is_lost = True
        return [Announcement(urgency=Urgency.NOW, freshness=freshness)]

    def _of_commands(self, frame: BoardFrame) -> list[Announcement]:
        """Announces how the newest command ended."""
        newest = max(frame.notices, key=lambda notice: notice.at_ms, default=None)
        if newest is None or newest.command.id == self._announced:
            return []
        self._announced = newest.command.id
        is_done = newest.outcome is Outcome.CONFIRMED
        return [Announcement(urgency=Urgency.LATER if is_done else Urgency.NOW, notice=newest)]

    def _of_figures(self, frame: BoardFrame, now_ms: int) -> list[Announcement]:
        """Announces figures that have become bad; those of a newly chosen queue are not announced."""
        if not frame.freshness.is_live:
            return []
        is_same, self._scope = self._scope in (None, frame.scope), frame.scope
        due = []
        for kpi in map(frame.kpis.of, _JUDGED):
            if kpi.level is not Level.BAD:
                continue
            before_ms = self._bad_at_ms.get(kpi.id)
            self._bad_at_ms[kpi.id] = now_ms
            if is_same and (before_ms is None or now_ms - before_ms > AGAIN_AFTER_MS):
                due.append(Announcement(urgency=Urgency.LATER, kpi=kpi))
        return due
