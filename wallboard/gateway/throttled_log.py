"""A rate-limited log: of lines that a stranger or one client causes few are written, the rest counted."""

import logging
from collections.abc import Callable
from time import monotonic

from wallboard.gateway.fanout.limits import RateLimit

LINES_PER_S, LINES_BURST = 0.1, 60
"""With lines of 150 bytes that is 1.3 MB a day: a log of 30 MB reaches back three weeks whatever happens."""


class ThrottledLog:
    """Writes lines up to the limit; the next line that is written gives the number omitted before it."""

    def __init__(self, logger: logging.Logger, now_s: Callable[[], float] = monotonic) -> None:
        self._logger = logger
        self._limit = RateLimit(LINES_PER_S, LINES_BURST, now_s)
        self._left_out = 0

    def log(self, level: int, message: str, *args: object, exc_info: bool = False) -> None:
        """Writes a line, with ``exc_info`` the stack trace too, or counts it."""
        if not self._limit.allows():
            self._left_out += 1
            return
        self._logger.log(level, message, *args, exc_info=exc_info)
        if self._left_out:
            self._logger.log(level, "%d similar lines were suppressed before this one", self._left_out)
            self._left_out = 0
