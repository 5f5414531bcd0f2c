"""Logs when the gateway's clock differs from the machine's, which was set forward by mistake and back again."""

import logging

logger = logging.getLogger(__name__)

AHEAD_MS = 5_000
LASTS_S = 60.0
DOUBT_S = 300.0
"""A jump forward over midnight would end the day at once and for good; time servers correct it by then."""


class ClockWatch:
    """Warns once when the gateway's clock stays ahead, and logs once when that is over.

    The difference is below 0 while a jump forward of the machine's clock is in doubt: that is logged immediately.
    """

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._warned = False
        self._doubts = False

    def check(self, ahead_ms: int, now_s: float) -> None:
        """Takes how far the gateway's clock is ahead, ``ahead_ms``, at ``now_s`` of the monotonic clock."""
        self._check_behind(-ahead_ms)
        if ahead_ms <= AHEAD_MS:
            if self._warned:
                logger.info("the gateway's clock is the machine's again")
            self._since_s, self._warned = None, False
            return
        if self._since_s is None:
            self._since_s = now_s
        if now_s - self._since_s >= LASTS_S and not self._warned:
            self._warned = True
            logger.warning(
                "this machine's clock was set back, and the gateway's is %d s ahead of it: times and intervals on "
                "the screens are wrong by that much. Once the machine's clock is right, restart the gateway.",
                ahead_ms // 1000,
            )

    def _check_behind(self, behind_ms: int) -> None:
        doubts = behind_ms > AHEAD_MS
        if doubts and not self._doubts:
            logger.warning(
                "this machine's clock jumped forward by %d s: the gateway adopts it after %.0f minutes",
                behind_ms // 1000,
                DOUBT_S / 60,
            )
        elif self._doubts and not doubts:
            logger.warning("the gateway's clock is the machine's again after its jump forward")
        self._doubts = doubts
