"""Talks: begun, moved on by a supervisor, sent on from a phone."""

import pytest

from tests.pbx.asterisk.moving import ANN, BOB, booked, mark, redirected, to_bob
from tests.pbx.asterisk.story import NOW_MS, Story
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import CallId, CommandId, QueueId
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.state.model import Move


@pytest.fixture
def centre(story: Story) -> Story:
    story.open(ANN, BOB)
    return story


def test_that_a_supervisors_move_of_a_waiting_caller_is_no_abandon(centre: Story) -> None:
    centre.caller()
    centre.wait(10)
    to_bob(centre)
    redirected(centre)
    call = centre.state.calls[CallId("c1")]
    assert (call.phase, call.moving_to) == (CallPhase.MOVING, BOB)
    centre.dial(BOB, "l2")
    assert centre.agent(BOB).activity is Activity.RINGING
    centre.wait(3)
    centre.meet("b2", "l2", "c1")
    [answered] = [booking for booking in centre.bookings if isinstance(booking, b.Answered)]
    assert answered.wait_ms == 13_000
    assert centre.agent(BOB).activity is Activity.TALKING
    centre.hang_up("c1")
    centre.hang_up("l2")
    centre.wait(5)
    assert booked(centre) == ["Offered", "Answered", "Handled"]


def test_that_a_caller_moved_and_not_answered_goes_on_waiting_since_the_first_moment(centre: Story) -> None:
    centre.caller()
    centre.wait(10)
    to_bob(centre)
    redirected(centre)
    centre.dial(BOB, "l2")
    centre.send("DialEnd", Uniqueid="c1", DestUniqueid="l2", DialStatus="NOANSWER")
    centre.send("Hangup", Uniqueid="l2")
    centre.send("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1)
    call = centre.state.calls[CallId("c1")]
    assert (call.phase, call.entered_ms) == (CallPhase.WAITING, NOW_MS)
    assert booked(centre) == ["Offered"]


def test_that_a_moved_caller_whom_the_dialplan_drops_did_not_abandon(centre: Story) -> None:
    centre.caller()
    to_bob(centre)
    redirected(centre)
    centre.send("Hangup", Uniqueid="c1")
    assert booked(centre) == ["Offered", "FlowedOut"]


def test_that_a_move_to_another_queue_is_one_visit(centre: Story) -> None:
    centre.caller()
    mark(centre, Move(CommandId("m1"), to_queue=QueueId("sales")))
    redirected(centre)
    assert centre.state.calls[CallId("c1")].moving_to == "sales"
    centre.send("QueueCallerJoin", Uniqueid="c1", Queue="sales", Position=1)
    told = [(type(x), getattr(x, "moved_from", None) or getattr(x, "moved_to", None)) for x in centre.bookings]
    assert told == [(b.Offered, None), (b.FlowedOut, "sales"), (b.Offered, "support")]


def test_that_an_agent_who_answers_between_check_and_redirect_loses_the_call_to_the_move(centre: Story) -> None:
    centre.caller()
    centre.ring(ANN, "l1")
    to_bob(centre)
    centre.connect(ANN, "l1")
    centre.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="c1")
    assert centre.state.calls[CallId("c1")].phase is CallPhase.MOVING
    assert centre.agent(ANN).activity is Activity.WRAP_UP
    centre.dial(BOB, "l2")
    centre.meet("b2", "l2", "c1")
    assert [event.agent_id for event in centre.of(e.CallAnswered)] == [ANN, BOB]


def test_that_a_second_agent_wraps_up_by_our_clock_after_a_move(centre: Story) -> None:
    centre.talk(ANN, "l1")
    to_bob(centre)
    blind = {"TransfererUniqueid": "l1", "TransfereeUniqueid": "c1", "Result": "Success"}
    centre.send("BlindTransfer", **blind)
    centre.hang_up("l1")
    centre.dial(BOB, "l2")
    centre.meet("b2", "l2", "c1")
    centre.wait(30)
    centre.hang_up("c1")
    centre.hang_up("l2")
    assert centre.agent(BOB).activity is Activity.WRAP_UP
    centre.wait(5)
    assert [(event.agent_id, event.queue_id) for event in centre.of(e.CallHandled)] == [
        (ANN, "support"),
        (BOB, "support"),
    ]


def test_that_a_move_which_the_pbx_refused_explains_nothing(centre: Story) -> None:
    centre.caller()
    to_bob(centre)
    redirected(centre)
    talks.move_failed(centre.pbx_state, centre.pbx_state.callers[CallId("c1")])
    centre.wait(1)
    assert booked(centre) == ["Offered", "FlowedOut"]


def test_that_a_move_that_never_shows_is_forgotten(centre: Story) -> None:
    centre.caller()
    to_bob(centre)
    centre.wait(10)
    assert centre.pbx_state.callers[CallId("c1")].move is None


def test_that_an_agents_own_transfer_is_followed_to_the_colleague(centre: Story) -> None:
    centre.talk(ANN, "l1")
    centre.send("BlindTransfer", TransfereeUniqueid="c1", Result="Success")
    centre.hang_up("l1")
    centre.wait(3)
    centre.dial(BOB, "l2")
    assert centre.state.calls[CallId("c1")].moving_to == BOB
    centre.meet("b2", "l2", "c1")
    assert centre.state.calls[CallId("c1")].agent_id == BOB


def test_that_an_agents_transfer_to_the_outside_ends_the_call_for_us(centre: Story) -> None:
    centre.talk(ANN, "l1")
    centre.send("BlindTransfer", TransfereeUniqueid="c1", Result="Success")
    centre.hang_up("l1")
    centre.send("Newchannel", Uniqueid="x1", Channel="PJSIP/trunk-00000077", ChannelState=6)
    centre.meet("b2", "x1", "c1")
    assert centre.state.calls == {}
    assert booked(centre) == ["Offered", "Answered"]


def test_that_a_survey_after_the_talk_is_no_part_of_the_call(centre: Story) -> None:
    centre.talk(ANN, "l1")
    centre.hang_up("l1")
    assert CallId("c1") in centre.state.calls
    centre.wait(1)
    assert centre.state.calls == {}


def test_that_an_agent_whose_caller_gives_up_while_it_asks_a_colleague_goes_on_talking(centre: Story) -> None:
    centre.talk(ANN, "a1")
    centre.send("Newchannel", Uniqueid="b1", Channel=f"{BOB}-000000b1", ChannelState=6)
    centre.wait(10)
    centre.meet("asking", "a1", "b1")
    asked_ms = centre.pbx_state.now_ms
    centre.wait(3)
    centre.hang_up("c1")
    centre.wait(1)
    ann = centre.agent(ANN)
    assert (ann.activity, ann.activity_since_ms, ann.call_id) == (Activity.TALKING, asked_ms, None)
    centre.hang_up("a1")
    assert centre.agent(ANN).activity is Activity.WRAP_UP
    centre.wait(10)
    [handled] = centre.of(e.CallHandled)
    assert (handled.talk_ms, handled.hold_ms) == (10_000, 3_000)


def test_that_an_agent_whose_caller_is_moved_while_it_asks_a_colleague_goes_on_talking(centre: Story) -> None:
    centre.talk(ANN, "a1")
    centre.send("Newchannel", Uniqueid="b1", Channel=f"{BOB}-000000b1", ChannelState=6)
    centre.send("Hold", Uniqueid="a1")
    centre.meet("asking", "a1", "b1")
    mark(centre, Move(CommandId("m1"), to_queue=QueueId("sales")))
    centre.send(
        "AgentComplete", Uniqueid="c1", DestUniqueid="a1", Queue="support", Interface=ANN, Reason="transfer"
    )
    assert (centre.agent(ANN).activity, centre.agent(ANN).call_id) == (Activity.TALKING, None)


@pytest.mark.parametrize(("first", "then", "party"), [("c1", "l1", e.Party.CALLER), ("l1", "c1", e.Party.AGENT)])
def test_that_who_hangs_up_first_ended_the_call(centre: Story, first: str, then: str, party: e.Party) -> None:
    centre.talk(ANN, "l1")
    centre.hang_up(first)
    centre.send("Hangup", Uniqueid=then)
    [ended] = centre.of(e.CallEnded)
    assert ended.ended_by is party


def test_that_an_agent_who_sent_the_caller_on_did_not_end_the_call(centre: Story) -> None:
    centre.talk(ANN, "l1")
    to_bob(centre)
    redirected(centre)
    centre.hang_up("l1")
    centre.dial(BOB, "l2")
    centre.meet("b2", "l2", "c1")
    centre.hang_up("c1")
    [ended] = centre.of(e.CallEnded)
    assert ended.ended_by is e.Party.CALLER
