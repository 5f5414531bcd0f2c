"""Puts queues into their groups and takes them out, and adds and removes groups."""

from bisect import bisect_left

from msgspec.structs import replace

from wallboard.domain.centre.changes import Changes, put
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.ids import GroupId, QueueId


def join_groups(state: State, queue: Queue, changes: Changes) -> None:
    """Puts an existing queue into its groups; a renamed one may belong to others."""
    group_ids = groups_for(state, queue)
    if state.groups_of.get(queue.id) == group_ids and queue.id in state.queues:
        return
    for group_id in state.groups_of.get(queue.id, ()):
        if group_id not in group_ids:
            _take_out(state, group_id, queue.id, changes)
    state.groups_of[queue.id] = group_ids
    for group_id in group_ids:
        group = state.groups.get(group_id) or _new(state, group_id)
        at = bisect_left(group.queue_ids, queue.id)
        if queue.id not in group.queue_ids[at : at + 1]:
            queue_ids = (*group.queue_ids[:at], queue.id, *group.queue_ids[at:])
            put(state, state.groups, group_id, replace(group, queue_ids=queue_ids), changes)


def leave_groups(state: State, queue_id: QueueId, changes: Changes) -> None:
    """Takes a removed queue out of its groups; its counts stay there, and late events still count."""
    for group_id in state.groups_of.get(queue_id, ()):
        _take_out(state, group_id, queue_id, changes)


def _take_out(state: State, group_id: GroupId, queue_id: QueueId, changes: Changes) -> None:
    group = state.groups[group_id]
    queue_ids = tuple(one for one in group.queue_ids if one != queue_id)
    put(state, state.groups, group_id, replace(group, queue_ids=queue_ids), changes)


def groups_for(state: State, queue: Queue) -> tuple[GroupId, ...]:
    """Returns the groups of a queue; a hidden one has none."""
    return () if state.listings.hides(queue.id) else state.group_rules.of(queue.id, name_for_groups(state, queue))


def name_for_groups(state: State, queue: Queue) -> str:
    """Returns the name that groups' patterns are matched with: without the source that a screen may add."""
    return state.listings.of(queue.id).name or state.queue_names.get(queue.id, queue.name)


def set_groups(state: State, rules: Groups, changes: Changes) -> set[GroupId]:
    """Replaces the groups' rules; returns the groups that are new, gone, or have other queues than before."""
    before = {group_id: queues_of(state, group_id) for group_id in state.groups}
    state.group_rules = rules
    state.groups_of.update({queue.id: groups_for(state, queue) for queue in state.queues.values()})
    for queue_id in state.groups_of.keys() - state.queues.keys():
        state.groups_of[queue_id] = _of_removed(state, queue_id)
    for group_id in [group_id for group_id in state.groups if group_id not in rules.ids()]:
        changes.remove(state.groups.pop(group_id))
    for group_id in rules.ids():
        queue_ids = tuple(sorted(queues_of(state, group_id) & state.queues.keys()))
        put(state, state.groups, group_id, replace(_new(state, group_id), queue_ids=queue_ids), changes)
    after = {group_id: queues_of(state, group_id) for group_id in state.groups}
    return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}


def _of_removed(state: State, queue_id: QueueId) -> tuple[GroupId, ...]:
    """Returns the groups that a removed queue counts in: by its name, else those that it was in."""
    if state.listings.hides(queue_id):
        return ()
    if name := state.listings.of(queue_id).name or state.queue_names.get(queue_id, ""):
        return state.group_rules.of(queue_id, name)
    return tuple(one for one in state.groups_of[queue_id] if one in state.group_rules.ids())


def _new(state: State, group_id: GroupId) -> Group:
    """Returns a group without queues, as configured."""
    rule = state.group_rules.rule(group_id)
    goal = state.goals.of_group(group_id)
    return Group(id=group_id, name=rule.name, goal=goal, order=rule.order, colour=rule.colour)


def queues_of(state: State, group_id: GroupId) -> set[QueueId]:
    """Returns the queues that count in a group: existing ones and removed ones."""
    return {queue_id for queue_id, group_ids in state.groups_of.items() if group_id in group_ids}
