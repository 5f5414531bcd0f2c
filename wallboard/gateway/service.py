"""The gateway as a whole: its sources, one engine, one dispatcher, one server, run together until stopped."""

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from msgspec.structs import replace

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.ids import CommandId
from wallboard.gateway.access.masks import new_mask_key
from wallboard.gateway.access.withdrawn import Withdrawn
from wallboard.gateway.activity import CoreActivity
from wallboard.gateway.core.clock_watch import ClockWatch
from wallboard.gateway.core.counting_rules import CountingRules
from wallboard.gateway.core.dispatcher import AHEAD_MS, CommandDispatcher
from wallboard.gateway.core.earlier_day import earlier_day
from wallboard.gateway.core.gateway_history import GatewayHistory
from wallboard.gateway.core.health import CoreHealthReport
from wallboard.gateway.core.history_watch import HistoryWatch
from wallboard.gateway.core.ledger_watch import LedgerWatch
from wallboard.gateway.core.log import FlushLog, LogHead
from wallboard.gateway.core.monitor_log import MonitorLog
from wallboard.gateway.core.publisher import Publisher
from wallboard.gateway.core.recording import Recording
from wallboard.gateway.core.restore import Restore
from wallboard.gateway.core.source_runner import AllSources, MakeAdapter
from wallboard.gateway.fanout.server import FeedServer
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.reload import RELOADED, needs_restart
from wallboard.history.folder import HistoryFolder
from wallboard.history.given import given_since
from wallboard.history.ledger import Ledger
from wallboard.host.clock import ahead_ms, now_ms
from wallboard.host.notify import notify

logger = logging.getLogger(__name__)

FLUSHES_PER_S = 30
SECOND_S = 1.0
REBOOK_CHECK_S = 0.2
FAILURES_MAX = 10
"""The most flushes in a row that may fail."""
STANDS_STILL_S = 10.0
"""Flushes come every second: after this long without one, systemd's watchdog is no longer notified."""


class Gateway:
    """One contact centre's gateway.

    Attributes:
        port: where it listens, right once ``started`` is set.
        started: set when screens can connect.
    """

    def __init__(
        self,
        config: GatewayConfig,
        adapters: Mapping[str, MakeAdapter],
        *,
        began_ms: int | None = None,
        history: Path | None = None,
    ) -> None:
        """Assembles the gateway; ``adapters`` create those of the sources, by their names in ``config``.

        ``began_ms`` (epoch) is set where the adapters first report history since then. ``history`` is the directory
        of the day's counts and the ledger; without one a restart begins at zero. Raises `ConfigError` if another
        gateway uses the directory, or none of the adapters can be created.
        """
        self._config = config
        since_ms = now_ms() if began_ms is None else began_ms
        self._rules = CountingRules(config, since_ms)
        self._engine = self._rules.engine
        self._sources = _prepared(config, adapters, self._engine.state)
        self._folder = None if history is None else HistoryFolder(history)
        self._restore = None if history is None else self._restored(history, adapters, since_ms)
        log = FlushLog(LogHead(epoch=secrets.token_hex(8), mask_key=new_mask_key()))
        self._publisher = Publisher(self._engine, log)
        self._ledger = None if history is None else Ledger(history)
        required = config.history.ledger == "required"
        # commands before that are past any deadline
        given = {} if history is None else given_since(history, now_ms() - AHEAD_MS)
        recording = Recording(self._ledger, required=required, given_before=given)
        self._dispatcher = CommandDispatcher(self._sources, self._engine.state, now_ms, recording)
        self._health = CoreHealthReport(self._engine, self._activity)
        self._server = FeedServer(config, log, self._dispatcher, self._health)
        if self._ledger is not None:
            warn_mb = config.history.ledger_warn_mb
            self._health.ledger = LedgerWatch(
                self._ledger, self._publisher.set_ledger, required=required, warn_mb=warn_mb
            )
        if self._restore is not None:
            self._health.history = HistoryWatch(self._restore.history)
        self._clock_watch = ClockWatch()
        self._monitor_log = (
            None if self._ledger is None else MonitorLog(self._ledger, self._engine.state, config.sources)
        )
        self._is_catching_up = began_ms is not None
        self._changed = asyncio.Event()
        self._recent: deque[str] = deque(maxlen=5)
        self._failures = 0
        self._withdrawn = Withdrawn(config.clients, self._who_listened(given))
        self._flushed_s = monotonic()
        self.port = config.listen.port
        self.started = asyncio.Event()

    def _restored(self, directory: Path, adapters: Mapping[str, MakeAdapter], since_ms: int) -> Restore:
        """Restores the day; where that is not possible, it starts at zero, with nothing that is half restored."""
        history = GatewayHistory(self._config.history, directory)
        restore = Restore(self._config, self._engine, history, earlier_day(self._config, directory))
        try:
            stopped_ms = restore.recall(now_ms())
        except Exception:
            logger.exception("today cannot be restored: its counts restart at zero")
            self._rules = CountingRules(self._config, since_ms)
            self._engine = self._rules.engine
            self._sources = _prepared(self._config, adapters, self._engine.state)
            restore.start_at_zero(self._engine)
        else:
            if stopped_ms is not None:
                self._sources.expect(stopped_ms)
        return restore

    def _who_listened(self, given: Mapping[CommandId, str]) -> set[str]:
        """Returns who monitored, or was rung for it, while an earlier gateway ran, from the ledger."""
        began_here = set() if self._monitor_log is None else self._monitor_log.owners()
        return began_here | set(given.values())

    def _activity(self) -> CoreActivity:
        """Returns what the sources sent and how commands ended."""
        commands = {str(outcome): self._dispatcher.outcomes[outcome] for outcome in Outcome}
        return CoreActivity(sources=self._sources.activity(), commands=commands)

    async def run(self) -> None:
        """Serves until cancelled. Raises `ConfigError` if it cannot listen."""
        async with self._server.listening():
            self.port = self._server.port
            self.started.set()
            notify("READY=1")
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._dispatcher.run(), name="commands")
                    tasks.create_task(self._server.beat(), name="heartbeat")
                    tasks.create_task(self._flush(), name="flush")
                    tasks.create_task(self._sources.run(self._hear), name="sources")
                    tasks.create_task(self._watch(), name="watch")
                    tasks.create_task(self._rebook(), name="re-booking")
                    if self._restore is not None:
                        tasks.create_task(self._restore.keep(), name="history")
            finally:
                notify("STOPPING=1")
                self._keep_all()

    def renew(self, config: GatewayConfig) -> None:
        """Applies another configuration, and logs which parts need a restart.

        Raises `ConfigError` if it cannot be used, and keeps the current one then.
        """
        old, words = self._config, self._server.renew(config)
        # parts that need a restart must change nothing now, such as whose counts they are
        self._config = replace(old, **{name: getattr(config, name) for name in RELOADED})
        words += self._rules.renew(self._config)
        if late := needs_restart(old, config):
            words.append(f"{', '.join(late)} take effect after a restart")
        self._withdrawn.renew(config.clients)
        logger.info("configuration reloaded: %s", "; ".join(words) or "no changes")

    def reload_ended(self, succeeded: bool) -> None:
        """Sets in /healthz whether the configuration that was read last is in force."""
        self._health.reload_failed = not succeeded

    def _keep_all(self) -> None:
        """Saves what has to outlive the process; does not wait for a disk that does not respond."""
        if self._restore is not None:
            self._restore.keep_all()
        if self._ledger is not None:
            self._ledger.close()
        if self._folder is not None:
            self._folder.close()

    async def _watch(self) -> None:
        """Checks every second what happens beside events."""
        while True:
            if self._health.ledger is not None:
                self._health.ledger.check()
            if self._health.history is not None:
                self._health.history.check()
            self._clock_watch.check(ahead_ms(), monotonic())
            self._dispatcher.recording.refusals.check(monotonic())
            self._dispatcher.end_monitors(self._withdrawn.concerns)
            if monotonic() - self._flushed_s < STANDS_STILL_S:
                notify("WATCHDOG=1")
            await asyncio.sleep(SECOND_S)

    def _hear(self, event: Event) -> None:
        """Passes an event to engine and dispatcher; one that fails is logged, and the others continue."""
        try:
            changes = self._engine.apply(event)
        except Exception:
            logger.exception("an event could not be applied: %s", type(event).__name__)
            return
        self._dispatcher.observe(event, changes)
        self._recent.append(type(event).__name__)
        if self._monitor_log is not None:
            self._monitor_log.observe(event)
        self._changed.set()
        if isinstance(event, SourceChanged) and event.status is SourceStatus.UP:
            self._rules.check(event.source_id)

    async def _rebook(self) -> None:
        """Recounts today when needed, a few milliseconds at a time between all else."""
        while True:
            pause_s = 0.0 if self._engine.rebook() else REBOOK_CHECK_S
            await asyncio.sleep(pause_s)

    async def _flush(self) -> None:
        """Flushes immediately at the first change, then at most 30 times a second, and at least once a second."""
        while True:
            try:
                async with asyncio.timeout(SECOND_S - now_ms() % 1000 / 1000):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            went_well = not self._may_flush() or self._flush_once()
            self._flushed_s = monotonic()
            await asyncio.sleep(1 / FLUSHES_PER_S if went_well else SECOND_S)

    def _flush_once(self) -> bool:
        """Flushes; an error is logged, and all screens get the full state at the next flush.

        Repeated errors are raised: a restart may end them, and stale figures must not look live.
        """
        try:
            self._publisher.flush(now_ms())
            self._dispatcher.settle()
        except Exception:
            self._failures += 1
            if self._failures >= FAILURES_MAX:
                raise
            logger.exception("a flush failed after %s", ", ".join(self._recent) or "no event")
            self._publisher.start_over()
            return False
        self._failures = 0
        self._recent.clear()
        return True

    def _may_flush(self) -> bool:
        """Whether reported history has reached the present: a flush closes all windows up to now."""
        self._is_catching_up = self._is_catching_up and not self._health.is_up
        return not self._is_catching_up


def _prepared(config: GatewayConfig, adapters: Mapping[str, MakeAdapter], state: State) -> AllSources:
    """Returns the sources, each with its adapter where possible; `ConfigError` if none is."""
    sources = AllSources(adapters, state, {name: source.kind for name, source in config.sources.items()})
    sources.prepare()
    return sources
