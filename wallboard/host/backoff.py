"""How long to wait before the next attempt to connect: limits that double, and waits drawn below them."""

import random

TIMES_MOST = 30
"""A limit doubles so often at most: after a night without a connection the power would be no number any more."""


def limit_s(least_s: float, times: int, most_s: float) -> float:
    """``least_s`` doubled ``times`` times, and ``most_s`` at most."""
    return min(most_s, least_s * 2.0 ** min(times, TIMES_MOST))


def spread_s(least_s: float, times: int, most_s: float) -> float:
    """A wait between ``least_s`` and that limit, drawn at random so that not all try at once."""
    return random.uniform(least_s, limit_s(least_s, times, most_s))  # noqa: S311 - spreads load, guards nothing


class Backoff:
    """Waits on end below a limit that doubles with each."""

    def __init__(self, least_s: float, most_s: float) -> None:
        self._least_s = least_s
        self._most_s = most_s
        self._times = 0

    def reset(self) -> None:
        """The connection was good: the next loss starts with short waits."""
        self._times = 0

    def next_s(self) -> float:
        """Seconds to wait now."""
        self._times += 1
        return spread_s(self._least_s, self._times, self._most_s)
