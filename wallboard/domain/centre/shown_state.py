"""Derives the one state that a tile shows from an agent's availability and activity."""

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Agent, Availability, Direction, Membership

_QUEUE, _NO_KNOWN_CALL = Direction.QUEUE, Direction.UNKNOWN
_LOGGED_OUT, _PAUSED, _NOT_READ = Availability.LOGGED_OUT, Availability.PAUSED, Availability.UNKNOWN
_RINGING, _WRAP_UP, _UNKNOWN = Activity.RINGING, Activity.WRAP_UP, Activity.UNKNOWN
_IN_CALL, _FREE = (Activity.TALKING, Activity.HOLD), (Activity.IDLE, Activity.ON_DEMAND)
_BUSY, _SHOWN_PAUSED = AgentState.BUSY, AgentState.PAUSED
"""Read for each change and tile; off its enumeration a member costs more, see `thresholds`."""
_SHOWN: dict[Activity, AgentState] = {
    Activity.IDLE: AgentState.READY,
    Activity.RINGING: AgentState.RINGING,
    Activity.TALKING: AgentState.TALKING,
    Activity.HOLD: AgentState.HOLD,
    Activity.WRAP_UP: AgentState.WRAP_UP,
    Activity.COOL_DOWN: AgentState.COOL_DOWN,
    Activity.ON_DEMAND: AgentState.ON_DEMAND,
}
"""What each activity is shown as where it is for a queue and nothing wins over it."""


def shown_state(agent: Agent, membership: Membership | None = None) -> tuple[AgentState, int]:
    """Returns the shown state and since when (epoch ms), in the one queue of ``membership`` or everywhere.

    A queue's call wins over all that people set; a pause over do-not-disturb, and both over wrap-up, cool-down and
    other calls but not over a ringing phone. A value of a newer gateway has no known beginning: 0.
    """
    activity, availability, people_ms = agent.activity, agent.availability, agent.availability_since_ms
    if activity in _IN_CALL and agent.direction is _QUEUE:
        return _SHOWN[activity], agent.activity_since_ms
    if availability is _NOT_READ or activity is _UNKNOWN:
        return AgentState.UNKNOWN, 0
    if availability is _LOGGED_OUT:
        return AgentState.LOGGED_OUT, people_ms
    if not agent.reachable:
        return AgentState.UNREACHABLE, people_ms
    if activity is not _RINGING:
        if membership is not None and membership.paused:
            return _SHOWN_PAUSED, membership.pause_since_ms
        if availability is _PAUSED:
            return _SHOWN_PAUSED, people_ms
        if agent.do_not_disturb:
            return AgentState.DO_NOT_DISTURB, people_ms
    return _by_activity(agent, 0 if membership is None else membership.pause_since_ms)


def _by_activity(agent: Agent, unpaused_ms: int) -> tuple[AgentState, int]:
    activity, since_ms = agent.activity, agent.activity_since_ms
    if activity in _IN_CALL:
        return _BUSY if agent.direction is not _NO_KNOWN_CALL else AgentState.BUSY_UNKNOWN, since_ms
    if activity is _WRAP_UP and agent.direction is not _QUEUE:
        return _BUSY, since_ms
    if activity in _FREE:
        since_ms = max(since_ms, agent.availability_since_ms, unpaused_ms)
    return _SHOWN[activity], since_ms
