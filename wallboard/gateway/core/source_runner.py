"""Runs all sources of a gateway, each with its adapter: restarts and commands each by itself."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError, PbxRefused
from wallboard.domain.ids import SourceId
from wallboard.domain.problems import ProblemKind
from wallboard.domain.restart.restored import Restored
from wallboard.gateway.activity import SourceActivity
from wallboard.gateway.core.source_counts import SourceCounts
from wallboard.gateway.core.sources import ForeignId, SourceStage
from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Adapter, Sink

logger = logging.getLogger(__name__)

MakeAdapter = Callable[[], Adapter]

RETRY_LEAST_S: Final = 1.0
RETRY_MOST_S: Final = 60.0
"""The delay before an adapter that ended is started again, doubling from the first to the second."""
RAN_WELL_S: Final = 60.0
"""An adapter that ran this long starts again with the shortest delay."""
FAULT: Final = "An internal error of the gateway ended the connection; see its log. Reconnecting."


class SourceRunner:
    """One source: its adapter is created, run, and created again when it ends.

    Attributes:
        source_id: its name in the configuration.
        kind: the configured kind of its PBX.
        counts: of its adapter's events.
    """

    def __init__(self, source_id: SourceId, make: MakeAdapter, state: State, kind: str = "") -> None:
        self.source_id = source_id
        self.kind = kind
        self._make = make
        self._state = state
        self.counts = SourceCounts()
        self._stage = SourceStage(source_id)
        self._adapter: Adapter | None = None
        self._fault: ConfigError | None = None
        self._restored: Restored | None = None
        self._logged = ""

    def prepare(self) -> ConfigError | None:
        """Creates the adapter; returns why that is not possible, if so."""
        self._fault = None
        try:
            self._adapter = self._make()
        except ConfigError as error:
            self._fault = error
        return self._fault

    def expect(self, stopped_ms: int) -> None:
        """Treats the state of this source as restored: what the adapter does not report is removed."""
        self._stopped_ms, self._restored = stopped_ms, Restored(self._state, stopped_ms)

    async def run(self, sink: Sink) -> None:
        """Passes the source's state and events to ``sink`` until cancelled, whatever its adapter does."""
        clock = asyncio.get_running_loop()
        delay_s = RETRY_LEAST_S
        while True:
            began_s = clock.time()
            await self._run_once(sink)
            if clock.time() - began_s >= RAN_WELL_S:
                delay_s = RETRY_LEAST_S
            await asyncio.sleep(delay_s)
            delay_s = min(RETRY_MOST_S, 2 * delay_s)

    async def _run_once(self, sink: Sink) -> None:
        """Runs one adapter from start to end; its end is reported as the loss of the source."""
        try:
            if self._adapter is None and (fault := self._fault or self.prepare()) is not None:
                if str(fault) != self._logged:
                    self._logged = str(fault)
                    logger.error("the source %s cannot be connected: %s", self.source_id, fault)
                self._emit_down(sink, str(fault), ProblemKind.PBX_CONFIG)
            elif self._adapter is not None:
                self._logged = ""
                await self._adapter.run(lambda event: self._hear(event, sink))
                logger.error("the adapter of the source %s ended by itself; it is started again", self.source_id)
                self._emit_down(sink, FAULT, ProblemKind.PBX_FAULT)
        except (Exception, asyncio.CancelledError):
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise  # the gateway itself is stopping
            logger.exception("the adapter of the source %s failed; restarting it", self.source_id)
            self._emit_down(sink, FAULT, ProblemKind.PBX_FAULT)
        finally:
            self._adapter = self._fault = None

    def _hear(self, event: Event, sink: Sink) -> None:
        """Passes on the adapter's events, and before the source is up the unobserved ends."""
        event = self._stage.taken_in(event)
        self.counts.observe(event)
        if isinstance(event, SourceChanged):
            event = replace(event, kind=self.kind, actions=self._actions())
        if self._restored is not None:
            event = self._restored.confirm(event)
            if isinstance(event, SourceChanged) and event.status is SourceStatus.UP:
                for end in self._restored.gone(self.source_id, event.at_ms):
                    sink(end)
                self._restored = None
        sink(event)

    def _actions(self) -> tuple[str, ...]:
        """Returns the names of the adapter's actions."""
        return () if self._adapter is None else tuple(sorted(map(name_of, self._adapter.can)))

    def _emit_down(self, sink: Sink, reason: str, problem: ProblemKind) -> None:
        self.counts.lose()
        at_ms = now_ms()
        down = SourceChanged(
            at_ms=at_ms,
            source_id=self.source_id,
            status=SourceStatus.DOWN,
            reason=reason,
            problem=problem,
            kind=self.kind,
        )
        sink(self._stage.taken_in(down))
        # what an adapter reported before it was up needs the next one's confirmation, too
        self.expect(at_ms if self._restored is None else self._stopped_ms)

    async def execute(self, command: Command, owner: str) -> None:
        """Passes a command to the adapter; see `Executor.execute`."""
        if self._adapter is None:
            raise PbxRefused("The PBX is not connected.", Reason.LINK_DOWN)
        try:
            command = self._stage.sent_out(command)
        except ForeignId as error:
            raise PbxRefused(f"{error}.", Reason.OTHER_SOURCE) from error
        await self._adapter.execute(command, owner)


class AllSources:
    """All sources of one gateway."""

    def __init__(
        self, adapters: Mapping[str, MakeAdapter], state: State, kinds: Mapping[str, str] | None = None
    ) -> None:
        """``adapters`` create those of the sources by their names, ``kinds`` are the configured kinds."""
        self._state = state
        self._runners = {
            SourceId(name): SourceRunner(SourceId(name), make, state, (kinds or {}).get(name, ""))
            for name, make in adapters.items()
        }
        self._gone: list[Event] = []

    def prepare(self) -> None:
        """Creates all adapters; raises `ConfigError` if none of them can be created."""
        faults = [fault for runner in self._runners.values() if (fault := runner.prepare()) is not None]
        if faults and len(faults) == len(self._runners):
            raise faults[0]

    def expect(self, stopped_ms: int) -> None:
        """Treats the state of all sources as restored after a restart of the gateway."""
        for runner in self._runners.values():
            runner.expect(stopped_ms)
        self._gone = Restored(self._state, stopped_ms).of_no_source(self._runners, now_ms())

    async def run(self, sink: Sink) -> None:
        """Runs all sources until cancelled; first ends the entities of sources that no longer exist."""
        for end in self._gone:
            sink(end)
        async with asyncio.TaskGroup() as tasks:
            for runner in self._runners.values():
                tasks.create_task(runner.run(sink), name=f"source {runner.source_id}")

    def activity(self) -> dict[str, SourceActivity]:
        """Returns what was received from each source, by its name."""
        return {str(name): runner.counts.activity() for name, runner in self._runners.items()}

    async def execute(self, command: Command, owner: str) -> None:
        """Passes a command to the source that it concerns; see `Executor.execute`."""
        source_id = command.source(self._state)
        runner = None if source_id is None else self._runners.get(source_id)
        if runner is None:
            raise PbxRefused("The command is for a PBX that is not configured.", Reason.LINK_DOWN)
        await runner.execute(command, owner)
