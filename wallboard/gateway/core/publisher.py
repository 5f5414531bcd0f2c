"""The core's side of the log: at each flush what the engine changed, and what the gateway says of itself."""

from msgspec.structs import replace

from wallboard.domain.centre.state import Key, LedgerState
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.engine import Engine
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
        """Publish with the next flush how the ledger is."""
        self._ledger = replace(ledger, rev=self._engine.state.next_rev())
        self._is_ledger_new = True

    def start_over(self) -> None:
        """Publish everything with the next flush: the last one may not have been read as a whole."""
        self._starts_over = True

    def flush(self, now_ms: int) -> None:
        """Append what changed since the last flush, or only how late it is."""
        changes = self._engine.flush(now_ms)
        put: dict[Key, AnyEntity] = {}
        if self._is_first or self._starts_over:  # an engine that was restored has charts from the start
            put = {point.key: point for scope in self._engine.metrics.books for point in self._engine.series(scope)}
        if self._starts_over:
            put |= {entity.key: entity for entity in self._engine.entities()}
        else:
            put |= changes.put
        if self._ledger is not None and (self._is_ledger_new or self._starts_over):
            put[self._ledger.key] = self._ledger
        gone = [] if self._starts_over else changes.gone
        is_whole, self._starts_over = self._starts_over, False
        self._is_first = self._is_ledger_new = False
        self._log.append(now_ms, put.values(), gone, is_whole=is_whole)
