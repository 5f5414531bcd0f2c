"""Groups that agents are counted, filtered and sorted by: states that mean the same to a supervisor."""

from collections.abc import Mapping
from enum import StrEnum

from wallboard.domain.centre.agent_state import AgentState


class AgentGroup(StrEnum):
    """What agents can be filtered by, in the order of the filters and of sorting."""

    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    LOGGED_OUT = "logged_out"
    BUSY = "busy"
    """In a call that is not a queue's, or in an unknown one."""
    UNREACHABLE = "unreachable"
    COOL_DOWN = "cool_down"
    ON_DEMAND = "on_demand"
    UNKNOWN = "unknown"
    """In a state that a newer gateway sends."""


GROUP_OF: Mapping[AgentState, AgentGroup] = {
    AgentState.READY: AgentGroup.READY,
    AgentState.RINGING: AgentGroup.RINGING,
    AgentState.TALKING: AgentGroup.TALKING,
    AgentState.HOLD: AgentGroup.TALKING,
    AgentState.BUSY: AgentGroup.BUSY,
    AgentState.BUSY_UNKNOWN: AgentGroup.BUSY,
    AgentState.WRAP_UP: AgentGroup.WRAP_UP,
    AgentState.COOL_DOWN: AgentGroup.COOL_DOWN,
    AgentState.ON_DEMAND: AgentGroup.ON_DEMAND,
    AgentState.PAUSED: AgentGroup.PAUSED,
    AgentState.DO_NOT_DISTURB: AgentGroup.PAUSED,
    AgentState.UNREACHABLE: AgentGroup.UNREACHABLE,
    AgentState.LOGGED_OUT: AgentGroup.LOGGED_OUT,
    AgentState.UNKNOWN: AgentGroup.UNKNOWN,
}
"""The group of every state, so that the groups' counts add up to all agents."""

SELDOM = frozenset(
    {
        AgentGroup.COOL_DOWN,
        AgentGroup.ON_DEMAND,
        AgentGroup.BUSY,
        AgentGroup.UNREACHABLE,
        AgentGroup.UNKNOWN,
    }
)
"""Groups that are offered only while an agent is in them."""
