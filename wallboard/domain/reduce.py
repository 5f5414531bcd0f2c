"""The one way that the state changes: an event in, changed entities and bookings out.

A caller's visit is booked once, however often we move it: offered at the first queue, then answered,
abandoned, flowed out or lost exactly once. A move of ours is none of these; the wait goes on through it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from wallboard.domain import bookings as b
from wallboard.domain import events as e
from wallboard.domain.figures import AnyEntity
from wallboard.domain.ids import CallId, CommandId
from wallboard.domain.state import (
    Agent,
    Call,
    CallPhase,
    Entity,
    Key,
    Link,
    Membership,
    Monitor,
    Queue,
    State,
    membership_key,
)


@dataclass(slots=True)
class Changes:
    """What events changed: each entity's newest value, the last value of each that is gone, what to count."""

    put: dict[Key, AnyEntity] = field(default_factory=dict)
    gone: dict[Key, AnyEntity] = field(default_factory=dict)
    bookings: list[b.Booking] = field(default_factory=list)

    def add(self, entity: AnyEntity) -> None:
        """Record a new value."""
        key = entity.key
        self.put[key] = entity
        self.gone.pop(key, None)

    def remove(self, entity: AnyEntity) -> None:
        """Record that an entity is gone."""
        key = entity.key
        self.put.pop(key, None)
        self.gone[key] = entity


def apply(state: State, event: e.Event, changes: Changes) -> None:
    """Change ``state`` by ``event`` and add what came of it to ``changes``; what is unknown or old is ignored."""
    _HANDLERS[type(event)](state, event, changes)


E = TypeVar("E", bound=e.Event)
T = TypeVar("T", bound=Entity)
Handler = Callable[[State, Any, Changes], None]
_HANDLERS: dict[type[e.Event], Handler] = {}


def _on(
    kind: type[E],
) -> Callable[[Callable[[State, E, Changes], None]], Callable[[State, E, Changes], None]]:
    def register(handler: Callable[[State, E, Changes], None]) -> Callable[[State, E, Changes], None]:
        _HANDLERS[kind] = handler
        return handler

    return register


def _put(state: State, table: dict[Any, T], table_key: object, new: T, changes: Changes) -> None:
    """Store ``new`` under a fresh revision, unless it says nothing new."""
    old = table.get(table_key)
    if old is not None and replace(new, rev=old.rev) == old:
        return
    stamped = replace(new, rev=state.next_rev())
    table[table_key] = stamped
    changes.add(cast("AnyEntity", stamped))


def _put_call(state: State, new: Call, changes: Changes) -> None:
    old = state.calls.get(new.id)
    hands = (new.queue_id, new.agent_id, new.is_with_agent, new.phase is CallPhase.MOVING)
    if old is None or hands != (old.queue_id, old.agent_id, old.is_with_agent, old.phase is CallPhase.MOVING):
        new = replace(new, stage_rev=state.version + 1)
    if old is not None and old.queue_id != new.queue_id:
        state.waiting.get(old.queue_id, set()).discard(new.id)
    waiting = state.waiting.setdefault(new.queue_id, set())
    answered_on_the_way = new.phase is CallPhase.MOVING and new.answered_ms is not None
    if new.is_with_agent or answered_on_the_way:
        waiting.discard(new.id)
    else:
        waiting.add(new.id)
    _put(state, state.calls, new.id, new, changes)


def _drop_call(state: State, call_id: CallId, changes: Changes) -> None:
    call = state.calls.pop(call_id)
    state.waiting.get(call.queue_id, set()).discard(call_id)
    changes.remove(call)


@_on(e.LinkChanged)
def _link_changed(state: State, event: e.LinkChanged, changes: Changes) -> None:
    old = state.links.get(event.link_id)
    since_ms = old.since_ms if old and old.status is event.status else event.at_ms
    link = Link(id=event.link_id, status=event.status, since_ms=since_ms, reason=event.reason)
    _put(state, state.links, event.link_id, link, changes)


@_on(e.QueueFound)
def _queue_found(state: State, event: e.QueueFound, changes: Changes) -> None:
    goal = state.goals.of(event.queue_id, event.service_level_s)
    _put(state, state.queues, event.queue_id, Queue(id=event.queue_id, name=event.name, goal=goal), changes)


@_on(e.QueueRemoved)
def _queue_removed(state: State, event: e.QueueRemoved, changes: Changes) -> None:
    queue = state.queues.pop(event.queue_id, None)
    if queue is None:
        return
    changes.remove(queue)
    for call_id in list(state.waiting.get(event.queue_id, ())):
        _leave(state, call_id, e.Exit.UNSEEN, event.at_ms, changes)
    for key in [key for key, member in state.memberships.items() if member.queue_id == event.queue_id]:
        _drop_membership(state, key, changes)


@_on(e.AgentFound)
def _agent_found(state: State, event: e.AgentFound, changes: Changes) -> None:
    old = state.agents.get(event.agent_id)
    if old is not None:
        agent = replace(old, name=event.name)
    else:
        at_ms = event.at_ms
        agent = Agent(id=event.agent_id, name=event.name, availability_since_ms=at_ms, activity_since_ms=at_ms)
    _put(state, state.agents, event.agent_id, agent, changes)


@_on(e.AgentRemoved)
def _agent_removed(state: State, event: e.AgentRemoved, changes: Changes) -> None:
    agent = state.agents.pop(event.agent_id, None)
    if agent is None:
        return
    for queue_id in list(state.queues_of.get(event.agent_id, ())):
        _drop_membership(state, membership_key(queue_id, event.agent_id), changes)
    changes.remove(agent)


@_on(e.MemberAdded)
def _member_added(state: State, event: e.MemberAdded, changes: Changes) -> None:
    member = Membership(queue_id=event.queue_id, agent_id=event.agent_id, penalty=event.penalty)
    _put(state, state.memberships, member.key, member, changes)
    state.queues_of.setdefault(event.agent_id, set()).add(event.queue_id)


@_on(e.MemberRemoved)
def _member_removed(state: State, event: e.MemberRemoved, changes: Changes) -> None:
    _drop_membership(state, membership_key(event.queue_id, event.agent_id), changes)


def _drop_membership(state: State, key: Key, changes: Changes) -> None:
    member = state.memberships.pop(key, None)
    if member is not None:
        state.queues_of.get(member.agent_id, set()).discard(member.queue_id)
        changes.remove(member)


@_on(e.AvailabilityChanged)
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
    )
    _put(state, state.agents, event.agent_id, agent, changes)


@_on(e.ActivityChanged)
def _activity_changed(state: State, event: e.ActivityChanged, changes: Changes) -> None:
    if (agent := state.agents.get(event.agent_id)) is None:
        return
    agent = replace(
        agent,
        activity=event.activity,
        activity_since_ms=event.since_ms,
        direction=event.direction,
        call_id=event.call_id,
        wrap_up_until_ms=event.wrap_up_until_ms,
    )
    _put(state, state.agents, event.agent_id, agent, changes)


@_on(e.CallerJoined)
def _caller_joined(state: State, event: e.CallerJoined, changes: Changes) -> None:
    old = state.calls.get(event.call_id)
    entered_ms = event.entered_ms
    answered_ms = None
    phase_since_ms = event.at_ms
    if old is None:
        changes.bookings.append(b.Offered(queue_id=event.queue_id, at_ms=event.at_ms))
    elif old.answered_ms is not None and not event.moved_in:
        # an agent or the dialplan sent an answered caller on: a visit of its own
        changes.bookings.append(b.Offered(queue_id=event.queue_id, at_ms=event.at_ms))
    else:
        entered_ms, answered_ms = old.entered_ms, old.answered_ms
        if old.phase is CallPhase.WAITING and old.queue_id == event.queue_id:
            phase_since_ms = old.phase_since_ms
        elif old.queue_id != event.queue_id and answered_ms is None:
            _book_move(old, event, changes)
    call = Call(
        id=event.call_id,
        queue_id=event.queue_id,
        number=event.number or (old.number if old else ""),
        name=event.name or (old.name if old else ""),
        phase=CallPhase.WAITING,
        phase_since_ms=phase_since_ms,
        entered_ms=entered_ms,
        position=event.position,
        priority=event.priority,
        answered_ms=answered_ms,
        stage_rev=old.stage_rev if old else 0,
    )
    _put_call(state, call, changes)


def _book_move(old: Call, event: e.CallerJoined, changes: Changes) -> None:
    """A waiting caller is in another queue now: one visit in any total, if it was we who moved it."""
    wait_ms = max(0, event.at_ms - old.entered_ms)
    own = event.moved_in
    changes.bookings.append(
        b.FlowedOut(queue_id=old.queue_id, at_ms=event.at_ms, wait_ms=wait_ms, in_total=not own)
    )
    changes.bookings.append(b.Offered(queue_id=event.queue_id, at_ms=event.at_ms, in_total=not own))


@_on(e.PositionChanged)
def _position_changed(state: State, event: e.PositionChanged, changes: Changes) -> None:
    if (call := state.calls.get(event.call_id)) is not None and call.phase is CallPhase.WAITING:
        _put_call(state, replace(call, position=event.position, priority=event.priority), changes)


@_on(e.CallMoving)
def _call_moving(state: State, event: e.CallMoving, changes: Changes) -> None:
    if (call := state.calls.get(event.call_id)) is not None:
        moving_to = event.to_agent or event.to_queue or ""
        call = replace(call, phase=CallPhase.MOVING, phase_since_ms=event.at_ms, agent_id=None, moving_to=moving_to)
        _put_call(state, call, changes)


@_on(e.CallAnswered)
def _call_answered(state: State, event: e.CallAnswered, changes: Changes) -> None:
    call = state.calls.get(event.call_id)
    if call is None or (call.is_with_agent and call.agent_id == event.agent_id):
        return
    answered_ms = call.answered_ms
    if answered_ms is None:
        answered_ms = event.at_ms
        wait_ms = max(0, event.at_ms - call.entered_ms)
        changes.bookings.append(b.Answered(queue_id=call.queue_id, at_ms=event.at_ms, wait_ms=wait_ms))
    call = replace(
        call,
        phase=CallPhase.TALKING,
        phase_since_ms=event.at_ms,
        agent_id=event.agent_id,
        answered_ms=answered_ms,
        moving_to="",
        position=0,
    )
    _put_call(state, call, changes)


@_on(e.CallHeld)
def _call_held(state: State, event: e.CallHeld, changes: Changes) -> None:
    _set_phase(state, event, CallPhase.TALKING, CallPhase.HELD, changes)


@_on(e.CallResumed)
def _call_resumed(state: State, event: e.CallResumed, changes: Changes) -> None:
    _set_phase(state, event, CallPhase.HELD, CallPhase.TALKING, changes)


def _set_phase(
    state: State, event: e.CallHeld | e.CallResumed, before: CallPhase, after: CallPhase, changes: Changes
) -> None:
    call = state.calls.get(event.call_id)
    if call is not None and call.phase is before:
        _put_call(state, replace(call, phase=after, phase_since_ms=event.at_ms), changes)


@_on(e.CallFound)
def _call_found(state: State, event: e.CallFound, changes: Changes) -> None:
    call = state.calls.get(event.call_id)
    if call is not None:
        if not call.is_with_agent:
            answered = e.CallAnswered(at_ms=event.at_ms, call_id=event.call_id, agent_id=event.agent_id)
            _call_answered(state, answered, changes)
        return
    call = Call(
        id=event.call_id,
        queue_id=event.queue_id,
        number=event.number,
        name=event.name,
        phase=CallPhase.TALKING,
        phase_since_ms=event.since_ms,
        entered_ms=event.since_ms,
        agent_id=event.agent_id,
        answered_ms=event.since_ms,
    )
    _put_call(state, call, changes)


@_on(e.CallerAbandoned)
def _caller_abandoned(state: State, event: e.CallerAbandoned, changes: Changes) -> None:
    _abandon(state, event.call_id, event.at_ms, changes)


@_on(e.CallerLeft)
def _caller_left(state: State, event: e.CallerLeft, changes: Changes) -> None:
    _leave(state, event.call_id, event.exit, event.at_ms, changes)


@_on(e.CallEnded)
def _call_ended(state: State, event: e.CallEnded, changes: Changes) -> None:
    _abandon(state, event.call_id, event.at_ms, changes)


def _abandon(state: State, call_id: CallId, at_ms: int, changes: Changes) -> None:
    """The caller is gone; an abandon only if nobody ever answered."""
    call = state.calls.get(call_id)
    if call is None:
        return
    if call.answered_ms is None:
        wait_ms = max(0, at_ms - call.entered_ms)
        changes.bookings.append(b.Abandoned(queue_id=call.queue_id, at_ms=at_ms, wait_ms=wait_ms))
    _drop_call(state, call_id, changes)


def _leave(state: State, call_id: CallId, exit_: e.Exit, at_ms: int, changes: Changes) -> None:
    call = state.calls.get(call_id)
    if call is None or (call.is_with_agent and exit_ is not e.Exit.UNSEEN):
        return
    if call.answered_ms is None:
        if exit_ is e.Exit.UNSEEN:
            changes.bookings.append(b.Lost(queue_id=call.queue_id, at_ms=at_ms))
        else:
            wait_ms = max(0, at_ms - call.entered_ms)
            changes.bookings.append(b.FlowedOut(queue_id=call.queue_id, at_ms=at_ms, wait_ms=wait_ms))
    _drop_call(state, call_id, changes)


@_on(e.CallHandled)
def _call_handled(state: State, event: e.CallHandled, changes: Changes) -> None:
    if event.queue_id in state.queues:
        handle_ms = event.talk_ms + event.hold_ms + event.wrap_up_ms
        changes.bookings.append(b.Handled(queue_id=event.queue_id, at_ms=event.at_ms, handle_ms=handle_ms))


@_on(e.MonitorStarted)
def _monitor_started(state: State, event: e.MonitorStarted, changes: Changes) -> None:
    monitor = Monitor(
        id=event.monitor_id,
        agent_id=event.agent_id,
        extension=event.extension,
        mode=event.mode,
        since_ms=event.at_ms,
    )
    _put(state, state.monitors, event.monitor_id, monitor, changes)


@_on(e.MonitorModeChanged)
def _monitor_mode_changed(state: State, event: e.MonitorModeChanged, changes: Changes) -> None:
    if (monitor := state.monitors.get(event.monitor_id)) is not None:
        _put(state, state.monitors, event.monitor_id, replace(monitor, mode=event.mode), changes)


@_on(e.MonitorEnded)
def _monitor_ended(state: State, event: e.MonitorEnded, changes: Changes) -> None:
    monitor_id: CommandId = event.monitor_id
    if (monitor := state.monitors.pop(monitor_id, None)) is not None:
        changes.remove(monitor)
