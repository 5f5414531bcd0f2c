"""In which order queues are listed: by trouble, or by a figure that a person chose, and calmly so."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL, ScopeId
from wallboard.present.frame import QueueRow

CALM_MS = 2_000
"""So long another order must have been due before rows change their places."""


class SortBy(StrEnum):
    """What queues are ordered by."""

    TROUBLE = "trouble"
    NAME = "name"
    SERVICE_LEVEL = "service_level"
    WAITING = "waiting"
    LONGEST = "longest"
    ABANDONED = "abandoned"
    ASA = "asa"
    READY = "ready"


class Sorting(Struct, frozen=True, kw_only=True):
    """What queues are ordered by, and which way round; trouble has the worst first always."""

    by: SortBy = SortBy.TROUBLE
    is_descending: bool = True

    def clicked(self, by: SortBy) -> "Sorting":
        """The next one when the head of a column is clicked: one way round, the other, by trouble again."""
        first = by is not SortBy.NAME
        if self.by is not by:
            return Sorting(by=by, is_descending=first)
        return Sorting(by=by, is_descending=not first) if self.is_descending is first else Sorting()


def trouble(row: QueueRow) -> tuple[int, float]:
    """How much trouble a queue is in, worst last: callers past the limit, then calls short of the target."""
    gap_pct = 0.0 if row.service_level_pct is None else max(0.0, row.goal.target_pct - row.service_level_pct)
    return row.past_limit, gap_pct * row.offered / 100


def by_trouble(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """The total first, then the queue in most trouble; those alike stay in the order that they come in."""
    return in_order(rows, Sorting())


def in_order(rows: Sequence[QueueRow], sorting: Sorting) -> list[QueueRow]:
    """The total first, then by ``sorting``; what has no data is last, and those alike stay as they come."""
    pinned = [row for row in rows if row.id == ALL]
    others = [row for row in rows if row.id != ALL]
    if sorting.by is SortBy.NAME:
        return pinned + sorted(others, key=lambda row: row.name.casefold(), reverse=sorting.is_descending)
    figure = _FIGURES.get(sorting.by)
    if figure is None:
        return pinned + sorted(others, key=lambda row: tuple(-part for part in trouble(row)))
    known = [(value, row) for row in others if (value := figure(row)) is not None]
    known.sort(key=lambda pair: -pair[0] if sorting.is_descending else pair[0])
    return pinned + [row for _, row in known] + [row for row in others if figure(row) is None]


_FIGURES: dict[SortBy, Callable[[QueueRow], float | None]] = {
    SortBy.SERVICE_LEVEL: lambda row: row.service_level_pct,
    SortBy.WAITING: lambda row: row.waiting,
    SortBy.LONGEST: lambda row: None if row.longest_since_ms is None else -row.longest_since_ms,
    SortBy.ABANDONED: lambda row: row.abandonment_pct,
    SortBy.ASA: lambda row: row.asa_s,
    SortBy.READY: lambda row: row.agents.get(AgentState.READY, 0),
}


class CalmOrder:
    """Keeps rows in their places until another order has been due for `CALM_MS`; while held, for ever.

    Attributes:
        is_held: rows stay where they are: somebody points at one of them, or carries a caller to one.
    """

    def __init__(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self.is_held = False
        self._places: dict[ScopeId, int] = {}
        self._due_since_ms: int | None = None

    @property
    def sorting(self) -> Sorting:
        """What rows are ordered by."""
        return self._sorting

    @sorting.setter
    def sorting(self, sorting: Sorting) -> None:
        if sorting != self._sorting:
            self._sorting, self._places = sorting, {}

    @property
    def is_due(self) -> bool:
        """Whether another order waits for its time."""
        return self._due_since_ms is not None

    def arrange(self, rows: Sequence[QueueRow], now_ms: int) -> list[QueueRow]:
        """The rows as they are to be shown at ``now_ms``; a queue that is new or gone is no reason to wait."""
        wanted = in_order(rows, self._sorting)
        ids = [row.id for row in wanted]
        if self._places.keys() != set(ids):
            return self._take(wanted, ids)
        shown = sorted(wanted, key=lambda row: self._places[row.id])
        if [row.id for row in shown] == ids:
            self._due_since_ms = None
        elif self._due_since_ms is None or now_ms < self._due_since_ms:
            self._due_since_ms = now_ms
        elif not self.is_held and now_ms - self._due_since_ms >= CALM_MS:
            return self._take(wanted, ids)
        return shown

    def _take(self, wanted: list[QueueRow], ids: list[ScopeId]) -> list[QueueRow]:
        self._places = {queue_id: place for place, queue_id in enumerate(ids)}
        self._due_since_ms = None
        return wanted
