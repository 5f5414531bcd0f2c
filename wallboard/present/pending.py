"""Our commands on their way, at the callers and agents they concern."""

from dataclasses import dataclass, field
from typing import assert_never

from msgspec.structs import replace

from wallboard.client.pending_commands import InFlight, PendingCommands
from wallboard.client.store import Store
from wallboard.domain.actions.commands import (
    MoveCallToAgent,
    MoveCallToQueue,
    Progress,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.ids import AgentId, CallId
from wallboard.present.frame import Pending
from wallboard.present.names import agent_name, caller_name_of, queue_name


@dataclass(slots=True)
class Marks:
    """Pending marks by whom they are shown at."""

    calls: dict[CallId, Pending] = field(default_factory=dict)
    agents: dict[AgentId, Pending] = field(default_factory=dict)


def marks_of(store: Store, outbox: PendingCommands) -> Marks:
    """The marks of everything that is in flight now."""
    marks = Marks()
    for flight in outbox.in_flight.values():
        _mark(store, flight, marks)
    return marks


def _mark(store: Store, flight: InFlight, marks: Marks) -> None:
    command = flight.command
    progress = flight.progress or Progress.ACCEPTED
    match command:
        case MoveCallToAgent():
            mark = Pending(command_id=command.id, progress=progress, target=agent_name(store, command.agent_id))
            marks.calls[command.call_id] = mark
            marks.agents[command.agent_id] = replace(mark, target=caller_name_of(store, command.call_id))
        case MoveCallToQueue():
            mark = Pending(command_id=command.id, progress=progress, target=queue_name(store, command.queue_id))
            marks.calls[command.call_id] = mark
        case StartMonitor():
            mark = Pending(command_id=command.id, progress=progress, target=agent_name(store, command.agent_id))
            marks.agents[command.agent_id] = mark
        case SetMonitorMode() | StopMonitor():
            if (monitor := store.monitors.get(command.monitor_id)) is not None:
                target = agent_name(store, monitor.agent_id)
                marks.agents[monitor.agent_id] = Pending(command_id=command.id, progress=progress, target=target)
        case _:
            assert_never(command)
