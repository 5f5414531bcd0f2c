"""Explains a queue's trouble as counts of its agents by activity; windows have the words."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Queue
from wallboard.domain.counts.figures import QueueNow
from wallboard.domain.ids import AgentId
from wallboard.present.frame import Paused, Why

_IN_CALL = (AgentState.TALKING, AgentState.HOLD, AgentState.RINGING, AgentState.BUSY, AgentState.BUSY_UNKNOWN)
_AWAY = (AgentState.UNREACHABLE, AgentState.DO_NOT_DISTURB)


def is_in_trouble(now: QueueNow) -> bool:
    """Whether callers wait past the threshold, or wait while no agent is ready."""
    return now.late > 0 or (now.waiting > 0 and not now.agents.get(AgentState.READY))


def why(store: Store, queue: Queue, now: QueueNow) -> Why | None:
    """Returns where the agents of a queue in trouble are; None without trouble."""
    if not is_in_trouble(now):
        return None
    counts = now.agents
    who = list(_states(store, queue))
    idle = (AgentState.PAUSED, AgentState.WRAP_UP, AgentState.COOL_DOWN, AgentState.ON_DEMAND, *_AWAY)
    return Why(
        ready=counts.get(AgentState.READY, 0),
        paused=_paused((reason, since_ms) for _, state, reason, since_ms in who if state is AgentState.PAUSED),
        wrap_up=counts.get(AgentState.WRAP_UP, 0),
        cool_down=counts.get(AgentState.COOL_DOWN, 0),
        on_demand=counts.get(AgentState.ON_DEMAND, 0),
        in_call=sum(counts.get(state, 0) for state in _IN_CALL),
        unreachable=sum(counts.get(state, 0) for state in _AWAY),
        logged_in=sum(count for state, count in counts.items() if state is not AgentState.LOGGED_OUT),
        agent_ids=tuple(sorted(agent_id for agent_id, state, _, _ in who if state in idle)),
    )


def _states(store: Store, queue: Queue) -> Iterable[tuple[AgentId, AgentState, str, int]]:
    """Returns the state of each agent in a queue: agent, state, pause reason, since when."""
    for agent_id, member in store.members_of.get(queue.id, {}).items():
        agent = store.agents.get(agent_id)
        if agent is not None:
            state, since_ms = shown_state(agent, member)
            yield agent_id, state, member.pause_reason if member.paused else agent.pause_reason, since_ms


def _paused(pauses: Iterable[tuple[str, int]]) -> tuple[Paused, ...]:
    by_reason: dict[str, list[int]] = {}
    for reason, since_ms in pauses:
        by_reason.setdefault(reason, []).append(since_ms)
    groups = [Paused(reason=reason, count=len(since), since_ms=min(since)) for reason, since in by_reason.items()]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.since_ms, group.reason)))
