"""The user's pending commands, by the callers and agents that they concern."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from wallboard.client.pending_commands import InFlight, PendingCommands
from wallboard.client.store import Store
from wallboard.domain.actions.commands import Progress
from wallboard.domain.ids import AgentId, CallId, CommandId, Key
from wallboard.present.frame import Pending
from wallboard.present.names import name_of


@dataclass(slots=True)
class Marks:
    """Pending marks by the row that shows them."""

    calls: dict[CallId, Pending] = field(default_factory=dict)
    agents: dict[AgentId, Pending] = field(default_factory=dict)


def marks_of(store: Store, pending: PendingCommands) -> Marks:
    """Returns the marks of all pending commands."""
    marks = Marks()
    for flight in pending.in_flight.values():
        _mark(store, flight, marks)
    return marks


def _mark(store: Store, flight: InFlight, marks: Marks) -> None:
    command, about = flight.command, flight.command.about()
    target = about.target or about.subject
    mark = Pending(
        command_id=command.id, progress=flight.progress or Progress.ACCEPTED, target=name_of(store, target)
    )
    _put(store, about.subject, mark, marks)
    if about.target is not None:
        _put(store, about.target, replace(mark, target=name_of(store, about.subject)), marks)


def _put(store: Store, key: Key, mark: Pending, marks: Marks) -> None:
    """Sets a mark at the row of a caller or an agent, and of a monitoring at its agent's."""
    match key.kind:
        case "call":
            marks.calls[CallId(key.id)] = mark
        case "agent":
            marks.agents[AgentId(key.id)] = mark
        case "monitor" if (monitor := store.monitors.get(CommandId(key.id))) is not None:
            marks.agents[monitor.agent_id] = mark
        case _:
            pass
