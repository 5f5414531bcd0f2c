"""The one clock: epoch milliseconds that follow the wall clock and never go back."""

import threading
import time
from collections.abc import Callable

_SLEW = 100
"""While ahead of a wall clock that was set back, the clock runs slower by one part in this."""


_JUMP_NS = 60_000_000_000
"""A wall clock that is suddenly ahead by more than this was set, or the machine slept."""


class Clock:
    """Epoch milliseconds, anchored on the monotonic clock.

    A wall clock that goes forward (set, or after the machine slept) is followed at once, or after a time of doubt
    where one is wanted; one that was set back is waited for by running one per cent slower. Any thread may ask.
    """

    def __init__(
        self, wall_ns: Callable[[], int] = time.time_ns, steady_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._wall_ns = wall_ns
        self._steady_ns = steady_ns
        self._now_ns = wall_ns()
        self._read_ns = steady_ns()
        self._lock = threading.Lock()
        self._doubt_ns = 0
        self._jumped_ns: int | None = None

    def doubt_jumps(self, seconds: float) -> None:
        """Sets how long a jump forward has to last before it is followed: a mistake may be corrected soon."""
        self._doubt_ns = int(seconds * 1e9)

    def now_ms(self) -> int:
        """Returns epoch milliseconds; never less than before."""
        with self._lock:
            steady_ns = self._steady_ns()
            elapsed_ns, self._read_ns = steady_ns - self._read_ns, steady_ns
            self._now_ns += elapsed_ns
            ahead_ns = self._now_ns - self._wall_ns()
            if not self._is_doubtful(ahead_ns, steady_ns):
                self._now_ns -= min(ahead_ns, elapsed_ns // _SLEW)
            return self._now_ns // 1_000_000

    def _is_doubtful(self, ahead_ns: int, steady_ns: int) -> bool:
        if ahead_ns > -_JUMP_NS:
            self._jumped_ns = None
            return False
        if self._jumped_ns is None:
            self._jumped_ns = steady_ns
        return steady_ns - self._jumped_ns < self._doubt_ns

    def ahead_ms(self) -> int:
        """Returns how far the clock is ahead of one that was set back; below 0 while a jump is in doubt."""
        now_ms = self.now_ms()
        ahead_ms = now_ms - self._wall_ns() // 1_000_000
        return ahead_ms if ahead_ms > 0 or self._jumped_ns is not None else 0


_clock = Clock()
now_ms = _clock.now_ms
"""The process's own clock."""
ahead_ms = _clock.ahead_ms
"""How far it is ahead of the wall clock."""
doubt_jumps = _clock.doubt_jumps
"""Let it doubt that its machine's clock is right when that jumps forward."""
