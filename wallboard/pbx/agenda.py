"""What is due by the clock: one action per key, the earliest first."""

import heapq
import itertools
from collections.abc import Callable


class Agenda:
    """Actions that are due at a moment, each under a key that holds one."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], tuple[int, int, Callable[[], None]]] = {}
        self._heap: list[tuple[int, int, tuple[str, str]]] = []
        self._order = itertools.count()

    def set(self, key: tuple[str, str], due_ms: int, action: Callable[[], None]) -> None:
        """Schedules ``action`` at ``due_ms``, in place of the one under ``key``."""
        order = next(self._order)
        self._due[key] = (due_ms, order, action)
        heapq.heappush(self._heap, (due_ms, order, key))

    def drop(self, key: tuple[str, str]) -> None:
        """Removes the action under ``key``."""
        self._due.pop(key, None)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._due

    def next_ms(self) -> int | None:
        """Returns when the next action is due; None without one."""
        while self._heap:
            due_ms, order, key = self._heap[0]
            entry = self._due.get(key)
            if entry is not None and entry[1] == order:
                return due_ms
            heapq.heappop(self._heap)
        return None

    def take(self, now_ms: int) -> Callable[[], None] | None:
        """Returns the next action that is due by now, or None."""
        due_ms = self.next_ms()
        if due_ms is None or due_ms > now_ms:
            return None
        key = heapq.heappop(self._heap)[2]
        return self._due.pop(key)[2]
