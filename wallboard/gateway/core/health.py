"""The core's part of ``/healthz``: its sources, clock, ledger and configuration."""

from collections.abc import Callable
from datetime import datetime

from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL
from wallboard.gateway.activity import CoreActivity
from wallboard.gateway.core.history_watch import HistoryWatch
from wallboard.gateway.core.ledger_watch import LedgerWatch
from wallboard.gateway.health import CoreHealth, DatabaseNews, HistoryNews, LedgerNews
from wallboard.history.sender import DatabaseHealth
from wallboard.host.clock import ahead_ms


class CoreHealthReport:
    """Builds the core's health report when called.

    Attributes:
        ledger: the ledger's watch, where there is one.
        history: the history's, likewise.
        reload_failed: whether the configuration that was read last is invalid and an older one is in force.
    """

    def __init__(self, engine: Engine, activity: Callable[[], CoreActivity] = CoreActivity) -> None:
        """``activity`` returns what was received and done."""
        self._activity = activity
        self._engine = engine
        self._state = engine.state
        self.ledger: LedgerWatch | None = None
        self.history: HistoryWatch | None = None
        self.reload_failed = False

    @property
    def is_up(self) -> bool:
        """Whether every source is up."""
        links = self._state.sources.values()
        return bool(links) and all(link.status is SourceStatus.UP for link in links)

    def _empty_groups(self) -> int:
        """Returns how many groups are empty; their names are in the log, since the report needs no token."""
        groups = self._state.groups.values()
        return sum(group.id != ALL and not group.queue_ids for group in groups)

    def _older_goals_until(self) -> str | None:
        return self._clock(self._engine.older_goals_until_ms)

    def _clock(self, at_ms: int | None) -> str | None:
        zone = self._engine.metrics.calendar.zone
        return datetime.fromtimestamp(at_ms // 1000, zone).isoformat() if at_ms else None

    def _history_news(self) -> HistoryNews | None:
        if self.history is None:
            return None
        health = self.history.health
        return HistoryNews(
            state=health.status.value,
            pending=health.pending,
            lost=health.lost,
            size_mb=health.size_mb,
            behind_since=self._clock(health.since_ms),
            database=self._database_news(self.history.database),
        )

    def _database_news(self, health: DatabaseHealth | None) -> DatabaseNews | None:
        if health is None:
            return None
        state = "ok" if health.is_ok else "failing"
        return DatabaseNews(state=state, unsent=health.unsent, failing_since=self._clock(health.since_ms))

    def __call__(self) -> CoreHealth:
        """Returns the current health."""
        return CoreHealth(
            links={str(link.id): str(link.status) for link in self._state.sources.values()},
            groups_without_queues=self._empty_groups(),
            clock_ahead_s=ahead_ms() // 1000,
            reload_failed=self.reload_failed,
            older_goals_until=self._older_goals_until(),
            ledger=None if self.ledger is None else _ledger_news(self.ledger),
            history=self._history_news(),
            activity=self._activity(),
        )


def _ledger_news(ledger: LedgerWatch) -> LedgerNews:
    health = ledger.health
    return LedgerNews(
        state=str(health.status),
        pending=health.pending,
        lost=health.lost,
        size_mb=health.size_mb,
        is_large=ledger.is_large,
    )
