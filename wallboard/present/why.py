"""Explains a queue's trouble as counts of its agents by activity; windows have the words."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.agent_categories import STATES_OF, AgentCategory, by_category, logged_in
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Queue
from wallboard.domain.counts.figures import QueueNow
from wallboard.domain.counts.thresholds import is_in_trouble
from wallboard.present.frame import Paused, QueueRow, Why

_READY, _RINGING = AgentCategory.READY, AgentCategory.RINGING
_TALKING, _BUSY = AgentCategory.TALKING, AgentCategory.BUSY
_WRAP_UP, _COOL_DOWN = AgentCategory.WRAP_UP, AgentCategory.COOL_DOWN
_ON_DEMAND, _UNREACHABLE = AgentCategory.ON_DEMAND, AgentCategory.UNREACHABLE
"""Read for each row; off its enumeration a member costs more, see `thresholds`."""
_PAUSED = frozenset(STATES_OF[AgentCategory.PAUSED])


def why(store: Store, queue: Queue, now: QueueNow, before: QueueRow | None = None) -> Why | None:
    """Returns where the agents of a queue in trouble are; None without trouble.

    ``before`` is the queue's last row, given if no agent has changed since.
    """
    counts = now.agents
    if not is_in_trouble(now.waiting, counts.get(AgentState.READY, 0), now.late):
        return None
    if before is not None and before.why is not None and before.agents == counts:
        return before.why
    many = by_category(counts)
    return Why(
        ready=many.get(_READY, 0),
        paused=() if _PAUSED.isdisjoint(counts) else _paused(_pauses(store, queue)),
        wrap_up=many.get(_WRAP_UP, 0),
        cool_down=many.get(_COOL_DOWN, 0),
        on_demand=many.get(_ON_DEMAND, 0),
        ringing=many.get(_RINGING, 0),
        in_call=many.get(_TALKING, 0) + many.get(_BUSY, 0),
        unreachable=many.get(_UNREACHABLE, 0),
        logged_in=logged_in(counts),
    )


def _pauses(store: Store, queue: Queue) -> Iterable[tuple[str, int]]:
    """Returns the reason and the beginning of each pause in a queue."""
    for agent_id, member in store.members_of.get(queue.id, {}).items():
        agent = store.agents.get(agent_id)
        if agent is None:
            continue
        state, since_ms = shown_state(agent, member)
        if state in _PAUSED:
            yield member.pause_reason if member.paused else agent.pause_reason, since_ms


def _paused(pauses: Iterable[tuple[str, int]]) -> tuple[Paused, ...]:
    by_reason: dict[str, list[int]] = {}
    for reason, since_ms in pauses:
        by_reason.setdefault(reason, []).append(since_ms)
    groups = [Paused(reason=reason, count=len(since), since_ms=min(since)) for reason, since in by_reason.items()]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.since_ms, group.reason)))
