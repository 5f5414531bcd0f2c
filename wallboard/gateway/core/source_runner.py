"""All sources of a gateway, each with its adapter: run together, restarted and commanded one by one."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus, State
from wallboard.domain.errors import ConfigError, PbxRefused
from wallboard.domain.ids import SourceId
from wallboard.domain.problems import ProblemKind
from wallboard.domain.restart.restored import Restored
from wallboard.gateway.core.sources import ForeignId, SourceStage
from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Adapter, Sink

logger = logging.getLogger(__name__)

MakeAdapter = Callable[[], Adapter]

RETRY_LEAST_S: Final = 1.0
RETRY_MOST_S: Final = 60.0
"""An adapter that ended is started again after a time that doubles from the one to the other."""
RAN_WELL_S: Final = 60.0
"""Whose adapter ran for so long begins again with the shortest time."""
FAULT: Final = "An internal error of the gateway ended the connection; see its log. Reconnecting."


class SourceRunner:
    """One source: its adapter is made, run, and made anew when it ends.

    Attributes:
        source_id: its name in the configuration.
        kind: the word there for what its PBX is.
    """

    def __init__(self, source_id: SourceId, make: MakeAdapter, state: State, kind: str = "") -> None:
        self.source_id = source_id
        self.kind = kind
        self._make = make
        self._state = state
        self._stage = SourceStage(source_id)
        self._adapter: Adapter | None = None
        self._fault: ConfigError | None = None
        self._restored: Restored | None = None
        self._logged = ""

    def prepare(self) -> ConfigError | None:
        """Make the adapter; why that cannot be done, if so."""
        self._fault = None
        try:
            self._adapter = self._make()
        except ConfigError as error:
            self._fault = error
        return self._fault

    def expect(self, stopped_ms: int) -> None:
        """Take what the state has of this source as known before: what the adapter does not tell of is gone."""
        self._stopped_ms, self._restored = stopped_ms, Restored(self._state, stopped_ms)

    async def run(self, sink: Sink) -> None:
        """Tell ``sink`` what is so and happens at this source until cancelled, whatever its adapter does."""
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
        """One adapter from its beginning to its end, which is told as the loss of the source."""
        try:
            if self._adapter is None and (fault := self._fault or self.prepare()) is not None:
                if str(fault) != self._logged:
                    self._logged = str(fault)
                    logger.error("the source %s cannot be connected: %s", self.source_id, fault)
                self._tell_down(sink, str(fault), ProblemKind.PBX_CONFIG)
            elif self._adapter is not None:
                self._logged = ""
                await self._adapter.run(lambda event: self._hear(event, sink))
                logger.error("the adapter of the source %s ended by itself; it is started again", self.source_id)
                self._tell_down(sink, FAULT, ProblemKind.PBX_FAULT)
        except (Exception, asyncio.CancelledError):
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise  # it is the gateway that ends
            logger.exception("the adapter of the source %s failed; restarting it", self.source_id)
            self._tell_down(sink, FAULT, ProblemKind.PBX_FAULT)
        finally:
            self._adapter = self._fault = None

    def _hear(self, event: Event, sink: Sink) -> None:
        """What the adapter tells, and before the source is up the ends that nobody saw."""
        event = self._stage.taken_in(event)
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
        """The names of what the adapter can do."""
        return () if self._adapter is None else tuple(sorted(map(name_of, self._adapter.can)))

    def _tell_down(self, sink: Sink, reason: str, problem: ProblemKind) -> None:
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
        # what an adapter told before it was up is to be confirmed by the next one, too
        self.expect(at_ms if self._restored is None else self._stopped_ms)

    async def execute(self, command: Command, owner: str) -> None:
        """Hand a command to the adapter; see `Executor.execute`."""
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
        """``adapters`` make those of the sources by their names, ``kinds`` are the words for what these are."""
        self._state = state
        self._runners = {
            SourceId(name): SourceRunner(SourceId(name), make, state, (kinds or {}).get(name, ""))
            for name, make in adapters.items()
        }
        self._gone: list[Event] = []

    def prepare(self) -> None:
        """Make all adapters; raises `ConfigError` if none of them can be made."""
        faults = [fault for runner in self._runners.values() if (fault := runner.prepare()) is not None]
        if faults and len(faults) == len(self._runners):
            raise faults[0]

    def expect(self, stopped_ms: int) -> None:
        """Take what the state has of all sources as known before a restart of the gateway."""
        for runner in self._runners.values():
            runner.expect(stopped_ms)
        self._gone = Restored(self._state, stopped_ms).of_no_source(self._runners, now_ms())

    async def run(self, sink: Sink) -> None:
        """Run them all until cancelled; what is of a source that there is no longer ends first."""
        for end in self._gone:
            sink(end)
        async with asyncio.TaskGroup() as tasks:
            for runner in self._runners.values():
                tasks.create_task(runner.run(sink), name=f"source {runner.source_id}")

    async def execute(self, command: Command, owner: str) -> None:
        """Hand a command to the source that it concerns; see `Executor.execute`."""
        source_id = command.source(self._state)
        runner = None if source_id is None else self._runners.get(source_id)
        if runner is None:
            raise PbxRefused("The command is for a PBX that is not configured.", Reason.LINK_DOWN)
        await runner.execute(command, owner)
