"""Phone legs and bridges: who meets whom, for how long apart, and under which name."""

from tests.pbx.asterisk.story import NOW_MS, Story, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.domain.ids import CallId

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
LOCAL = "Local/1001@agents/n"


def test_that_a_consultation_of_less_than_a_second_is_no_end(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="l1")
    story.wait(0.5)
    story.meet("b-c1", "l1")
    story.wait(30)
    assert story.agent(ANN).activity is Activity.TALKING


def test_that_agent_and_caller_apart_for_a_second_are_through(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="l1")
    story.wait(1)
    assert story.agent(ANN).activity is Activity.WRAP_UP


def test_that_a_caller_redirected_out_of_a_talk_frees_the_agent(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="c1")
    story.wait(1)
    assert story.agent(ANN).activity is Activity.WRAP_UP


def test_that_an_attended_transfer_hands_the_caller_to_the_one_it_meets(story: Story) -> None:
    story.open(ANN, BOB)
    story.talk(ANN, "l1")
    story.send("Newchannel", Uniqueid="o1", Channel=f"{ANN}-0000aaaa", ChannelState=4, Linkedid="o1")
    story.dial(BOB, "l2", caller="o1")
    story.send("Newstate", Uniqueid="l2", ChannelState=6)
    story.meet("b2", "o1", "l2")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="c1")
    story.meet("b2", "c1")
    story.send("BridgeLeave", BridgeUniqueid="b2", Uniqueid="o1")
    assert [event.agent_id for event in story.of(e.CallAnswered)] == [ANN, BOB]
    assert story.agent(BOB).call_id == "c1"
    for leg in ("o1", "l1"):
        story.hang_up(leg)
    assert story.agent(ANN).activity is Activity.WRAP_UP


def test_that_a_third_party_in_the_bridge_does_not_take_the_call_away(story: Story) -> None:
    story.open(ANN, BOB)
    story.talk(ANN, "l1")
    story.send("Newchannel", Uniqueid="l2", Channel=f"{BOB}-0000aaaa", ChannelState=6)
    story.meet("b-c1", "l2")
    assert [event.agent_id for event in story.of(e.CallAnswered)] == [ANN]
    assert story.state.calls[CallId("c1")].agent_id == ANN


def test_that_an_agent_who_calls_a_queue_is_not_its_own_colleague(story: Story) -> None:
    story.open(ANN, BOB)
    story.send("Newchannel", Uniqueid="c1", Channel=f"{BOB}-0000aaaa", ChannelState=4, Linkedid="c1")
    story.send("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1)
    story.ring(ANN, "l1")
    story.connect(ANN, "l1")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="l1")
    story.wait(1)
    assert [event.agent_id for event in story.of(e.CallAnswered)] == [ANN]
    assert story.agent(ANN).activity is Activity.WRAP_UP


def test_that_ringing_all_closes_every_ring_when_one_answers(story: Story) -> None:
    story.open(ANN, BOB)
    story.caller()
    story.ring(ANN, "l1")
    story.ring(BOB, "l2")
    story.connect(ANN, "l1")
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l2", DialStatus="CANCEL")
    assert (story.agent(ANN).activity, story.agent(BOB).activity) == (Activity.TALKING, Activity.IDLE)


def test_that_a_ring_without_its_own_end_is_over_with_the_leg(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    story.send("Hangup", Uniqueid="l1")
    assert story.agent(ANN).activity is Activity.IDLE


def test_that_a_ring_is_over_when_the_caller_is(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    story.hang_up("c1")
    assert story.pbx_state.people[story.agent(ANN).id].rings == {}


def test_that_an_agent_behind_a_local_channel_is_the_half_that_the_queue_sees(story: Story) -> None:
    story.lists(params("support"), member("support", LOCAL, StateInterface=ANN))
    story.caller()
    for half, uniqueid, state in ((1, "l1", 0), (2, "l2", 4)):
        name = f"Local/1001@agents-0000000a;{half}"
        story.send("Newchannel", Uniqueid=uniqueid, Channel=name, ChannelState=state, Linkedid="c1")
    story.ring(LOCAL, "l1")
    story.connect(LOCAL, "l1")
    assert story.pbx_state.people[story.agent(LOCAL).id].legs == {"l1"}
    assert story.agent(LOCAL).activity is Activity.TALKING


def test_that_a_leg_keeps_its_id_under_a_new_name(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.send("Rename", Uniqueid="c1", Channel="PJSIP/trunk-000000c1", Newname="PJSIP/trunk-000000c2")
    assert story.pbx_state.channels["c1"].name == "PJSIP/trunk-000000c2"


def test_that_a_held_call_is_the_one_that_the_agents_phone_holds(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("Hold", Uniqueid="c1")
    assert story.agent(ANN).activity is Activity.TALKING
    story.send("Hold", Uniqueid="l1")
    assert story.agent(ANN).activity is Activity.HOLD
    assert story.state.calls[CallId("c1")].phase_since_ms == NOW_MS


def test_that_callers_cut_off_by_a_pbx_that_is_stopped_have_not_abandoned(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    story.send("SoftHangupRequest", Uniqueid="c1", Cause=4)
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="NOANSWER")
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    story.send("Hangup", Uniqueid="l1", Cause=0)
    story.send("SoftHangupRequest", Uniqueid="c1", Cause=16)
    story.send("Hangup", Uniqueid="c1", Cause=0)
    story.wait(5)
    assert [event.exit for event in story.of(e.CallerLeft)] == [e.Exit.UNOBSERVED]
    assert story.of(e.CallerAbandoned) == []
    assert story.agent(ANN).activity is Activity.IDLE


def test_that_a_phone_that_is_two_members_rings_for_the_one_that_is_called(story: Story) -> None:
    with_n, without = "Local/1001@agents/n", "Local/1001@agents"
    story.lists(params("support"), params("sales"), member("support", with_n), member("sales", without))
    story.caller()
    story.send("Newchannel", Uniqueid="a1", Channel="Local/1001@agents-00000001;1", Linkedid="c1", ChannelState=5)
    story.send("AgentCalled", Uniqueid="c1", DestUniqueid="a1", Queue="support", Interface=with_n)
    assert story.agent(with_n).activity is Activity.RINGING
    assert story.agent(without).activity is Activity.IDLE
    story.send("Hangup", Uniqueid="a1")
    story.send("QueueMemberPenalty", Queue="sales", Interface=without, MemberName="Ann", Status=1, Penalty=3)
    assert story.agent(with_n).activity is Activity.IDLE


def test_that_a_leg_is_in_one_bridge_even_where_its_leaving_was_not_told(story: Story) -> None:
    story.open(ANN, BOB)
    story.talk(ANN, "l1")
    story.meet("b-other", "l1")
    story.send("Hangup", Uniqueid="l1")
    story.dial(BOB, "l2")
    story.meet("b-c1", "l2")
    assert story.agent(BOB).activity is Activity.TALKING
