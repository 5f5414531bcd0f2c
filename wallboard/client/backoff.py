"""How long to wait before the next attempt to connect."""

import random

FIRST_S = 0.5
DESK_CAP_S = 15.0
TV_CAP_S = 30.0


class Backoff:
    """Full jitter: each wait is drawn below a limit that doubles up to ``cap_s``, so that screens spread out."""

    def __init__(self, cap_s: float) -> None:
        self._cap_s = cap_s
        self._limit_s = FIRST_S

    def reset(self) -> None:
        """The connection was good: the next loss starts with short waits."""
        self._limit_s = FIRST_S

    def next_s(self) -> float:
        """Seconds to wait now, between 0.5 and the cap."""
        self._limit_s = min(self._cap_s, self._limit_s * 2)
        return random.uniform(FIRST_S, self._limit_s)  # noqa: S311 - spreads load, guards nothing
