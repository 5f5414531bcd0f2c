"""How long to wait before the next attempt to connect."""

import random

FIRST_S = 0.5
CAP_S = 4.0
"""So that a screen is whole again within five seconds after the network came back, however long it was away."""


class Backoff:
    """Full jitter: each wait is drawn below a limit that doubles up to `CAP_S`, so that screens spread out."""

    def __init__(self) -> None:
        self._limit_s = FIRST_S

    def reset(self) -> None:
        """The connection was good: the next loss starts with short waits."""
        self._limit_s = FIRST_S

    def next_s(self) -> float:
        """Seconds to wait now, between 0.5 and the cap."""
        self._limit_s = min(CAP_S, self._limit_s * 2)
        return random.uniform(FIRST_S, self._limit_s)  # noqa: S311 - spreads load, guards nothing
