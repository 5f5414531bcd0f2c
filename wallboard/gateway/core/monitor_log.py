"""Writes monitorings to the ledger: the start, each other mode, and the end, observed or not.

A command's own lines record what was requested; a supervisor also hangs up the phone, presses a key, or the call
ends, and the gateway may be down meanwhile: the next one reads unfinished monitorings from the ledger.
"""

from collections.abc import Iterable

from wallboard.domain.centre import events as e
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.ids import CommandId, SourceId, source_of
from wallboard.history.ledger import Ledger
from wallboard.history.monitorings import MonitorBegan, MonitorChanged, MonitorEnd, MonitoringLine, open_monitorings

AWAY = "it ended while the gateway was not running"


class MonitorLog:
    """All monitorings that have a start but no end in the ledger."""

    def __init__(self, ledger: Ledger, state: State, sources: Iterable[str]) -> None:
        """``sources`` are the names of all that are configured."""
        self._sources = frozenset(map(SourceId, sources))
        self._ledger = ledger
        self._state = state
        self._open: dict[CommandId, MonitoringLine] = open_monitorings(ledger.directory)
        self._seen: set[SourceId] = set()

    def owners(self) -> set[str]:
        """Returns who began the open ones."""
        return {monitoring.who for monitoring in self._open.values()}

    def observe(self, event: e.Event) -> None:
        """Writes what an event, which the state already includes, changes in a monitoring."""
        match event:
            case e.MonitorStarted():
                self._began(event)
            case e.MonitorModeChanged():
                self._changed(event)
            case e.MonitorEnded():
                self._ended(event.monitor_id, event.at_ms, event.reason)
            case e.SourceChanged(status=SourceStatus.UP) if event.source_id not in self._seen:
                self._seen.add(event.source_id)
                for monitor_id in self._missing(event.source_id):
                    self._ended(monitor_id, event.at_ms, AWAY)
            case _:
                pass

    def _missing(self, source_id: SourceId) -> list[CommandId]:
        """Returns those that are open in the ledger but do not exist at their source.

        One of a source that was removed or renamed exists at none of the others, once all have reported.
        """
        have_all_reported = self._sources <= self._seen

        def is_due(of: SourceId) -> bool:
            return of == source_id or (have_all_reported and of not in self._sources)

        return [
            monitor_id
            for monitor_id, line in self._open.items()
            if monitor_id not in self._state.monitors and is_due(source_of(line.began.agent_id))
        ]

    def _began(self, event: e.MonitorStarted) -> None:
        if event.monitor_id in self._open:
            return
        what = MonitorBegan(
            monitor_id=event.monitor_id, agent_id=event.agent_id, extension=event.extension, mode=event.mode
        )
        self._open[event.monitor_id] = MonitoringLine(who=event.begun_by, began=what)
        self._ledger.noted(event.at_ms, event.begun_by, what)

    def _changed(self, event: e.MonitorModeChanged) -> None:
        if (known := self._open.get(event.monitor_id)) is not None:
            changed = MonitorChanged(monitor_id=event.monitor_id, mode=event.mode)
            self._ledger.noted(event.at_ms, known.who, changed)

    def _ended(self, monitor_id: CommandId, at_ms: int, reason: str) -> None:
        if (known := self._open.pop(monitor_id, None)) is not None:
            began = known.began
            end = MonitorEnd(
                monitor_id=monitor_id, agent_id=began.agent_id, extension=began.extension, reason=reason
            )
            self._ledger.noted(at_ms, known.who, end)
