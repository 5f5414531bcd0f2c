"""Reports the ledger's state: to the log at each change, and to the screens of clients with commands."""

import logging
from collections.abc import Callable

from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.history.ledger import Ledger, LedgerHealth

logger = logging.getLogger(__name__)


class LedgerWatch:
    """Checks the ledger every second.

    Attributes:
        health: its state at the last check.
    """

    def __init__(
        self, ledger: Ledger, publish: Callable[[LedgerState], None], *, required: bool, warn_mb: float
    ) -> None:
        """``publish`` receives the state for screens."""
        self._ledger = ledger
        self._publish = publish
        self._required = required
        self._warn_mb = warn_mb
        self._lost = 0
        self.health = ledger.health()
        self._status = LedgerStatus.OK
        self._was_large = False

    @property
    def is_large(self) -> bool:
        """Whether the ledger is larger than the configured limit."""
        return self.health.size_mb > self._warn_mb

    def check(self) -> None:
        """Logs and publishes changes."""
        self.health = health = self._ledger.health()
        if health.status is not self._status:
            self._status = health.status
            self._publish(LedgerState(status=health.status, required=self._required))
            self._log(health)
        if health.lost > self._lost:
            logger.error("the ledger is incomplete: %d lines did not fit into its queue", health.lost - self._lost)
            self._lost = health.lost
        if self.is_large and not self._was_large:
            logger.warning(
                "the ledger is %.0f MB large: see 'Who did what' in the manual, Administer", health.size_mb
            )
        self._was_large = self.is_large

    def _log(self, health: LedgerHealth) -> None:
        then = (
            "commands are refused until it can be written" if self._required else "commands are still carried out"
        )
        match health.status:
            case LedgerStatus.OK:
                logger.warning("the ledger can be written again; %d lines were lost", health.lost)
            case LedgerStatus.FAILING:
                logger.error("cannot write to the command ledger (%s): %s", health.reason, then)
            case LedgerStatus.HANGING:
                logger.error("cannot write to the command ledger (the disk does not respond): %s", then)
