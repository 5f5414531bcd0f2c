"""The PBX's lists while they come in, row by row: a whole one is handed on, how far the others are can be seen."""

from collections.abc import Callable
from typing import Final, NamedTuple

from wallboard.domain.errors import ProtocolError
from wallboard.pbx.asterisk.wire.codec import AmiMessage

NOBODY: Final = "-"
"""No member's interface or name: QueueStatus with this ``Member`` lists queues and callers alone."""

Complete = Callable[[list[AmiMessage]], None]


class _Listing(NamedTuple):
    rows: list[AmiMessage]
    complete: Complete


class Lists:
    """The lists that were asked for and are not whole yet, by the id of the action that asked; false without one.

    Attributes:
        rows: how many rows came since nothing was open.
        since_ms: since when there has been an open list.
        moved_ms: when the last row came, or the last list was asked for.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.since_ms = 0
        self.moved_ms = 0
        self._open: dict[str, _Listing] = {}

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._open

    def ask(self, action_id: str, complete: Complete, now_ms: int) -> None:
        """A list is asked for; ``complete`` is given its rows once they are all there."""
        if not self._open:
            self.rows, self.since_ms = 0, now_ms
        self._open[action_id] = _Listing([], complete)
        self.moved_ms = now_ms

    def drop(self, action_id: str) -> None:
        """That list will not come."""
        self._open.pop(action_id, None)

    def take(self, message: AmiMessage, now_ms: int) -> None:
        """Take in a row, or the end, of an open list; `ProtocolError` where rows are missing in between."""
        action_id = message.get("ActionID")
        listing = self._open[action_id]
        self.moved_ms = now_ms
        if not message.event.endswith("Complete"):
            self.rows += 1
            listing.rows.append(message)
            return
        del self._open[action_id]
        rows = listing.rows
        if message.get("ListItems") not in ("", str(len(rows))):
            raise ProtocolError(f"the PBX's list has {message.get('ListItems')} rows, and {len(rows)} came")
        listing.complete(rows)
