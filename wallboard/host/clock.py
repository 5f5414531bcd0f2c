"""The one clock: epoch milliseconds that follow the wall clock and never go back."""

import threading
import time
from collections.abc import Callable

_SLEW = 100
"""While ahead of a wall clock that was set back, we run slower by one part in this."""


class Clock:
    """Epoch milliseconds, anchored on the monotonic clock.

    A wall clock that goes forward (set, or after the machine slept) is followed at once; one that was set
    back is waited for by running one per cent slower. Any thread may ask.
    """

    def __init__(
        self, wall_ns: Callable[[], int] = time.time_ns, steady_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._wall_ns = wall_ns
        self._steady_ns = steady_ns
        self._now_ns = wall_ns()
        self._read_ns = steady_ns()
        self._lock = threading.Lock()

    def now_ms(self) -> int:
        """Epoch milliseconds; never less than what was told before."""
        with self._lock:
            steady_ns = self._steady_ns()
            elapsed_ns, self._read_ns = steady_ns - self._read_ns, steady_ns
            self._now_ns += elapsed_ns
            ahead_ns = self._now_ns - self._wall_ns()
            self._now_ns -= min(ahead_ns, elapsed_ns // _SLEW)
            return self._now_ns // 1_000_000

    def ahead_ms(self) -> int:
        """How far we are ahead of a wall clock that was set back."""
        now_ms = self.now_ms()
        return max(0, now_ms - self._wall_ns() // 1_000_000)


_clock = Clock()
now_ms = _clock.now_ms
"""The process's own clock."""
ahead_ms = _clock.ahead_ms
"""How far it is ahead of the wall clock."""
