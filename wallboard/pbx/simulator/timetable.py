"""A schedule in the world's own milliseconds, independent of contact centres and clocks."""

import heapq
from collections.abc import Callable

Callback = Callable[[], None]


class Timer:
    """A scheduled act that can be cancelled."""

    __slots__ = ("act", "due_ms")

    def __init__(self, due_ms: int, act: Callback) -> None:
        self.due_ms = due_ms
        self.act: Callback | None = act

    def cancel(self) -> None:
        """Cancels the act; harmless when it is done already."""
        self.act = None


class Timetable:
    """Runs acts in the order they are due, and those of one moment in the order they were planned.

    Attributes:
        now_ms: the moment of the act that runs, or how far the time has come.
    """

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self._heap: list[tuple[int, int, Timer]] = []
        self._count = 0

    def after(self, delay_s: float, act: Callback) -> Timer:
        """Schedules ``act`` in ``delay_s`` seconds."""
        return self.at(self.now_ms + max(0, round(delay_s * 1000)), act)

    def at(self, due_ms: int, act: Callback) -> Timer:
        """Schedules ``act`` at a moment; one that is past is due immediately."""
        timer = Timer(max(due_ms, self.now_ms), act)
        self._count += 1
        heapq.heappush(self._heap, (timer.due_ms, self._count, timer))
        return timer

    def run(self, to_ms: int) -> None:
        """Runs all that is due up to and including ``to_ms``."""
        heap = self._heap
        while heap and heap[0][0] <= to_ms:
            due_ms, _, timer = heapq.heappop(heap)
            if (act := timer.act) is not None:
                timer.act = None
                self.now_ms = due_ms
                act()
        self.now_ms = max(self.now_ms, to_ms)

    def next_due_ms(self) -> int | None:
        """Returns when the next act is due, or None without any."""
        while self._heap and self._heap[0][2].act is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None
