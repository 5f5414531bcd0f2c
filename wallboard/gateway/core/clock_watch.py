"""Says it when the gateway's own clock is not the machine's: that was set forward by mistake and back again."""

import logging

logger = logging.getLogger(__name__)

AHEAD_MS = 5_000
LASTS_S = 60.0
DOUBT_S = 300.0
"""A jump forward over midnight would end the day at once and for good; a wrong time server is set right by then."""


class ClockWatch:
    """Told now and then how far our clock is ahead; warns once when that lasts, and says once that it is over.

    Behind, below 0, it is while a jump forward of the machine's is in doubt: that is warned of at once.
    """

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._warned = False
        self._doubts = False

    def look(self, ahead_ms: int, now_s: float) -> None:
        """Our clock is ``ahead_ms`` ahead of the machine's at ``now_s`` of the monotonic one."""
        self._look_behind(-ahead_ms)
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

    def _look_behind(self, behind_ms: int) -> None:
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
