"""Appends to the log, at each flush, what the engine changed, and the gateway's own state."""

from msgspec.structs import replace

from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.state import LedgerState
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.engine import Engine
from wallboard.domain.ids import Key
from wallboard.gateway.core.log import FlushLog


class Publisher:
    """Appends everything that may be shown to the log."""

    def __init__(self, engine: Engine, log: FlushLog) -> None:
        self._engine = engine
        self._log = log
        self._ledger: LedgerState | None = None
        self._is_ledger_new = False
        self._is_first = True
        self._starts_over = False

    def set_ledger(self, ledger: LedgerState) -> None:
        """Publishes the ledger's state with the next flush."""
        self._ledger = replace(ledger, rev=self._engine.state.next_rev())
        self._is_ledger_new = True

    def start_over(self) -> None:
        """Publishes everything with the next flush: the last one may not have been read completely."""
        self._starts_over = True

    def flush(self, now_ms: int) -> None:
        """Appends what changed since the last flush, or only the current time."""
        changes = self._engine.flush(now_ms)
        if self._engine.is_listed_anew:
            self._engine.is_listed_anew, self._starts_over = False, True
        if self._is_first or self._starts_over:
            self._append_more(changes, now_ms)
            return
        if self._is_ledger_new and self._ledger is not None:
            changes.add(self._ledger)
            self._is_ledger_new = False
        self._log.append(now_ms, changes.put.values(), changes.gone)

    def _append_more(self, changes: Changes, now_ms: int) -> None:
        """Appends a full state; or, at a restored engine's first flush, the changes and the charts' history."""
        scopes = self._engine.metrics.counters
        put: dict[Key, AnyEntity] = {point.key: point for scope in scopes for point in self._engine.series(scope)}
        is_whole = self._starts_over
        others = self._engine.entities() if is_whole else changes.put.values()
        # points come from the series alone, in their order: a day reported in one go changes more than it stores
        put |= {entity.key: entity for entity in others if not isinstance(entity, Interval | Sample)}
        if self._ledger is not None:
            put[self._ledger.key] = self._ledger
        self._is_first = self._starts_over = self._is_ledger_new = False
        self._log.append(now_ms, put.values(), () if is_whole else changes.gone, is_whole=is_whole)
