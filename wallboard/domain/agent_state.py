"""The one state that a tile shows, out of an agent's two axes."""

from enum import StrEnum

from wallboard.domain.state import Activity, Agent, Availability, Direction


class AgentState(StrEnum):
    """What a person would say the agent is doing."""

    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    BUSY = "busy"
    """In a call that is no queue's."""
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    UNREACHABLE = "unreachable"
    LOGGED_OUT = "logged_out"


def shown_state(agent: Agent) -> tuple[AgentState, int]:
    """The state to show and since when (epoch ms).

    A queue's call wins over all that people set, a pause over wrap-up and other calls but not over a phone
    that rings.
    """
    calls_ms, people_ms = agent.activity_since_ms, agent.availability_since_ms
    queue_call = agent.direction is Direction.QUEUE
    if agent.activity is Activity.HOLD and queue_call:
        return AgentState.HOLD, calls_ms
    if agent.activity is Activity.TALKING and queue_call:
        return AgentState.TALKING, calls_ms
    if agent.availability is Availability.LOGGED_OUT:
        return AgentState.LOGGED_OUT, people_ms
    if not agent.reachable:
        return AgentState.UNREACHABLE, people_ms
    if agent.availability is Availability.PAUSED and agent.activity is not Activity.RINGING:
        return AgentState.PAUSED, people_ms
    return _by_activity(agent)


def _by_activity(agent: Agent) -> tuple[AgentState, int]:
    match agent.activity:
        case Activity.RINGING:
            return AgentState.RINGING, agent.activity_since_ms
        case Activity.TALKING | Activity.HOLD:
            return AgentState.BUSY, agent.activity_since_ms
        case Activity.WRAP_UP:
            return AgentState.WRAP_UP, agent.activity_since_ms
        case Activity.IDLE:
            since_ms = max(agent.activity_since_ms, agent.availability_since_ms)
            return AgentState.READY, since_ms
