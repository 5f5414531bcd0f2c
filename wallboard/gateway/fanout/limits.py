"""A rate limit."""

from collections.abc import Callable
from time import monotonic


class RateLimit:
    """A bucket of ``burst`` tokens that fills by ``per_s`` tokens a second."""

    def __init__(self, per_s: float, burst: int, now_s: Callable[[], float] = monotonic) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now_s = now_s
        self._tokens = float(burst)
        self._read_s = now_s()

    def allows(self) -> bool:
        """Takes a token; False if none is left."""
        now_s = self._now_s()
        self._tokens = min(self._burst, self._tokens + (now_s - self._read_s) * self._per_s)
        self._read_s = now_s
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
