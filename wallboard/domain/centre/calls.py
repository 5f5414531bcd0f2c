"""Applies callers' events to the state: each visit is counted once, however often the caller is moved.

A visit is offered at the first queue (see `queue_entry`), then answered, abandoned, flowed out or unobserved
exactly once. A supervisor's move is none of these, nor is an announcement on the way back into the queue: the wait
continues through both. Unknown, repeated or old events are ignored.
"""

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.queue_entry import know_queue, put_call, queue_wait_ms
from wallboard.domain.centre.state import Call, CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import CallId, source_of


def _drop_call(state: State, call_id: CallId, changes: Changes) -> None:
    call = state.calls.pop(call_id)
    state.displace_call(call)
    changes.remove(call)


def identified(state: State, event: e.CallerIdentified, changes: Changes) -> None:
    """Changes the caller's number and name, wherever the call is."""
    if (call := state.calls.get(event.call_id)) is not None:
        put_call(state, replace(call, number=event.number, name=event.name, withheld=event.withheld), changes)


def moving(state: State, event: e.CallMoving, changes: Changes) -> None:
    """Marks the caller as moving; ignores a caller whom the target has already, or who is moving there already.

    After an agent's own transfer from the phone the target is unknown.
    """
    call = state.calls.get(event.call_id)
    moving_to = event.to_agent or event.to_queue or ""
    if call is None or (call.phase is CallPhase.MOVING and moving_to == call.moving_to):
        return
    if call.is_with_agent and moving_to == call.agent_id:
        return
    call = replace(
        call,
        phase=CallPhase.MOVING,
        phase_since_ms=event.at_ms,
        agent_id=None,
        moving_to=moving_to,
        left_ms=None,
    )
    put_call(state, call, changes)


def answered(state: State, event: e.CallAnswered, changes: Changes) -> None:
    """Marks the caller as talking with an agent; only the first answer of a visit is counted."""
    call = state.calls.get(event.call_id)
    if call is None or (call.is_with_agent and call.agent_id == event.agent_id):
        return
    answered_ms = call.answered_ms
    if answered_ms is None:
        answered_ms = event.at_ms
        wait_ms = max(0, event.at_ms - call.entered_ms)
        answer = b.Answered(
            queue_id=call.queue_id, call_id=call.id, at_ms=event.at_ms, agent_id=event.agent_id, wait_ms=wait_ms
        )
        changes.bookings.append(answer)
    call = replace(
        call,
        phase=CallPhase.TALKING,
        phase_since_ms=event.at_ms,
        agent_id=event.agent_id,
        answered_ms=answered_ms,
        moving_to="",
        left_ms=None,
    )
    put_call(state, call, changes)


def held(state: State, event: e.CallHeld, changes: Changes) -> None:
    """Puts the caller on hold."""
    _set_phase(state, event, CallPhase.TALKING, CallPhase.HELD, changes)


def resumed(state: State, event: e.CallResumed, changes: Changes) -> None:
    """Takes the caller back from hold."""
    _set_phase(state, event, CallPhase.HELD, CallPhase.TALKING, changes)


def _set_phase(
    state: State, event: e.CallHeld | e.CallResumed, before: CallPhase, after: CallPhase, changes: Changes
) -> None:
    call = state.calls.get(event.call_id)
    if call is not None and call.phase is before:
        put_call(state, replace(call, phase=after, phase_since_ms=event.at_ms), changes)


def found(state: State, event: e.CallFound, changes: Changes) -> None:
    """Adds a call found at start, or one answered, transferred or resumed while its source was not observed."""
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
        withheld=event.withheld,
        phase=CallPhase.TALKING,
        phase_since_ms=event.since_ms,
        entered_ms=event.since_ms,
        agent_id=event.agent_id,
        answered_ms=event.since_ms,
    )
    put_call(state, call, changes)


def _found_again(state: State, call: Call, event: e.CallFound, changes: Changes) -> None:
    if call.is_with_agent and call.agent_id == event.agent_id:
        resumed(state, e.CallResumed(at_ms=event.at_ms, call_id=call.id), changes)
        return
    is_known = call.phase_since_ms <= event.since_ms <= event.at_ms
    at_ms = event.since_ms if is_known else event.at_ms
    answered(state, e.CallAnswered(at_ms=at_ms, call_id=call.id, agent_id=event.agent_id), changes)


def taken_over(state: State, event: e.VisitTakenOver, changes: Changes) -> None:
    """Continues the visit that an agent's channel began as the caller's; nothing is counted again."""
    visit = state.calls.get(event.from_call_id)
    if visit is None or event.from_call_id == event.call_id:
        return
    position = state.positions.get(visit.id, 0)
    _drop_call(state, visit.id, changes)
    if event.call_id in state.calls:
        _drop_call(state, event.call_id, changes)
    number, name = event.number or visit.number, event.name or visit.name
    put_call(state, replace(visit, id=event.call_id, number=number, name=name), changes)
    state.set_position(event.call_id, position)


def abandoned(state: State, event: e.CallerAbandoned, changes: Changes) -> None:
    """Ends a call that its caller hung up; an abandon only if no agent ever answered."""
    _abandon(state, event.call_id, event.at_ms, changes)


def left(state: State, event: e.CallerLeft, changes: Changes) -> None:
    """Ends the wait of a caller who left the queue without hanging up."""
    leave(state, event.call_id, event.exit, event.at_ms, changes)


def ended(state: State, event: e.CallEnded, changes: Changes) -> None:
    """Removes a caller who is gone from the PBX; an abandon only if no agent ever answered."""
    _abandon(state, event.call_id, event.at_ms, changes)


def _abandon(state: State, call_id: CallId, at_ms: int, changes: Changes) -> None:
    call = state.calls.get(call_id)
    if call is None:
        return
    if call.answered_ms is None:
        wait_ms = max(0, at_ms - call.entered_ms)
        abandon = b.Abandoned(queue_id=call.queue_id, call_id=call_id, at_ms=at_ms, wait_ms=wait_ms)
        changes.bookings.append(abandon)
    _drop_call(state, call_id, changes)


def leave(state: State, call_id: CallId, exit_: e.Exit, at_ms: int, changes: Changes) -> None:
    """Removes a caller who left by ``exit_``; one who is with an agent has left the queue before and stays."""
    call = state.calls.get(call_id)
    if call is None or (call.is_with_agent and exit_ is not e.Exit.UNOBSERVED):
        return
    if call.answered_ms is None:
        if exit_ is e.Exit.UNOBSERVED:
            wait_ms = queue_wait_ms(call, state.observed_until_ms(source_of(call.queue_id), at_ms))
            end = b.Unobserved(queue_id=call.queue_id, call_id=call_id, at_ms=at_ms, wait_ms=wait_ms)
            changes.bookings.append(end)
        else:
            wait_ms = queue_wait_ms(call, at_ms)
            left = b.FlowedOut(queue_id=call.queue_id, call_id=call_id, at_ms=at_ms, wait_ms=wait_ms, exit=exit_)
            changes.bookings.append(left)
    _drop_call(state, call_id, changes)


def handled(state: State, event: e.CallHandled, changes: Changes) -> None:
    """Counts an agent's part in a call; the same end reported again is not counted again.

    A queue that was removed meanwhile subtracts nothing from the total.
    """
    end = (event.call_id, event.talk_ms)
    is_known = event.queue_id in state.queues or event.queue_id in state.removed_queues
    if not is_known or state.last_handled.get(event.agent_id) == end:
        return
    state.last_handled[event.agent_id] = end
    handling = b.Handled(
        queue_id=event.queue_id,
        call_id=event.call_id,
        at_ms=event.at_ms,
        agent_id=event.agent_id,
        talk_ms=event.talk_ms,
        hold_ms=event.hold_ms,
        wrap_up_ms=event.wrap_up_ms,
    )
    changes.bookings.append(handling)
