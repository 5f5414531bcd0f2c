"""An agent's two axes: what people set and what calls set, and since when."""

import pytest

from tests.pbx.asterisk.story import NOW_MS, Story, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.domain.counts import call_outcomes as b

NOW_S = NOW_MS // 1000
ANN = "PJSIP/1001"
BOB = "PJSIP/1002"


def _status(story: Story, status: int, queue: str = "support", **other: object) -> None:
    headers = {"MemberName": "Ann", "Interface": ANN, "StateInterface": ANN, "Paused": 0, **other}
    story.send("QueueMemberStatus", Queue=queue, Status=status, **headers)


def _pause(story: Story, queue: str, paused: int, reason: str = "", at_s: int = NOW_S) -> None:
    headers = {"MemberName": "Ann", "Interface": ANN, "StateInterface": ANN, "Status": 1, "LastPause": at_s}
    story.send("QueueMemberPause", Queue=queue, Paused=paused, PausedReason=reason, **headers)


@pytest.fixture
def two_queues(story: Story) -> Story:
    story.lists(params("support"), params("sales"), member("support", ANN), member("sales", ANN))
    return story


def test_that_an_agent_is_paused_when_paused_in_every_queue(two_queues: Story) -> None:
    _pause(two_queues, "support", 1, "Lunch", NOW_S - 60)
    assert two_queues.agent(ANN).availability is Availability.READY
    _pause(two_queues, "sales", 1, "Lunch", NOW_S - 30)
    ann = two_queues.agent(ANN)
    assert (ann.availability, ann.pause_reason) == (Availability.PAUSED, "Lunch")
    assert ann.availability_since_ms == (NOW_S - 30) * 1000


def test_that_an_agent_is_ready_as_soon_as_one_queue_rings_again(two_queues: Story) -> None:
    _pause(two_queues, "support", 1)
    _pause(two_queues, "sales", 1)
    two_queues.wait(60)
    _pause(two_queues, "sales", 0)
    ann = two_queues.agent(ANN)
    assert (ann.availability, ann.availability_since_ms) == (Availability.READY, NOW_MS + 60_000)


def test_that_a_repeated_pause_does_not_restart_the_clock_and_a_new_reason_does(story: Story) -> None:
    story.open(ANN)
    _pause(story, "support", 1, "Lunch", NOW_S)
    story.wait(60)
    _pause(story, "support", 1, "Lunch", NOW_S + 60)
    assert story.agent(ANN).availability_since_ms == NOW_MS
    _pause(story, "support", 1, "Training", NOW_S + 60)
    assert story.agent(ANN).availability_since_ms == NOW_MS + 60_000


def test_that_a_pause_begun_before_the_gateway_has_its_true_start(story: Story) -> None:
    paused = member("support", ANN, Paused=1, PausedReason="Lunch", LastPause=NOW_S - 600, LoginTime=NOW_S - 9_000)
    story.lists(params("support"), paused)
    assert story.agent(ANN).availability_since_ms == (NOW_S - 600) * 1000


def test_that_the_pbx_clock_is_brought_to_ours(story: Story) -> None:
    story.pbx_state.pbx_ahead_ms = 5_000
    story.lists(params("support"), member("support", ANN, Paused=1, LastPause=NOW_S - 600))
    assert story.agent(ANN).availability_since_ms == (NOW_S - 605) * 1000


def test_that_a_pause_in_a_call_is_pending_until_it_ends(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    _pause(story, "support", 1, "Lunch")
    assert story.agent(ANN).pause_pending
    story.hang_up("l1")
    assert not story.agent(ANN).pause_pending


@pytest.mark.parametrize("status", [4, 5])
def test_that_a_phone_off_the_network_is_unreachable(story: Story, status: int) -> None:
    story.open(ANN)
    _status(story, status)
    ann = story.agent(ANN)
    assert not ann.reachable
    assert (ann.availability is Availability.LOGGED_OUT) == (status == 4), "4 means that there is no such device"


def test_that_an_agent_that_signs_in_at_the_pbx_is_logged_out_when_it_is_not(story: Story) -> None:
    story.lists(params("support"), member("support", "Local/7@agents", StateInterface="Agent:7", Status=5))
    assert story.agent("Local/7@agents").availability is Availability.LOGGED_OUT


def test_that_a_call_an_agent_dials_is_outbound(story: Story) -> None:
    story.open(ANN)
    story.send("Newchannel", Uniqueid="o1", Channel=f"{ANN}-0000abcd", ChannelState=4, Linkedid="o1")
    ann = story.agent(ANN)
    assert (ann.activity, ann.direction, ann.call_id) == (Activity.TALKING, Direction.OUTBOUND, None)
    story.hang_up("o1")
    assert story.agent(ANN).activity is Activity.IDLE


def test_that_a_call_between_agents_is_internal_for_both(story: Story) -> None:
    story.open(ANN, BOB)
    story.send("Newchannel", Uniqueid="o1", Channel=f"{ANN}-0000abcd", ChannelState=4, Linkedid="o1")
    story.dial(BOB, "b1", caller="o1")
    assert (story.agent(BOB).activity, story.agent(BOB).direction) == (Activity.RINGING, Direction.INTERNAL)
    assert (story.agent(ANN).activity, story.agent(ANN).direction) == (Activity.TALKING, Direction.INTERNAL)


def test_that_a_call_from_outside_no_queue_is_inbound(story: Story) -> None:
    story.open(ANN)
    story.send("Newchannel", Uniqueid="x1", Channel="PJSIP/trunk-00000001", ChannelState=4, Linkedid="x1")
    story.dial(ANN, "l1", caller="x1")
    story.send("Newstate", Uniqueid="l1", ChannelState=6)
    ann = story.agent(ANN)
    assert (ann.activity, ann.direction) == (Activity.TALKING, Direction.INBOUND)


@pytest.mark.parametrize("status", [2, 7, 8])
def test_that_a_busy_device_without_a_channel_is_believed_once_it_lasts(story: Story, status: int) -> None:
    story.open(ANN)
    _status(story, status)
    assert story.agent(ANN).activity is Activity.IDLE
    story.wait(1)
    assert (story.agent(ANN).activity, story.agent(ANN).direction) == (Activity.TALKING, Direction.UNKNOWN)
    _status(story, 1)
    assert story.agent(ANN).activity is Activity.IDLE


def test_that_a_device_which_says_busy_without_any_call_is_do_not_disturb_and_no_talk(story: Story) -> None:
    story.open(ANN)
    _status(story, 3)
    story.wait(1)
    agent = story.agent(ANN)
    assert (agent.activity, agent.do_not_disturb) == (Activity.IDLE, True)
    _status(story, 1)
    assert not story.agent(ANN).do_not_disturb


def test_that_a_busy_device_is_no_news_while_a_call_explains_it(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    _status(story, 2)
    story.wait(5)
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="NOANSWER")
    assert story.agent(ANN).activity is Activity.IDLE
    story.hang_up("l1")
    _status(story, 1)
    doings = [event.activity for event in story.of(e.ActivityChanged)]
    assert doings == [Activity.IDLE, Activity.RINGING, Activity.IDLE]


def test_that_an_agent_removed_in_a_call_is_gone_only_when_it_ends(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    ann = story.agent(ANN)
    assert (ann.availability, ann.activity) == (Availability.LOGGED_OUT, Activity.TALKING)
    story.hang_up("l1")
    assert story.state.agents == {}
    assert len(story.of(e.CallHandled)) == 1


def test_that_a_phone_of_two_members_is_still_the_others_when_one_is_removed(story: Story) -> None:
    other = "Local/7@agents"
    story.lists(params("support"), member("support", ANN), member("support", other, StateInterface=ANN))
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    story.send("Newchannel", Uniqueid="o1", Channel=f"{ANN}-00000001", Linkedid="o1", ChannelState=4)
    assert story.agent(ANN).activity is Activity.TALKING
    story.send("QueueMemberRemoved", Queue="support", Interface=other)
    story.hang_up("o1")
    assert story.state.agents == {}


def test_that_a_call_dialled_in_wrap_up_says_how_long_the_wrap_up_lasts(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.hang_up("c1")
    story.send("Hangup", Uniqueid="l1")
    story.send("Newchannel", Uniqueid="o1", Linkedid="o1", Channel=f"{ANN}-0000000b", ChannelState=4)
    agent = story.agent(ANN)
    assert (agent.activity, agent.direction) == (Activity.TALKING, Direction.OUTBOUND)
    assert agent.free_at_ms == NOW_MS + 5_000
    story.wait(5)
    assert (story.agent(ANN).free_at_ms, story.booked(b.Handled)) == (None, 1)
