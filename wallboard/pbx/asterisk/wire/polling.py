"""Polls for changes without events: all queues in one list, or one by one where that would delay events.

On one connection the PBX sends nothing else while it lists; a list of thousands of members over a thin line takes
half a minute. There the queues and their callers are read without members first, then each queue's members with a
pause after each. Nothing is requested before the last answer is there.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from wallboard.domain.ids import QueueId
from wallboard.pbx.asterisk.state import queue_list
from wallboard.pbx.asterisk.state.absences import EVERYTHING, ListedPart
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.lists import NOBODY, Complete

LONG_MS: Final = 1_000
"""A list that takes longer is requested in parts."""
QUIET: Final = 4
"""The pause after a list, as a multiple of its duration."""

Ask = Callable[[Action, Complete], None]
Later = Callable[[int, Callable[[], None]], None]


class Polling:
    """Reads the queues at intervals.

    ``ask`` sends an action that lists, ``later`` schedules a call in so many ms.
    """

    def __init__(self, pbx_state: PbxState, ask: Ask, later: Later, every_ms: int) -> None:
        self._pbx_state = pbx_state
        self._ask = ask
        self._later = later
        self._every_ms = every_ms
        self._running = False
        self._at_once = False
        self._in_parts = False
        self._parts: deque[QueueId] = deque()
        self._round_ms = 0
        self._spent_ms = 0

    def start(self, took_ms: int) -> None:
        """Starts to poll; ``took_ms`` is how long the whole list took the last time."""
        self._in_parts = took_ms > LONG_MS
        self._later(self._every_ms, self._poll)

    def soon(self, in_ms: int = 0) -> None:
        """Reads the queues soon, or once the last answer is there, after a change without an event."""
        self._at_once = True
        if not self._running:
            self._later(in_ms, self._poll)

    def _poll(self) -> None:
        if self._running:
            return
        self._running = True
        part, headers = self._next()
        asked_ms = self._pbx_state.now_ms

        def listed(rows: list[AmiMessage]) -> None:
            self._running = False
            queue_list.reconcile(self._pbx_state, rows, part)
            took_ms = self._pbx_state.now_ms - asked_ms
            self._later(self._pause_ms(part, took_ms), self._poll)

        self._ask(Action("QueueStatus", headers), listed)

    def _next(self) -> tuple[ListedPart, tuple[tuple[str, str], ...]]:
        """Returns what is read next: all, all but the members, or one queue."""
        is_due = self._at_once or self._pbx_state.now_ms - self._round_ms >= self._every_ms
        if self._in_parts and self._parts and not is_due:
            queue = self._parts.popleft()
            return ListedPart(queue=queue), (("Queue", queue),)
        self._at_once, self._round_ms = False, self._pbx_state.now_ms
        if self._in_parts:
            return ListedPart(members=False), (("Member", NOBODY),)
        return EVERYTHING, ()

    def _pause_ms(self, part: ListedPart, took_ms: int) -> int:
        """Returns how long nothing is requested after a list of that part."""
        if part == EVERYTHING:
            self._in_parts, self._spent_ms = took_ms > LONG_MS, 0
        elif not part.members:
            self._parts.extend([queue for queue in self._pbx_state.queues if queue not in self._parts])
        self._spent_ms += took_ms
        if part.queue is not None and not self._parts:
            self._in_parts, self._spent_ms = self._spent_ms > LONG_MS, 0
        if self._at_once:
            return 0
        next_ms = 0 if self._parts else self._round_ms + self._every_ms - self._pbx_state.now_ms
        return max(next_ms, QUIET * took_ms)
