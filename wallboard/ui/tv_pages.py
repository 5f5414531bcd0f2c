"""Which queues a TV shows when not all fit: the worst three stay, and the others take turns."""

from collections.abc import Sequence

from msgspec import Struct

from wallboard.domain.ids import ALL_QUEUES
from wallboard.domain.thresholds import Level
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.models.caller_model import wait_level

PAGE_S = 12
"""How long a page of queues stays when not all fit at once."""

PINNED = 3
"""So many of the worst queues are on every page: else a burning one would be out of sight most of the time."""

_CALM_S = 4
"""So often the order is looked at anew: rows must not jump while they are read."""


class Page(Struct, frozen=True, kw_only=True):
    """What is up now: the first ``pinned`` of ``rows`` stay; ``number`` counts from 1."""

    rows: tuple[QueueRow, ...]
    number: int = 1
    count: int = 1
    pinned: int = 0


class Pages:
    """Turns the pages and keeps the order by trouble, a tick a second."""

    def __init__(self) -> None:
        self._ticks = 0
        self._rows: dict[str, QueueRow] = {}
        self._order: list[str] = []

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Take in the newest rows; a queue that comes or goes changes the order at once, trouble at its time."""
        is_same = self._rows.keys() == {row.id for row in frame.queues if row.id != ALL_QUEUES}
        self._rows = {row.id: row for row in frame.queues if row.id != ALL_QUEUES}
        if not is_same:
            self._arrange(now_ms)

    def tick(self, now_ms: int) -> None:
        """A second is over."""
        self._ticks += 1
        if self._ticks % _CALM_S == 0:
            self._arrange(now_ms)

    def page(self, fitting: int) -> Page:
        """The page that is up now where ``fitting`` rows fit."""
        rows = [self._rows[queue_id] for queue_id in self._order]
        if len(rows) <= fitting:
            return Page(rows=tuple(rows))
        pinned = min(PINNED, fitting - 1)
        room = fitting - pinned
        count = -(-(len(rows) - pinned) // room)
        number = self._ticks // PAGE_S % count
        start = pinned + number * room
        shown = (*rows[:pinned], *rows[start : start + room])
        return Page(rows=shown, number=number + 1, count=count, pinned=pinned)

    def _arrange(self, now_ms: int) -> None:
        self._order = [row.id for row in by_trouble(tuple(self._rows.values()), now_ms)]


def by_trouble(rows: Sequence[QueueRow], now_ms: int) -> list[QueueRow]:
    """The queue in most trouble first: callers past the limit, then calls short of the target; else as before."""

    def ease(row: QueueRow) -> tuple[bool, float]:
        gap_pct = 0.0 if row.service_level_pct is None else max(0.0, row.goal.target_pct - row.service_level_pct)
        return wait_level(row, now_ms) is not Level.BAD, -gap_pct * row.offered

    return sorted(rows, key=ease)
