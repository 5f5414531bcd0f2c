"""The state that an agent is counted in, per queue and group."""

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Agent, membership_key
from wallboard.domain.ids import ALL, QueueId, ScopeId


def states_of(agent: Agent, state: State) -> dict[ScopeId, AgentState]:
    """Returns an agent's state in each of their queues and groups; paused in a group means in all queues there.

    An agent in no queue counts among all agents.
    """
    shown = shown_state(agent)[0]
    queue_ids = state.queues_of.get(agent.id)
    if not queue_ids:
        return {ALL: shown}
    states: dict[ScopeId, AgentState] = dict.fromkeys(queue_ids, shown)
    for queue_id in queue_ids:
        states.update(dict.fromkeys(state.groups_of.get(queue_id, ()), shown))
    if paused_in := state.paused_in.get(agent.id):
        states.update(_paused_states(agent, paused_in, queue_ids - paused_in, state))
    return states


def _paused_states(
    agent: Agent, paused_in: set[QueueId], ready_in: set[QueueId], state: State
) -> dict[ScopeId, AgentState]:
    """Returns an agent's states where they are paused, and in groups that have no other queue of theirs."""
    states: dict[ScopeId, AgentState] = {}
    for queue_id in sorted(paused_in, reverse=True):
        shown = shown_state(agent, state.memberships[membership_key(queue_id, agent.id)])[0]
        states.update(dict.fromkeys((queue_id, *state.groups_of.get(queue_id, ())), shown))
    for queue_id in ready_in:
        for group_id in state.groups_of.get(queue_id, ()):
            states.pop(group_id, None)
    return states
