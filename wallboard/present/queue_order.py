"""The order of queues: by severity, or by a chosen figure, with a delay against restless rows."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ScopeId
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi

CALM_MS = 2_000
"""How long another order must have been due before rows change their places."""


class SortBy(StrEnum):
    """What queues are ordered by, other than a figure."""

    TROUBLE = "trouble"
    NAME = "name"


SortKey = SortBy | FigureId
"""What queues are ordered by: one of these, or a figure."""


class Sorting(Struct, frozen=True, kw_only=True):
    """What queues are ordered by, and in which direction; trouble always has the worst first."""

    by: SortKey = SortBy.TROUBLE
    is_descending: bool = True

    def clicked(self, by: SortKey) -> "Sorting":
        """Returns the next one when a column's header is clicked: one direction, the other, by severity again."""
        first = by is not SortBy.NAME
        if self.by is not by:
            return Sorting(by=by, is_descending=first)
        return Sorting(by=by, is_descending=not first) if self.is_descending is first else Sorting()


def trouble(row: QueueRow) -> tuple[int, float]:
    """Returns how much trouble a queue is in, worst last: callers past the limit, then calls short of the target.

    Below none while its PBX is lost, or its data cannot be decoded: that must not precede what can be acted upon.
    """
    if row.as_of_ms or row.is_unread:
        return -1, 0.0
    share_pct = row.value(FigureId.SERVICE_LEVEL)
    gap_pct = 0.0 if share_pct is None else max(0.0, row.goal.target_pct - share_pct)
    return row.kpis.beside(FigureId.WAITING), gap_pct * row.tally.offered / 100


def by_trouble(rows: Sequence[QueueRow]) -> list[QueueRow]:
    """Sorts the total first, then the queue in most trouble; equal ones keep their order."""
    return in_order(rows, Sorting())


def _worst_first(row: QueueRow) -> tuple[float, float]:
    late, short = trouble(row)
    return -late, -short


def in_order(
    rows: Sequence[QueueRow],
    sorting: Sorting,
    worst_first: Callable[[QueueRow], tuple[float, float]] = _worst_first,
) -> list[QueueRow]:
    """Sorts the total first, then by ``sorting``; rows without data are last, and equal ones keep their order."""
    pinned = [row for row in rows if row.is_group]
    others = [row for row in rows if not row.is_group]
    if sorting.by is SortBy.NAME:
        return pinned + sorted(others, key=lambda row: row.name.casefold(), reverse=sorting.is_descending)
    if isinstance(sorting.by, SortBy):
        return pinned + sorted(others, key=worst_first)
    values = [(_place(row.kpi(sorting.by)), row) for row in others]
    known = [(value, row) for value, row in values if value is not None]
    known.sort(key=lambda pair: -pair[0] if sorting.is_descending else pair[0])
    return pinned + [row for _, row in known] + [row for value, row in values if value is None]


def _place(kpi: Kpi) -> float | None:
    """Returns the sort key of a figure: its value; a running wait is the longer the earlier it began."""
    return kpi.value if kpi.since_ms is None else -kpi.since_ms


class CalmOrder:
    """Keeps rows in their places until another order has been due for `CALM_MS`; while held, indefinitely.

    Attributes:
        is_held: rows stay in place while the user points at one of them, or drags a caller to one.
    """

    def __init__(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self.is_held = False
        self._places: dict[ScopeId, int] = {}
        self._troubles: dict[ScopeId, tuple[QueueRow, tuple[float, float]]] = {}
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
        """Returns the rows in the order for ``now_ms``; a new or removed queue does not cause a wait."""
        wanted = in_order(rows, self._sorting, self._worst_first)
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

    def _worst_first(self, row: QueueRow) -> tuple[float, float]:
        """Returns how much trouble a queue is in; most rows of a frame are those of the last one."""
        kept = self._troubles.get(row.id)
        if kept is None or kept[0] is not row:
            kept = self._troubles[row.id] = row, _worst_first(row)
        return kept[1]

    def _take(self, wanted: list[QueueRow], ids: list[ScopeId]) -> list[QueueRow]:
        here = set(ids)
        self._troubles = {queue_id: kept for queue_id, kept in self._troubles.items() if queue_id in here}
        self._places = {queue_id: place for place, queue_id in enumerate(ids)}
        self._due_since_ms = None
        return wanted
