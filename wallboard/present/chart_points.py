"""The content of the charts of a frame."""

from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, ScopeId
from wallboard.present.row import Row


class ChartPoint(Row, frozen=True, kw_only=True):
    """One interval of today for the charts of service level and of volume; None means no data.

    ``counted`` are the callers that the service level is of.
    """

    start_ms: int
    service_level_pct: float | None
    counted: int = 0
    offered: int
    answered: int
    abandoned: int
    flowed_out: int = 0
    abandonment_pct: float | None

    @property
    def left(self) -> int:
        """Returns all whose wait ended in the interval."""
        return self.answered + self.abandoned + self.flowed_out


class WaitPoint(Row, frozen=True, kw_only=True):
    """Callers waiting and the longest wait at a moment of the last hour."""

    at_ms: int
    waiting: int
    longest_wait_s: float


class Charts(Row, frozen=True, kw_only=True):
    """The content of the three charts for one queue or group; points are oldest first.

    ``intervals`` are finished; the ``running`` one has a point when it is of enough callers: ``running_counts``.
    """

    scope: ScopeId = ALL
    queue_name: str = ""
    goal: Goal = Goal()
    interval_minutes: int = 15
    day_start_ms: int = 0
    intervals: tuple[ChartPoint, ...] = ()
    running: ChartPoint | None = None
    running_counts: bool = False
    waits: tuple[WaitPoint, ...] = ()
