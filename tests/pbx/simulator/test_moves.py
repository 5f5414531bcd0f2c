"""Moves of ours: told step by step, never an abandon, back to the head of the queue when nobody answers."""

import pytest

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Call, CallPhase
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CallId
from wallboard.pbx.simulator.options import Crisis


def _of(events: list[e.Event], call: Call) -> list[type[e.Event]]:
    kinds = (e.CallMoving, e.CallAnswered, e.CallerJoined, e.CallerAbandoned, e.CallEnded, e.CallerLeft)
    return [type(event) for event in events if isinstance(event, kinds) and event.call_id == call.id]


def _waiting_call(watch: Watch) -> Call:
    """A caller with time to wait, since more come than can be served."""
    watch.centre.begin(Crisis.FLOOD)
    watch.run(90)
    return watch.call(CallPhase.WAITING)


def test_that_a_waiting_caller_moved_to_an_agent_is_on_the_way_then_rung_then_answered(answered: Watch) -> None:
    call, agent = answered.call(CallPhase.WAITING), answered.ready()
    answered.move(call, to=agent.id)
    answered.run(0.2)
    assert answered.state.calls[call.id].phase is CallPhase.MOVING
    assert answered.state.agents[agent.id].activity is Activity.RINGING
    told = answered.run_to(e.CallAnswered, within_s=8, call_id=call.id)
    assert told.agent_id == agent.id
    assert answered.state.calls[call.id].entered_ms == call.entered_ms
    answered.check()


def test_that_a_talking_callers_agent_wraps_up_at_once_and_is_done_with_the_call(answered: Watch) -> None:
    answered.run(60)
    call = answered.call(CallPhase.TALKING)
    assert call.agent_id is not None
    agent = answered.ready(but=call.agent_id)
    answered.move(call, to=agent.id)
    answered.run(0.2)
    assert answered.state.agents[call.agent_id].activity is Activity.WRAP_UP
    answered.run_to(e.CallAnswered, within_s=8, call_id=call.id, agent_id=agent.id)
    handled = answered.run_to(e.CallHandled, within_s=120, call_id=call.id)
    assert handled.agent_id == call.agent_id
    assert handled.talk_ms < 3_600_000
    answered.check()


def test_that_a_caller_nobody_answers_is_back_at_the_head_of_the_queue_and_no_abandon(unanswered: Watch) -> None:
    call = _waiting_call(unanswered)
    agents = [agent for agent in unanswered.state.agents.values() if agent.activity is Activity.WRAP_UP]
    while not agents:
        unanswered.run(1)
        agents = [agent for agent in unanswered.state.agents.values() if agent.activity is Activity.WRAP_UP]
    call = unanswered.call(CallPhase.WAITING)
    before = unanswered.today()
    unanswered.move(call, to=agents[0].id)
    events = unanswered.run(21)
    told = _of(events, call)
    assert told[0] is e.CallMoving
    assert told[1] in (e.CallerJoined, e.CallerAbandoned)
    if told[1] is e.CallerJoined:
        joined = next(event for event in events if isinstance(event, e.CallerJoined) and event.call_id == call.id)
        assert joined.moved_in
        assert joined.position == 1
        assert joined.entered_ms == call.entered_ms
    assert unanswered.today().flowed_out == before.flowed_out
    unanswered.check()


def test_that_an_agent_in_wrap_up_can_be_given_a_call_and_the_last_one_is_handled_then(answered: Watch) -> None:
    ended = answered.run_to(e.ActivityChanged, activity=Activity.WRAP_UP)
    call = answered.call(CallPhase.WAITING)
    if answered.state.agents[ended.agent_id].activity is not Activity.WRAP_UP:
        ended = answered.run_to(e.ActivityChanged, activity=Activity.WRAP_UP)
        call = answered.call(CallPhase.TALKING)
    answered.move(call, to=ended.agent_id)
    events = answered.run(0.2)
    handled = [event for event in events if isinstance(event, e.CallHandled) and event.agent_id == ended.agent_id]
    assert len(handled) == 1
    assert answered.state.agents[ended.agent_id].activity is Activity.RINGING


def test_that_a_caller_sent_to_an_agent_in_a_call_comes_back_at_once(answered: Watch) -> None:
    call = _waiting_call(answered)
    busy = answered.call(CallPhase.TALKING)
    assert busy.agent_id is not None
    answered.move(call, to=busy.agent_id)
    assert _of(answered.run(0.7), call)[:2] == [e.CallMoving, e.CallerJoined]
    answered.check()


def test_that_a_move_to_another_queue_is_one_visit_in_the_total(answered: Watch) -> None:
    call = _waiting_call(answered)
    other = next(queue_id for queue_id in answered.state.queues if queue_id != call.queue_id)
    answered.move(call, queue=other)
    told = _of(answered.run(0.4), call)
    assert told[:2] == [e.CallMoving, e.CallerJoined]
    assert answered.centre.counts()[other].moved_in == 1
    assert answered.centre.counts()[call.queue_id].moved_out == 1
    answered.check()


def test_that_a_talking_caller_moved_to_a_queue_waits_there_and_is_not_offered_again(answered: Watch) -> None:
    call = answered.call(CallPhase.TALKING)
    offered = answered.today(call.queue_id).offered
    other = next(queue_id for queue_id in answered.state.queues if queue_id != call.queue_id)
    answered.move(call, queue=other)
    told = _of(answered.run(0.4), call)
    assert told[:2] == [e.CallMoving, e.CallerJoined]
    assert answered.centre.counts()[other].moved_in == 0
    assert answered.today(call.queue_id).offered - offered <= 1
    answered.check()


def test_that_one_caller_cannot_be_moved_twice_at_once(answered: Watch) -> None:
    call, agent = answered.call(CallPhase.WAITING), answered.ready()
    answered.move(call, to=agent.id)
    with pytest.raises(PbxRefused, match="already"):
        answered.move(call, to=agent.id)
    answered.run(0.2)
    with pytest.raises(PbxRefused, match="already"):
        answered.move(call, to=agent.id)


def test_that_a_caller_is_not_moved_to_the_agent_who_has_them(answered: Watch) -> None:
    call = answered.call(CallPhase.TALKING)
    with pytest.raises(PbxRefused, match="in this call already"):
        answered.move(call, to=call.agent_id)


def test_that_a_caller_who_hangs_up_on_the_way_stops_the_phone_that_rings(unanswered: Watch) -> None:
    """With every phone ringing out, sooner or later a moved caller gives up first."""
    given_up: set[CallId] = set()
    unanswered.centre.begin(Crisis.FLOOD)
    while not given_up:
        unanswered.run(1)
        moving = {call.id for call in unanswered.state.calls.values() if call.phase is CallPhase.MOVING}
        waiting = [call for call in unanswered.state.calls.values() if call.phase is CallPhase.WAITING]
        ready = [agent for agent in unanswered.state.agents.values() if agent.activity is Activity.WRAP_UP]
        if waiting and ready:
            unanswered.move(waiting[0], to=ready[0].id)
        gone = [event.call_id for event in unanswered.run(1) if isinstance(event, e.CallerAbandoned)]
        given_up = moving & set(gone)
    unanswered.check()
