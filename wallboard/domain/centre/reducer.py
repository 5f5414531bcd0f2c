"""The one way that the state changes: an event in, changed entities and outcomes out.

Sources, queues, agents, memberships and monitors are here; callers' events are in `queue_entry` and `calls`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from wallboard.domain.centre import calls, grouping, queue_entry
from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes, put
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import (
    Agent,
    Direction,
    Membership,
    Monitor,
    Source,
    SourceStatus,
    membership_key,
)
from wallboard.domain.ids import AgentId, Key


def apply(state: State, event: e.Event, changes: Changes) -> None:
    """Applies ``event`` to ``state`` and adds the results to ``changes``; ignores unknown or old events."""
    _HANDLERS[type(event)](state, event, changes)


def _source_changed(state: State, event: e.SourceChanged, changes: Changes) -> None:
    old = state.sources.get(event.source_id)
    # a retry does not make the state any newer than it was when the connection was lost
    goes_on = old is not None and (old.status is SourceStatus.UP) == (event.status is SourceStatus.UP)
    since_ms = old.since_ms if old and goes_on else event.at_ms
    source = Source(
        id=event.source_id,
        status=event.status,
        since_ms=since_ms,
        reason=event.reason,
        problem=event.problem,
        kind=event.kind or (old.kind if old else ""),
        actions=event.actions or (old.actions if old else ()),
    )
    put(state, state.sources, event.source_id, source, changes)


def _source_removed(state: State, event: e.SourceRemoved, changes: Changes) -> None:
    if (source := state.sources.pop(event.source_id, None)) is not None:
        changes.remove(source)


def _queue_removed(state: State, event: e.QueueRemoved, changes: Changes) -> None:
    queue = state.queues.pop(event.queue_id, None)
    if queue is None:
        return
    changes.remove(queue)
    grouping.leave_groups(state, queue.id, changes)
    state.removed_queues.add(event.queue_id)
    for call_id in [*state.waiting.get(event.queue_id, ()), *state.leaving.get(event.queue_id, ())]:
        calls.leave(state, call_id, e.Exit.UNOBSERVED, event.at_ms, changes)
    state.waiting.pop(event.queue_id, None)
    for key in [key for key, member in state.memberships.items() if member.queue_id == event.queue_id]:
        _drop_membership(state, key, changes)


def _agent_found(state: State, event: e.AgentFound, changes: Changes) -> None:
    old, at_ms = state.agents.get(event.agent_id), event.at_ms
    others = state.agent_names.rename(event.agent_id, event.name)
    name = state.agent_names.shown(event.agent_id)
    if old is not None:
        agent = replace(old, name=name)
    else:
        agent = Agent(id=event.agent_id, name=name, availability_since_ms=at_ms, activity_since_ms=at_ms)
    put(state, state.agents, event.agent_id, agent, changes)
    _name_anew(state, others, changes)


def _name_anew(state: State, agent_ids: Iterable[AgentId], changes: Changes) -> None:
    """Shows other names of agents whose namesakes at another PBX have come or gone."""
    for agent_id in agent_ids:
        agent = replace(state.agents[agent_id], name=state.agent_names.shown(agent_id))
        put(state, state.agents, agent_id, agent, changes)


def _agent_removed(state: State, event: e.AgentRemoved, changes: Changes) -> None:
    agent = state.agents.pop(event.agent_id, None)
    if agent is None:
        return
    for queue_id in list(state.queues_of.get(event.agent_id, ())):
        _drop_membership(state, membership_key(queue_id, event.agent_id), changes)
    state.queues_of.pop(event.agent_id, None)
    state.last_handled.pop(event.agent_id, None)
    state.out_of_sight.pop(event.agent_id, None)
    changes.remove(agent)
    _name_anew(state, state.agent_names.rename(event.agent_id, ""), changes)


def _member_added(state: State, event: e.MemberAdded, changes: Changes) -> None:
    queue_entry.know_queue(state, event.queue_id, event.at_ms, changes)
    key = membership_key(event.queue_id, event.agent_id)
    old = state.memberships.get(key) or Membership(queue_id=event.queue_id, agent_id=event.agent_id)
    member = replace(old, level=event.level, position=event.position)
    put(state, state.memberships, member.key, member, changes)
    state.queues_of.setdefault(event.agent_id, set()).add(event.queue_id)


def _member_removed(state: State, event: e.MemberRemoved, changes: Changes) -> None:
    _drop_membership(state, membership_key(event.queue_id, event.agent_id), changes)


def _member_pause_changed(state: State, event: e.MemberPauseChanged, changes: Changes) -> None:
    key = membership_key(event.queue_id, event.agent_id)
    if (member := state.memberships.get(key)) is None:
        return
    member = replace(
        member,
        paused=event.paused,
        pause_reason=event.reason if event.paused else "",
        pause_since_ms=event.since_ms,
    )
    put(state, state.memberships, key, member, changes)
    if event.paused:
        state.paused_in.setdefault(event.agent_id, set()).add(event.queue_id)
    else:
        _no_longer_paused(state, member)


def _no_longer_paused(state: State, member: Membership) -> None:
    paused_in = state.paused_in.get(member.agent_id, set())
    paused_in.discard(member.queue_id)
    if not paused_in:
        state.paused_in.pop(member.agent_id, None)


def _drop_membership(state: State, key: Key, changes: Changes) -> None:
    member = state.memberships.pop(key, None)
    if member is not None:
        state.queues_of.get(member.agent_id, set()).discard(member.queue_id)
        _no_longer_paused(state, member)
        changes.remove(member)


def _availability_changed(state: State, event: e.AvailabilityChanged, changes: Changes) -> None:
    if (agent := state.agents.get(event.agent_id)) is None:
        return
    agent = replace(
        agent,
        availability=event.availability,
        availability_since_ms=event.since_ms,
        pause_reason=event.pause_reason,
        pause_pending=event.pause_pending,
        reachable=event.reachable,
        do_not_disturb=event.do_not_disturb,
    )
    put(state, state.agents, event.agent_id, agent, changes)


def _activity_changed(state: State, event: e.ActivityChanged, changes: Changes) -> None:
    if (agent := state.agents.get(event.agent_id)) is None:
        return
    is_seen = not _is_out_of_sight(state, event)
    agent = replace(
        agent,
        activity=event.activity,
        activity_since_ms=event.since_ms,
        direction=event.direction if is_seen else Direction.INBOUND,
        call_id=event.call_id if is_seen else None,
        free_at_ms=event.free_at_ms,
    )
    put(state, state.agents, event.agent_id, agent, changes)


def _is_out_of_sight(state: State, event: e.ActivityChanged) -> bool:
    """Whether the agent's activity is for a hidden queue; wrap-up continues after its call is gone."""
    if event.call_id is None:
        return False
    call = state.calls.get(event.call_id)
    if call is None:
        return state.out_of_sight.get(event.agent_id) == event.call_id
    if state.listings.hides(call.queue_id):
        state.out_of_sight[event.agent_id] = event.call_id
        return True
    state.out_of_sight.pop(event.agent_id, None)
    return False


def _monitor_started(state: State, event: e.MonitorStarted, changes: Changes) -> None:
    old = state.monitors.get(event.monitor_id)
    since_ms = event.at_ms if event.since_ms is None else event.since_ms
    monitor = Monitor(
        id=event.monitor_id,
        agent_id=event.agent_id,
        extension=event.extension,
        mode=event.mode,
        since_ms=old.since_ms if old else since_ms,
        begun_by=event.begun_by,
    )
    put(state, state.monitors, event.monitor_id, monitor, changes)


def _monitor_mode_changed(state: State, event: e.MonitorModeChanged, changes: Changes) -> None:
    if (monitor := state.monitors.get(event.monitor_id)) is not None:
        put(state, state.monitors, event.monitor_id, replace(monitor, mode=event.mode), changes)


def _monitor_ended(state: State, event: e.MonitorEnded, changes: Changes) -> None:
    if (monitor := state.monitors.pop(event.monitor_id, None)) is not None:
        changes.remove(monitor)


_HANDLERS: dict[type[e.Event], Callable[[State, Any, Changes], None]] = {
    e.SourceChanged: _source_changed,
    e.SourceRemoved: _source_removed,
    e.QueueFound: queue_entry.queue_found,
    e.QueueRemoved: _queue_removed,
    e.AgentFound: _agent_found,
    e.AgentRemoved: _agent_removed,
    e.MemberAdded: _member_added,
    e.MemberRemoved: _member_removed,
    e.MemberPauseChanged: _member_pause_changed,
    e.AvailabilityChanged: _availability_changed,
    e.ActivityChanged: _activity_changed,
    e.CallerJoined: queue_entry.joined,
    e.CallerIdentified: calls.identified,
    e.CallerLeaving: queue_entry.leaving,
    e.PositionsChanged: queue_entry.positions_changed,
    e.PriorityChanged: queue_entry.priority_changed,
    e.CallMoving: calls.moving,
    e.CallAnswered: calls.answered,
    e.CallHeld: calls.held,
    e.CallResumed: calls.resumed,
    e.CallFound: calls.found,
    e.VisitTakenOver: calls.taken_over,
    e.CallerAbandoned: calls.abandoned,
    e.CallerLeft: calls.left,
    e.CallHandled: calls.handled,
    e.CallEnded: calls.ended,
    e.MonitorStarted: _monitor_started,
    e.MonitorModeChanged: _monitor_mode_changed,
    e.MonitorEnded: _monitor_ended,
}
