"""Which queues a TV shows when not all fit: the worst three stay, and the others alternate."""

from msgspec import Struct

from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.queue_order import CalmOrder, Sorting

PAGE_S = 12
"""How long a page of queues stays when not all fit at once."""

PINNED = 3
"""So many of the worst queues are on every page: else a burning one would be out of sight most of the time."""


class QueuePage(Struct, frozen=True, kw_only=True):
    """The page that is shown: the first ``pinned`` of ``rows`` stay; ``number`` counts from 1."""

    rows: tuple[QueueRow, ...]
    number: int = 1
    count: int = 1
    pinned: int = 0


class Pages:
    """Changes the pages and maintains the order by severity, a tick a second."""

    def __init__(self) -> None:
        self._ticks = 0
        self._rows: tuple[QueueRow, ...] = ()
        self._order = CalmOrder(Sorting())
        self._shown: list[QueueRow] = []

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Stores the newest rows; the total is in the tiles and not among them."""
        self._rows = tuple(row for row in frame.queues if not row.is_group)
        self._shown = self._order.arrange(self._rows, now_ms)

    def tick(self, now_ms: int) -> None:
        """Counts a second."""
        self._ticks += 1
        self._shown = self._order.arrange(self._rows, now_ms)

    def page(self, fitting: int) -> QueuePage:
        """Returns the page that is shown where ``fitting`` rows fit."""
        rows = self._shown
        if len(rows) <= fitting:
            return QueuePage(rows=tuple(rows))
        pinned = min(PINNED, fitting - 1)
        room = fitting - pinned
        count = -(-(len(rows) - pinned) // room)
        number = self._ticks // PAGE_S % count
        start = min(pinned + number * room, len(rows) - room)  # the last page is full too
        shown = (*rows[:pinned], *rows[start : start + room])
        return QueuePage(rows=shown, number=number + 1, count=count, pinned=pinned)
