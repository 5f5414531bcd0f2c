"""The centre that rows would be of, for tests that make rows by hand."""

from collections.abc import Iterable
from typing import Any

from wallboard.client.centre_view import CentreView
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import (
    Activity,
    Agent,
    Availability,
    Call,
    CallPhase,
    Direction,
    Monitor,
    MonitorMode,
)
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.present.frame import AgentRow, CallerRow, OwnMonitoring

_AXES: dict[AgentState, dict[str, Any]] = {
    AgentState.READY: {},
    AgentState.RINGING: {"activity": Activity.RINGING},
    AgentState.TALKING: {"activity": Activity.TALKING},
    AgentState.HOLD: {"activity": Activity.HOLD},
    AgentState.BUSY: {"activity": Activity.TALKING, "direction": Direction.OUTBOUND},
    AgentState.BUSY_UNKNOWN: {"activity": Activity.TALKING, "direction": Direction.UNKNOWN},
    AgentState.WRAP_UP: {"activity": Activity.WRAP_UP},
    AgentState.COOL_DOWN: {"activity": Activity.COOL_DOWN},
    AgentState.ON_DEMAND: {"activity": Activity.ON_DEMAND},
    AgentState.PAUSED: {"availability": Availability.PAUSED},
    AgentState.DO_NOT_DISTURB: {"do_not_disturb": True},
    AgentState.UNREACHABLE: {"reachable": False},
    AgentState.LOGGED_OUT: {"availability": Availability.LOGGED_OUT},
}


class AnyQueue(CentreView):
    """A centre that has every queue."""

    def is_listed(self, queue_id: QueueId) -> bool:
        return True


def centre_of(
    callers: Iterable[CallerRow] = (), agents: Iterable[AgentRow] = (), own: OwnMonitoring | None = None
) -> CentreView:
    """Whom these rows show."""
    agents = list(agents)
    calls = [_waiting(row) for row in callers] + [_talking(row) for row in agents if row.call_id is not None]
    monitors = [_monitor(row) for row in agents if row.monitor_id or row.my_monitor_id]
    if own is not None:
        monitors.append(_own(own))
    return AnyQueue(
        agents={row.agent_id: _agent(row) for row in agents},
        calls={call.id: call for call in calls},
        monitors={monitor.id: monitor for monitor in monitors},
    )


def _agent(row: AgentRow) -> Agent:
    axes: dict[str, Any] = {"availability": Availability.READY} | _AXES[row.state]
    return Agent(id=row.agent_id, name=row.name, call_id=row.call_id, **axes)


def _waiting(row: CallerRow) -> Call:
    return Call(
        id=row.call_id,
        queue_id=row.queue_id,
        number=row.number,
        phase=row.phase,
        phase_since_ms=row.since_ms,
        entered_ms=row.since_ms,
        handover_rev=row.handover_rev,
    )


def _talking(row: AgentRow) -> Call:
    return Call(
        id=row.call_id or CallId(""),
        queue_id=QueueId(row.call_queue),
        number=row.caller,
        phase=CallPhase.TALKING,
        phase_since_ms=row.since_ms,
        entered_ms=row.since_ms,
        agent_id=row.agent_id,
        handover_rev=row.handover_rev,
    )


def _monitor(row: AgentRow) -> Monitor:
    return _of(row.my_monitor_id or row.monitor_id, row.agent_id, row.monitor)


def _own(own: OwnMonitoring) -> Monitor:
    return _of(own.monitor_id, own.agent_id, own.mode)


def _of(monitor_id: CommandId | None, agent_id: AgentId, mode: MonitorMode | None) -> Monitor:
    return Monitor(
        id=monitor_id or CommandId(""),
        agent_id=agent_id,
        extension="299",
        mode=mode or MonitorMode.LISTEN,
        since_ms=0,
    )
