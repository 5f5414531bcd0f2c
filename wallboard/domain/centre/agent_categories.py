"""Categories that agents are counted, filtered and sorted by: states that mean the same to a supervisor."""

from collections.abc import Mapping
from enum import StrEnum

from wallboard.domain.centre.agent_state import AgentState


class AgentCategory(StrEnum):
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


CATEGORY_OF: Mapping[AgentState, AgentCategory] = {
    AgentState.READY: AgentCategory.READY,
    AgentState.RINGING: AgentCategory.RINGING,
    AgentState.TALKING: AgentCategory.TALKING,
    AgentState.HOLD: AgentCategory.TALKING,
    AgentState.BUSY: AgentCategory.BUSY,
    AgentState.BUSY_UNKNOWN: AgentCategory.BUSY,
    AgentState.WRAP_UP: AgentCategory.WRAP_UP,
    AgentState.COOL_DOWN: AgentCategory.COOL_DOWN,
    AgentState.ON_DEMAND: AgentCategory.ON_DEMAND,
    AgentState.PAUSED: AgentCategory.PAUSED,
    AgentState.DO_NOT_DISTURB: AgentCategory.PAUSED,
    AgentState.UNREACHABLE: AgentCategory.UNREACHABLE,
    AgentState.LOGGED_OUT: AgentCategory.LOGGED_OUT,
    AgentState.UNKNOWN: AgentCategory.UNKNOWN,
}
"""The category of every state, so that the categories' counts add up to all agents."""

SELDOM = frozenset(
    {
        AgentCategory.COOL_DOWN,
        AgentCategory.ON_DEMAND,
        AgentCategory.BUSY,
        AgentCategory.UNREACHABLE,
        AgentCategory.UNKNOWN,
    }
)
"""Categories that are offered only while an agent is in them."""

STATES_OF: Mapping[AgentCategory, tuple[AgentState, ...]] = {
    category: tuple(state for state, its in CATEGORY_OF.items() if its is category) for category in AgentCategory
}
"""The states of every category."""


def by_category(agents: Mapping[AgentState, int]) -> dict[AgentCategory, int]:
    """Returns how many of ``agents``, counted by state, are in each category that one of them is in."""
    counts: dict[AgentCategory, int] = {}
    for state, many in agents.items():
        category = CATEGORY_OF[state]
        counts[category] = counts.get(category, 0) + many
    return counts


def logged_in(agents: Mapping[AgentState, int]) -> int | None:
    """Returns how many of ``agents``, counted by state, are logged in; None where the state of one is unknown."""
    if _UNKNOWN in agents:
        return None
    return sum(agents.values()) - agents.get(_LOGGED_OUT, 0)


_UNKNOWN, _LOGGED_OUT = AgentState.UNKNOWN, AgentState.LOGGED_OUT
