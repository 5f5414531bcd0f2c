"""Applies the events of a visit's beginning: a caller enters, returns, is moved in, or is out for a while.

A caller is offered once, however often the dialplan or a supervisor's move brings them back into the same queue;
the dialplan may take one out for an announcement.
"""

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre import grouping, shown_names
from wallboard.domain.centre.changes import Changes, put
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.state import Call, CallPhase, Queue
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import QueueId, entity_id, key_of, source_of
from wallboard.domain.sanitizer import sanitize

_QUEUED = (CallPhase.WAITING, CallPhase.LEAVING)
"""The phases of a caller who is in a queue, or left it a moment ago and may come back."""


def queue_found(state: State, event: e.QueueFound, changes: Changes) -> None:
    """Adds or updates a queue with its name and its goal."""
    is_new = event.queue_id not in state.queues or state.queue_names.get(event.queue_id) != event.name
    state.service_levels_s[event.queue_id] = event.service_level_s or 0.0
    state.queue_names[event.queue_id] = event.name
    _renew_queue(state, event.queue_id, changes)
    for twin_id in _twins(state, event.queue_id) if is_new else ():
        _renew_queue(state, twin_id, changes)


def _renew_queue(state: State, queue_id: QueueId, changes: Changes) -> None:
    goal = state.goals.of(queue_id, state.service_levels_s.get(queue_id))
    listing = state.listings.of(queue_id)
    queue = Queue(
        id=queue_id,
        name=shown_name(state, queue_id),
        goal=goal,
        order=listing.order,
        colour=listing.colour,
    )
    grouping.join_groups(state, queue, changes)
    put(state, state.queues, queue_id, queue, changes)


def shown_name(state: State, queue_id: QueueId) -> str:
    """Returns the configured name, else the PBX's own, with its source where another PBX has the same."""
    listing, own = state.listings.of(queue_id), state.queue_names[queue_id]
    if listing.name or listing.hidden:
        return listing.name or own
    twins = (one for one in _twins(state, queue_id) if not state.listings.hides(one))
    shown = {(state.listings.of(one).name or state.queue_names.get(one, "")).casefold() for one in twins}
    return shown_names.shown_name(own, queue_id, is_shared=own.casefold() in shown)


def _twins(state: State, queue_id: QueueId) -> list[QueueId]:
    """Returns the queues that other PBXs have under the same key."""
    own, key = source_of(queue_id), key_of(queue_id)
    ids = (QueueId(entity_id(source, key)) for source in state.sources if source != own)
    return [one for one in ids if one in state.queues]


def list_anew(state: State, changes: Changes) -> None:
    """Applies another listing to the existing queues."""
    for queue_id in list(state.queues):
        _renew_queue(state, queue_id, changes)


def renew_goals(state: State, changes: Changes) -> None:
    """Applies other goals to queues and groups."""
    for queue in list(state.queues.values()):
        goal = state.goals.of(queue.id, state.service_levels_s.get(queue.id))
        put(state, state.queues, queue.id, replace(queue, goal=goal), changes)
    for group in list(state.groups.values()):
        put(state, state.groups, group.id, replace(group, goal=state.goals.of_group(group.id)), changes)


def know_queue(state: State, queue_id: QueueId, at_ms: int, changes: Changes) -> None:
    """Adds a queue that a caller is in before it was reported; its name may follow."""
    if queue_id not in state.queues:
        queue_found(state, e.QueueFound(at_ms=at_ms, queue_id=queue_id, name=sanitize(key_of(queue_id))), changes)


def put_call(state: State, new: Call, changes: Changes) -> None:
    """Stores a call's newest value, whether its caller waits, and when it was last handed over."""
    old = state.calls.get(new.id)
    if old is None or _held_by(new) != _held_by(old):
        new = replace(new, handover_rev=state.version + 1)
    if old is not None and old.queue_id != new.queue_id:
        state.displace_call(old)
        changes.rearranged.append(old.queue_id)
    state.place_call(new)
    put(state, state.calls, new.id, new, changes)


def _held_by(call: Call) -> tuple[object, ...]:
    """The agent, queue or target that has a caller: another value means another `Call.handover_rev`."""
    return call.queue_id, call.agent_id, call.is_with_agent, call.phase is CallPhase.MOVING


def joined(state: State, event: e.CallerJoined, changes: Changes) -> None:
    """Puts a caller into a queue: a new visit, the same one still, one that comes back, or one moved in."""
    old = state.calls.get(event.call_id)
    if old is not None and _was_answered_since(old, event):
        return
    know_queue(state, event.queue_id, event.at_ms, changes)
    same_visit = old is not None and _continues(old, event)
    if not (same_visit and old is not None and old.queue_id == event.queue_id):
        _book_entry(old, event, changes)
    waits_on = old is not None and old.phase in _QUEUED and old.queue_id == event.queue_id
    call = Call(
        id=event.call_id,
        queue_id=event.queue_id,
        number=event.number or (old.number if old else ""),
        name=event.name or (old.name if old else ""),
        withheld=event.withheld or (old is not None and old.withheld and not event.number),
        phase=CallPhase.WAITING,
        phase_since_ms=old.phase_since_ms if old and waits_on else event.at_ms,
        entered_ms=old.entered_ms if old and same_visit else event.entered_ms,
        priority=event.priority,
        answered_ms=old.answered_ms if old and same_visit else None,
        handover_rev=old.handover_rev if old else 0,
    )
    put_call(state, call, changes)
    state.set_position(call.id, event.position)
    changes.rearranged.append(call.queue_id)


def _was_answered_since(old: Call, event: e.CallerJoined) -> bool:
    """Whether the event is older than an answer that is already known."""
    if old.answered_ms is None or old.phase in _QUEUED or event.moved_in:
        return False
    return event.entered_ms < old.answered_ms


def _continues(old: Call, event: e.CallerJoined) -> bool:
    """Whether the known visit continues: a supervisor moved the caller, or the same entry is reported again.

    Otherwise an agent or the dialplan sent the caller on, and a new visit begins.
    """
    if event.moved_in:
        return True
    return old.queue_id == event.queue_id and (old.answered_ms is None or old.phase in _QUEUED)


def _book_entry(old: Call | None, event: e.CallerJoined, changes: Changes) -> None:
    """Counts the caller as offered here and, unless answered there, as flowed out of the former queue."""
    own = old is not None and event.moved_in
    if old is not None and old.answered_ms is None:
        wait_ms = queue_wait_ms(old, event.at_ms)
        moved_to = event.queue_id if own else None
        left = b.FlowedOut(
            queue_id=old.queue_id,
            call_id=old.id,
            at_ms=event.at_ms,
            wait_ms=wait_ms,
            exit=Exit.MOVED,
            moved_to=moved_to,
        )
        changes.bookings.append(left)
    if old is None or old.answered_ms is None or not own:
        entry = b.Offered(
            queue_id=event.queue_id,
            call_id=event.call_id,
            at_ms=event.at_ms,
            entered_ms=old.entered_ms if old is not None and own else event.entered_ms,
            moved_from=old.queue_id if old is not None and own else None,
        )
        changes.bookings.append(entry)


def queue_wait_ms(call: Call, at_ms: int) -> int:
    """The wait of a caller who is out of the queue at ``at_ms``, without the time of an announcement."""
    return max(0, (at_ms if call.left_ms is None else call.left_ms) - call.entered_ms)


def leaving(state: State, event: e.CallerLeaving, changes: Changes) -> None:
    """Marks a waiting caller as out of the queue; the visit stays open."""
    if (call := state.calls.get(event.call_id)) is not None and call.phase is CallPhase.WAITING:
        put_call(state, replace(call, phase=CallPhase.LEAVING, left_ms=event.at_ms), changes)


def positions_changed(state: State, event: e.PositionsChanged, changes: Changes) -> None:
    """Changes the positions of callers who wait in a queue."""
    waiting = state.waiting.get(event.queue_id, ())
    for call_id, position in event.positions.items():
        if call_id in waiting:
            state.set_position(call_id, position)
    changes.rearranged.append(event.queue_id)


def priority_changed(state: State, event: e.PriorityChanged, changes: Changes) -> None:
    """Changes the priority of a waiting caller."""
    if (call := state.calls.get(event.call_id)) is not None and call.phase is CallPhase.WAITING:
        put(state, state.calls, call.id, replace(call, priority=event.priority), changes)
