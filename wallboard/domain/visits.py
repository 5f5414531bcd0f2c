"""What a caller's events change: each visit is booked once, however often we move the caller.

Offered at the first queue, then answered, abandoned, flowed out or lost exactly once. A move of ours is
none of these; the wait goes on through it. What is unknown, told again or old is ignored.
"""

from msgspec.structs import replace

from wallboard.domain import bookings as b
from wallboard.domain import events as e
from wallboard.domain.changes import Changes, put
from wallboard.domain.ids import CallId, QueueId
from wallboard.domain.state import Call, CallPhase, Queue, State


def queue_found(state: State, event: e.QueueFound, changes: Changes) -> None:
    """A queue is there, under this name and with the goal that is promised to its callers."""
    goal = state.goals.of(event.queue_id, event.service_level_s)
    put(state, state.queues, event.queue_id, Queue(id=event.queue_id, name=event.name, goal=goal), changes)


def _put_call(state: State, new: Call, changes: Changes) -> None:
    old = state.calls.get(new.id)
    hands = (new.queue_id, new.agent_id, new.is_with_agent, new.phase is CallPhase.MOVING)
    if old is None or hands != (old.queue_id, old.agent_id, old.is_with_agent, old.phase is CallPhase.MOVING):
        new = replace(new, stage_rev=state.version + 1)
    if old is not None and old.queue_id != new.queue_id:
        state.waiting.get(old.queue_id, set()).discard(new.id)
        changes.vacated.append(old.queue_id)
    waiting = state.waiting.setdefault(new.queue_id, set())
    answered_on_the_way = new.phase is CallPhase.MOVING and new.answered_ms is not None
    if new.is_with_agent or answered_on_the_way:
        waiting.discard(new.id)
    else:
        waiting.add(new.id)
    put(state, state.calls, new.id, new, changes)


def _drop_call(state: State, call_id: CallId, changes: Changes) -> None:
    call = state.calls.pop(call_id)
    state.waiting.get(call.queue_id, set()).discard(call_id)
    changes.remove(call)


def know_queue(state: State, queue_id: QueueId, at_ms: int, changes: Changes) -> None:
    """A queue that somebody is in exists, even before it was told of; its name may follow."""
    if queue_id not in state.queues:
        queue_found(state, e.QueueFound(at_ms=at_ms, queue_id=queue_id, name=queue_id), changes)


def joined(state: State, event: e.CallerJoined, changes: Changes) -> None:
    """A caller waits in a queue: newly, still, back again or moved here."""
    old = state.calls.get(event.call_id)
    if old is not None and _was_answered_since(old, event):
        return
    know_queue(state, event.queue_id, event.at_ms, changes)
    same_visit = old is not None and _continues(old, event)
    if not (same_visit and old is not None and old.queue_id == event.queue_id):
        _book_entry(old, event, changes)
    waits_on = old is not None and old.phase is CallPhase.WAITING and old.queue_id == event.queue_id
    call = Call(
        id=event.call_id,
        queue_id=event.queue_id,
        number=event.number or (old.number if old else ""),
        name=event.name or (old.name if old else ""),
        phase=CallPhase.WAITING,
        phase_since_ms=old.phase_since_ms if old and waits_on else event.at_ms,
        entered_ms=old.entered_ms if old and same_visit else event.entered_ms,
        position=event.position,
        priority=event.priority,
        answered_ms=old.answered_ms if old and same_visit else None,
        stage_rev=old.stage_rev if old else 0,
    )
    _put_call(state, call, changes)


def _was_answered_since(old: Call, event: e.CallerJoined) -> bool:
    """Whether the news is older than the answer that is known already."""
    if old.answered_ms is None or old.phase is CallPhase.WAITING or event.moved_in:
        return False
    return event.entered_ms < old.answered_ms


def _continues(old: Call, event: e.CallerJoined) -> bool:
    """Whether the visit that is known goes on: we moved the caller, or the same entry is told again.

    Otherwise an agent or the dialplan sent the caller on, and a visit of its own begins.
    """
    if event.moved_in:
        return True
    return old.queue_id == event.queue_id and (old.answered_ms is None or old.phase is CallPhase.WAITING)


def _book_entry(old: Call | None, event: e.CallerJoined, changes: Changes) -> None:
    """Offered here and, unless answered there, flowed out of where the caller waited; our own move in no total."""
    own = old is not None and event.moved_in
    if old is not None and old.answered_ms is None:
        wait_ms = max(0, event.at_ms - old.entered_ms)
        changes.bookings.append(
            b.FlowedOut(queue_id=old.queue_id, at_ms=event.at_ms, wait_ms=wait_ms, in_total=not own)
        )
    if old is None or old.answered_ms is None or not own:
        changes.bookings.append(b.Offered(queue_id=event.queue_id, at_ms=event.at_ms, in_total=not own))


def position_changed(state: State, event: e.PositionChanged, changes: Changes) -> None:
    """A waiting caller has another position or priority."""
    if (call := state.calls.get(event.call_id)) is not None and call.phase is CallPhase.WAITING:
        _put_call(state, replace(call, position=event.position, priority=event.priority), changes)


def moving(state: State, event: e.CallMoving, changes: Changes) -> None:
    """The caller is on the way; one whom the agent has already, or who is on that way already, stays.

    Whom an agent sent on from the phone is on the way to nobody that we know.
    """
    call = state.calls.get(event.call_id)
    moving_to = event.to_agent or event.to_queue or ""
    if call is None or (call.phase is CallPhase.MOVING and moving_to == call.moving_to):
        return
    if call.is_with_agent and moving_to == call.agent_id:
        return
    call = replace(call, phase=CallPhase.MOVING, phase_since_ms=event.at_ms, agent_id=None, moving_to=moving_to)
    _put_call(state, call, changes)


def answered(state: State, event: e.CallAnswered, changes: Changes) -> None:
    """The caller talks with an agent; only the first answer of a visit is booked."""
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


def held(state: State, event: e.CallHeld, changes: Changes) -> None:
    """The caller is on hold."""
    _set_phase(state, event, CallPhase.TALKING, CallPhase.HELD, changes)


def resumed(state: State, event: e.CallResumed, changes: Changes) -> None:
    """The caller is back from hold."""
    _set_phase(state, event, CallPhase.HELD, CallPhase.TALKING, changes)


def _set_phase(
    state: State, event: e.CallHeld | e.CallResumed, before: CallPhase, after: CallPhase, changes: Changes
) -> None:
    call = state.calls.get(event.call_id)
    if call is not None and call.phase is before:
        _put_call(state, replace(call, phase=after, phase_since_ms=event.at_ms), changes)


def found(state: State, event: e.CallFound, changes: Changes) -> None:
    """A call was there before us, or was answered, sent on or taken back from hold while nobody looked."""
    call = state.calls.get(event.call_id)
    if call is not None:
        _found_again(state, call, event, changes)
        return
    know_queue(state, event.queue_id, event.at_ms, changes)
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


def _found_again(state: State, call: Call, event: e.CallFound, changes: Changes) -> None:
    if call.is_with_agent and call.agent_id == event.agent_id:
        resumed(state, e.CallResumed(at_ms=event.at_ms, call_id=call.id), changes)
        return
    is_known = call.phase_since_ms <= event.since_ms <= event.at_ms
    at_ms = event.since_ms if is_known else event.at_ms
    answered(state, e.CallAnswered(at_ms=at_ms, call_id=call.id, agent_id=event.agent_id), changes)


def abandoned(state: State, event: e.CallerAbandoned, changes: Changes) -> None:
    """The caller hung up; an abandon only if nobody ever answered."""
    _abandon(state, event.call_id, event.at_ms, changes)


def left(state: State, event: e.CallerLeft, changes: Changes) -> None:
    """The caller left the queue without hanging up."""
    leave(state, event.call_id, event.exit, event.at_ms, changes)


def ended(state: State, event: e.CallEnded, changes: Changes) -> None:
    """The caller is gone from the PBX; an abandon only if nobody ever answered."""
    _abandon(state, event.call_id, event.at_ms, changes)


def _abandon(state: State, call_id: CallId, at_ms: int, changes: Changes) -> None:
    call = state.calls.get(call_id)
    if call is None:
        return
    if call.answered_ms is None:
        wait_ms = max(0, at_ms - call.entered_ms)
        changes.bookings.append(b.Abandoned(queue_id=call.queue_id, at_ms=at_ms, wait_ms=wait_ms))
    _drop_call(state, call_id, changes)


def leave(state: State, call_id: CallId, exit_: e.Exit, at_ms: int, changes: Changes) -> None:
    """Drop a caller who left by ``exit_``; one who is with an agent has left the queue long ago and stays."""
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


def handled(state: State, event: e.CallHandled, changes: Changes) -> None:
    """An agent is through with a call; the same end told again is not counted again.

    A queue that was removed meanwhile takes nothing away from the total.
    """
    end = (event.call_id, event.talk_ms)
    is_known = event.queue_id in state.queues or event.queue_id in state.removed_queues
    if not is_known or state.last_handled.get(event.agent_id) == end:
        return
    state.last_handled[event.agent_id] = end
    handle_ms = event.talk_ms + event.hold_ms + event.wrap_up_ms
    changes.bookings.append(b.Handled(queue_id=event.queue_id, at_ms=event.at_ms, handle_ms=handle_ms))
