"""Collects the PBX's lists row by row; a complete one is passed on, the progress of the others is visible."""

from collections.abc import Callable
from typing import Final, NamedTuple

from wallboard.domain.errors import ProtocolError
from wallboard.pbx.asterisk.wire.codec import AmiMessage

NOBODY: Final = "-"
"""A value that no member has: QueueStatus with this ``Member`` lists queues and callers alone."""

Complete = Callable[[list[AmiMessage]], None]


class _Listing(NamedTuple):
    asked_ms: int
    rows: list[AmiMessage]
    complete: Complete


class Lists:
    """The requested lists that are not complete yet, by the id of the requesting action; false without one.

    Attributes:
        moved_ms: when the last row came, or the last list was requested.
    """

    def __init__(self) -> None:
        self.moved_ms = 0
        self._open: dict[str, _Listing] = {}

    def __len__(self) -> int:
        return len(self._open)

    @property
    def rows(self) -> int:
        """Returns how many rows of the open lists came."""
        return sum(len(listing.rows) for listing in self._open.values())

    @property
    def since_ms(self) -> int:
        """Returns when the oldest open list was requested: lists that overlap are not late together; 0 without."""
        return next((listing.asked_ms for listing in self._open.values()), 0)

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._open

    def ask(self, action_id: str, complete: Complete, now_ms: int) -> None:
        """Adds a requested list; ``complete`` receives its rows once they are all there."""
        self._open[action_id] = _Listing(now_ms, [], complete)
        self.moved_ms = now_ms

    def drop(self, action_id: str) -> None:
        """Removes a list that will not come."""
        self._open.pop(action_id, None)

    def take(self, message: AmiMessage, now_ms: int) -> None:
        """Adds a row to, or ends, an open list; `ProtocolError` where rows are missing in between."""
        action_id = message.get("ActionID")
        listing = self._open[action_id]
        self.moved_ms = now_ms
        if not message.event.endswith("Complete"):
            listing.rows.append(message)
            return
        del self._open[action_id]
        rows = listing.rows
        if message.get("ListItems") not in ("", str(len(rows))):
            raise ProtocolError(f"the PBX's list has {message.get('ListItems')} rows, and {len(rows)} came")
        listing.complete(rows)
