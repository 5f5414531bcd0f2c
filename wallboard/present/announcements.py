"""What somebody who does not look at the screen is told: a picture lost or back, how commands ended, new alarms."""

from enum import StrEnum

from msgspec import Struct

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId, ScopeId
from wallboard.present.frame import BoardFrame, Freshness, Kpi, Notice

AGAIN_AFTER_MS = 120_000
"""A figure that is bad again so soon is no news: it goes up and down around its limit."""


class Urgency(StrEnum):
    """Whether what a screen reader says at the time is interrupted."""

    NOW = "now"
    LATER = "later"


class Announcement(Struct, frozen=True, kw_only=True):
    """One thing to tell; of ``freshness``, ``notice`` and ``kpi`` the one that it is about."""

    urgency: Urgency
    freshness: Freshness | None = None
    notice: Notice | None = None
    kpi: Kpi | None = None


class Announcements:
    """Finds what is new in one frame after another, and tells it once."""

    def __init__(self) -> None:
        self._was_live = False
        self._is_lost = False
        self._told: CommandId | None = None
        self._scope: ScopeId | None = None
        self._bad_at_ms: dict[FigureId, int] = {}

    def news(self, frame: BoardFrame, now_ms: int) -> list[Announcement]:
        """What is to be told of ``frame``, the most urgent first; ``now_ms`` is any clock that goes on."""
        return [*self._of_the_picture(frame.freshness), *self._of_commands(frame), *self._of_figures(frame, now_ms)]

    def _of_the_picture(self, freshness: Freshness) -> list[Announcement]:
        """The loss of a live picture, once however it goes on, and that it is live again."""
        if freshness.is_live:
            was_lost, self._is_lost, self._was_live = self._is_lost, False, True
            return [Announcement(urgency=Urgency.LATER, freshness=freshness)] if was_lost else []
        if self._is_lost or not self._was_live:
            return []
        self._is_lost = True
        return [Announcement(urgency=Urgency.NOW, freshness=freshness)]

    def _of_commands(self, frame: BoardFrame) -> list[Announcement]:
        """How the newest command ended."""
        newest = max(frame.notices, key=lambda notice: notice.at_ms, default=None)
        if newest is None or newest.command.id == self._told:
            return []
        self._told = newest.command.id
        is_done = newest.outcome is Outcome.CONFIRMED
        return [Announcement(urgency=Urgency.LATER if is_done else Urgency.NOW, notice=newest)]

    def _of_figures(self, frame: BoardFrame, now_ms: int) -> list[Announcement]:
        """Figures that have become bad; those of another queue that is looked at now are no news."""
        if not frame.freshness.is_live:
            return []
        is_same, self._scope = self._scope in (None, frame.scope), frame.scope
        told = []
        for kpi in frame.kpis:
            if kpi.level is not Level.BAD:
                continue
            before_ms = self._bad_at_ms.get(kpi.id)
            self._bad_at_ms[kpi.id] = now_ms
            if is_same and (before_ms is None or now_ms - before_ms > AGAIN_AFTER_MS):
                told.append(Announcement(urgency=Urgency.LATER, kpi=kpi))
        return told
