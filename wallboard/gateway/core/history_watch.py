"""Logs what concerns the history: that records cannot be written, that they can be again, and which are lost."""

import logging

from wallboard.gateway.core.gateway_history import GatewayHistory
from wallboard.history.recorder import HistoryHealth, HistoryStatus
from wallboard.history.sender import DatabaseHealth

logger = logging.getLogger(__name__)


class HistoryWatch:
    """Checks the history every second, and has it do what is due.

    Attributes:
        health: the state of the gateway's own file at the last check.
        database: that of the PostgreSQL; None without one.
    """

    def __init__(self, history: GatewayHistory) -> None:
        self._history = history
        self._recorder = history.recorder
        self._is_sending = True
        self.database: DatabaseHealth | None = None
        self._lost = 0
        self._is_losing = False
        self._status = HistoryStatus.OK
        self.health = history.recorder.health()

    def check(self) -> None:
        """Logs changes."""
        self.health = health = self._recorder.health()
        if health.lost > self._lost and not self._is_losing:
            self._is_losing = True
            logger.error("the history is incomplete: no more records fit into its queue")
        if health.status is not self._status:
            self._status = health.status
            self._log(health)
        self.database = self._history.check()
        if self.database is not None and self.database.is_ok is not self._is_sending:
            self._is_sending = self.database.is_ok
            self._log_database(self.database)

    def _log_database(self, database: DatabaseHealth) -> None:
        if database.is_ok:
            logger.warning("PostgreSQL can be written again; %d rows are not sent yet", database.unsent)
        else:
            words = "cannot write to PostgreSQL (%s): %d rows stay in the gateway's own file until it can"
            logger.error(words, database.reason, database.unsent)

    def _log(self, health: HistoryHealth) -> None:
        match health.status:
            case HistoryStatus.OK:
                logger.warning("the history can be written again; %d records were lost", health.lost - self._lost)
                self._lost, self._is_losing = health.lost, False
            case HistoryStatus.FAILING:
                logger.error("cannot write to the history (%s): %s", health.reason, _MEANWHILE)
            case HistoryStatus.HANGING:
                logger.error("cannot write to the history (the disk does not respond): %s", _MEANWHILE)


_MEANWHILE = "the figures go on, and records are queued"
