"""The call that the supervisor monitors, whatever the board is limited to."""

from wallboard.domain.centre.state import Monitor
from wallboard.present.agents import AgentView
from wallboard.present.frame import OwnMonitoring
from wallboard.present.names import agent_name, caller_name, queue_name


def own_monitoring(view: AgentView) -> OwnMonitoring | None:
    """Returns the monitoring that the supervisor is in, of several the one that began first."""
    own = [monitor for monitor in view.store.monitors.values() if view.is_own(monitor)]
    return _row(view, min(own, key=lambda one: (one.since_ms, one.id))) if own else None


def _row(view: AgentView, monitor: Monitor) -> OwnMonitoring:
    store = view.store
    agent = store.agents.get(monitor.agent_id)
    call_id = store.talking_with.get(monitor.agent_id) or (agent.call_id if agent is not None else None)
    call = store.calls.get(call_id) if call_id is not None else None
    return OwnMonitoring(
        monitor_id=monitor.id,
        agent_id=monitor.agent_id,
        agent=agent_name(store, monitor.agent_id),
        mode=monitor.mode,
        since_ms=monitor.since_ms,
        caller="" if call is None else caller_name(call),
        caller_withheld=call is not None and call.withheld,
        queue="" if call is None else queue_name(store, call.queue_id),
        is_pending=monitor.agent_id in view.marks.agents,
    )
