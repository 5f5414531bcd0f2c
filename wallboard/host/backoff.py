"""Delays before the next attempt to connect: limits that double, and random delays below them."""

import random

TIMES_MOST = 30
"""The most doublings of a limit: after a night without a connection the power would overflow."""


def limit_s(least_s: float, times: int, most_s: float) -> float:
    """Returns ``least_s`` doubled ``times`` times, at most ``most_s``."""
    return min(most_s, least_s * 2.0 ** min(times, TIMES_MOST))


def spread_s(least_s: float, times: int, most_s: float) -> float:
    """Returns a random delay between ``least_s`` and that limit, so that not all retry together."""
    return random.uniform(least_s, limit_s(least_s, times, most_s))  # noqa: S311 - spreads load, guards nothing


class Backoff:
    """Successive delays below a limit that doubles with each."""

    def __init__(self, least_s: float, most_s: float) -> None:
        self._least_s = least_s
        self._most_s = most_s
        self._times = 0

    def reset(self) -> None:
        """Resets the limit after a good connection: the next loss starts with short delays."""
        self._times = 0

    def next_s(self) -> float:
        """Returns the next delay in seconds."""
        self._times += 1
        return spread_s(self._least_s, self._times, self._most_s)
