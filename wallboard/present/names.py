"""Display names from the store: a name where there is one, else the number or id."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Call, Group, Queue
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    GroupId,
    Key,
    QueueId,
    ScopeId,
)


def agent_name(store: Store, agent_id: AgentId) -> str:
    """Returns the agent's name, else the PBX's key."""
    agent = store.agents.get(agent_id)
    return agent.name if agent is not None and agent.name else agent_id


def shorter_names(name: str) -> tuple[str, ...]:
    """Returns a person's name, then its shorter forms: first and last name with the initials between them.

    Small words between names, as in *da Conceição*, go; if all but the first are such, they are the last name.
    """
    words = name.split()
    if len(words) < 3:
        return (name,)
    first, *between, last = words
    initials = [f"{word[0]}." for word in between if not word[0].islower()]
    return (name, " ".join([first, *initials, last])) if initials else (name,)


def queue_name(store: Store, queue_id: QueueId) -> str:
    """Returns the queue's name, else the PBX's key."""
    queue = store.queues.get(queue_id)
    return queue_id if queue is None else queue.name or queue.id


def scope_name(store: Store, scope: ScopeId) -> str:
    """Returns the name of a queue or group; empty for `ALL` without a configured one, and for unknown ones."""
    if (group := store.groups.get(GroupId(scope))) is not None:
        return group.name or ("" if scope == ALL else scope)
    return queue_name(store, QueueId(scope)) if scope in store.queues else ""


def goal_of(store: Store, scope: ScopeId) -> Goal:
    """Returns the goal that the figures of a queue or group are compared with."""
    of = store.groups.get(GroupId(scope)) or store.queues.get(QueueId(scope))
    return Goal() if of is None else of.goal


def queue_place(queue: Queue) -> tuple[bool, float, str, str]:
    """Returns where a queue is listed: those with an order by it, then all others by name."""
    name = (queue.name or queue.id).casefold()
    return queue.order is None, queue.order or 0.0, name, queue.id


def group_place(group: Group) -> tuple[bool, bool, float, str, str]:
    """Returns where a group is listed: all queues together first, then those with an order by it, then by name."""
    return group.id != ALL, group.order is None, group.order or 0.0, group.name.casefold(), group.id


def in_places(store: Store, queue_ids: Iterable[QueueId]) -> list[QueueId]:
    """Sorts queues as they are listed; unknown ones come last."""
    known = sorted((store.queues[one] for one in queue_ids if one in store.queues), key=queue_place)
    return [*(queue.id for queue in known), *sorted(one for one in queue_ids if one not in store.queues)]


def queue_names(store: Store, queue_ids: Iterable[QueueId]) -> tuple[str, ...]:
    """Returns the names of queues in the order that they are listed in."""
    return tuple(queue_name(store, queue_id) for queue_id in in_places(store, queue_ids))


def caller_name(call: Call) -> str:
    """Returns the caller's name, else the number as far as the user may see it."""
    return call.name or call.number


def caller_name_of(store: Store, call_id: CallId) -> str:
    """Returns the caller's name or number; empty when the call is gone."""
    call = store.calls.get(call_id)
    return "" if call is None else caller_name(call)


def monitored_name(store: Store, monitor_id: CommandId) -> str:
    """Returns the name of a monitored agent; empty when the monitoring is gone."""
    monitor = store.monitors.get(monitor_id)
    return "" if monitor is None else agent_name(store, monitor.agent_id)


def target_name(store: Store, id_: str) -> str:
    """Returns the name of the agent or queue that a caller is moving to."""
    if AgentId(id_) in store.agents:
        return agent_name(store, AgentId(id_))
    return queue_name(store, QueueId(id_)) if id_ else ""


def name_of(store: Store, key: Key) -> str:
    """Returns the display name of a caller, an agent or a queue; of a monitoring its agent's."""
    match key.kind:
        case "call":
            return caller_name_of(store, CallId(key.id))
        case "agent":
            return agent_name(store, AgentId(key.id))
        case "queue":
            return queue_name(store, QueueId(key.id))
        case "monitor":
            return monitored_name(store, CommandId(key.id))
        case _:
            return ""
