"""Derives the one state that a tile shows from an agent's availability and activity."""

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Agent, Availability, Direction, Membership


def shown_state(agent: Agent, membership: Membership | None = None) -> tuple[AgentState, int]:
    """Returns the shown state and since when (epoch ms), in the one queue of ``membership`` or everywhere.

    A queue's call wins over all that people set; a pause over do-not-disturb, and both over wrap-up, cool-down and
    other calls but not over a ringing phone. A value of a newer gateway has no known beginning: 0.
    """
    calls_ms, people_ms = agent.activity_since_ms, agent.availability_since_ms
    if agent.direction is Direction.QUEUE and agent.activity in (Activity.TALKING, Activity.HOLD):
        return AgentState.TALKING if agent.activity is Activity.TALKING else AgentState.HOLD, calls_ms
    if agent.availability is Availability.UNKNOWN or agent.activity is Activity.UNKNOWN:
        return AgentState.UNKNOWN, 0
    if agent.availability is Availability.LOGGED_OUT:
        return AgentState.LOGGED_OUT, people_ms
    if not agent.reachable:
        return AgentState.UNREACHABLE, people_ms
    if agent.activity is not Activity.RINGING:
        if membership is not None and membership.paused:
            return AgentState.PAUSED, membership.pause_since_ms
        if agent.availability is Availability.PAUSED:
            return AgentState.PAUSED, people_ms
        if agent.do_not_disturb:
            return AgentState.DO_NOT_DISTURB, people_ms
    return _by_activity(agent, 0 if membership is None else membership.pause_since_ms)


def _by_activity(agent: Agent, unpaused_ms: int) -> tuple[AgentState, int]:
    match agent.activity:
        case Activity.RINGING:
            return AgentState.RINGING, agent.activity_since_ms
        case Activity.TALKING | Activity.HOLD:
            is_known = agent.direction is not Direction.UNKNOWN
            return AgentState.BUSY if is_known else AgentState.BUSY_UNKNOWN, agent.activity_since_ms
        case Activity.WRAP_UP:
            is_for_queue = agent.direction is Direction.QUEUE
            return AgentState.WRAP_UP if is_for_queue else AgentState.BUSY, agent.activity_since_ms
        case Activity.COOL_DOWN:
            return AgentState.COOL_DOWN, agent.activity_since_ms
        case Activity.ON_DEMAND:
            return AgentState.ON_DEMAND, max(agent.activity_since_ms, agent.availability_since_ms, unpaused_ms)
        case Activity.IDLE:
            since_ms = max(agent.activity_since_ms, agent.availability_since_ms, unpaused_ms)
            return AgentState.READY, since_ms
        case Activity.UNKNOWN:
            return AgentState.UNKNOWN, 0
