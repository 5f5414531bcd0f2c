"""The latest changes, for screens that reconnect or fall behind."""

from collections import deque
from itertools import islice
from typing import NamedTuple

from wallboard.domain.ids import Key
from wallboard.gateway.fanout.ops import Op

RING_MS = 120_000
RING_OPS = 50_000


class RingEntry(NamedTuple):
    """What the flush with this number changed."""

    seq: int
    at_ms: int
    ops: list[Op]


class Ring:
    """The changes of the latest 120 s, or the latest 50,000, whichever is less."""

    def __init__(self) -> None:
        self._entries: deque[RingEntry] = deque()
        self._ops = 0

    def add(self, entry: RingEntry) -> None:
        """Stores a flush's changes and drops those that are too old."""
        self._entries.append(entry)
        self._ops += len(entry.ops)
        while self._ops > RING_OPS or self._entries[0].at_ms < entry.at_ms - RING_MS:
            self._ops -= len(self._entries.popleft().ops)
            if not self._entries:
                return

    def after(self, seq: int, last: int) -> list[Op] | None:
        """Returns the newest op of each entity that changed after ``seq``; None if a flush since is missing."""
        if seq == last:
            return []
        if not self._entries or seq + 1 < self._entries[0].seq or seq > last:
            return None
        newest: dict[Key, Op] = {}
        for entry in islice(self._entries, seq + 1 - self._entries[0].seq, None):
            for op in entry.ops:
                newest.pop(op.key, None)  # so that the order is that of the last change
                newest[op.key] = op
        return list(newest.values())
