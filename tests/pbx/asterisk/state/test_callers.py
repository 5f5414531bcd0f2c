"""One caller's way through queues, agents and our moves: booked once, whatever the PBX calls it."""

import pytest

from tests.pbx.asterisk.moving import ANN, BOB, booked, redirected, to_bob
from tests.pbx.asterisk.story import NOW_MS, Story, play_case
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import CallId


@pytest.fixture
def centre(story: Story) -> Story:
    story.open(ANN, BOB)
    return story


def test_that_the_callers_own_hang_up_is_an_abandon(centre: Story) -> None:
    centre.caller()
    centre.wait(10)
    centre.send("HangupRequest", Uniqueid="c1")
    redirected(centre)
    centre.send("Hangup", Uniqueid="c1")
    assert booked(centre) == ["Offered", "Abandoned"]
    assert centre.state.calls == {}


def test_that_a_queues_timeout_is_no_abandon(centre: Story) -> None:
    centre.caller()
    redirected(centre)
    centre.send("SoftHangupRequest", Uniqueid="c1")
    centre.send("Hangup", Uniqueid="c1")
    assert booked(centre) == ["Offered", "FlowedOut"]


def test_that_a_pbx_which_shuts_down_makes_no_abandons(centre: Story) -> None:
    centre.caller()
    centre.send("SoftHangupRequest", Uniqueid="c1")
    redirected(centre)
    centre.send("Hangup", Uniqueid="c1")
    assert booked(centre) == ["Offered", "Unobserved"]


def test_that_a_redirect_of_somebody_elses_is_no_abandon(centre: Story) -> None:
    centre.caller()
    redirected(centre)
    centre.wait(1)
    assert booked(centre) == ["Offered", "FlowedOut"]
    centre.hang_up("c1")
    assert booked(centre) == ["Offered", "FlowedOut"]


def test_that_a_caller_who_hangs_up_on_our_way_to_an_agent_abandoned(centre: Story) -> None:
    centre.caller()
    to_bob(centre)
    redirected(centre)
    centre.hang_up("c1")
    assert booked(centre) == ["Offered", "Abandoned"]


def test_that_a_caller_whom_the_dialplan_sends_to_the_next_queue_is_offered_there_anew(centre: Story) -> None:
    centre.caller()
    centre.wait(30)
    redirected(centre)
    centre.send("QueueCallerJoin", Uniqueid="c1", Queue="sales", Position=1)
    assert booked(centre) == ["Offered", "FlowedOut", "Offered"]
    assert centre.state.calls[CallId("c1")].entered_ms == NOW_MS + 30_000


def test_that_a_late_end_of_the_phone_before_the_talk_leaves_the_caller_in_the_queue(centre: Story) -> None:
    centre.caller()
    centre.ring(ANN, "l1")
    centre.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="ANSWER")
    centre.send("AgentDump", Uniqueid="c1", DestUniqueid="l1")
    centre.hang_up("l1")
    assert centre.state.calls[CallId("c1")].phase is CallPhase.WAITING
    centre.ring(BOB, "l2")
    centre.connect(BOB, "l2")
    assert centre.state.calls[CallId("c1")].agent_id == BOB


def test_that_one_who_hangs_up_while_being_connected_abandoned(centre: Story) -> None:
    centre.caller()
    centre.ring(ANN, "l1")
    centre.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="ANSWER")
    centre.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1)
    centre.wait(3)
    assert booked(centre) == ["Offered"]
    centre.hang_up("c1")
    assert booked(centre) == ["Offered", "Abandoned"]


def _leaves(story: Story) -> None:
    """The queue gives the caller up, as it does by its own time-out."""
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)


def _gone(story: Story) -> None:
    story.send("SoftHangupRequest", Uniqueid="c1", Cause=16)
    story.send("Hangup", Uniqueid="c1", Cause=16)


def _comes_by(story: Story, channel: str) -> None:
    ids = {"Uniqueid": "c1", "Linkedid": "c1", "Channel": channel}
    story.send("Newchannel", ChannelState=4, **ids)
    story.send("QueueCallerJoin", Queue="support", Position=1, **ids)


def test_that_a_caller_of_a_trunk_that_announces_no_hang_up_abandons(centre: Story) -> None:
    _comes_by(centre, "DAHDI/i1/1133334444-5f")
    centre.wait(45)
    _leaves(centre)
    _gone(centre)
    assert booked(centre) == ["Offered", "Abandoned"]


def test_that_a_trunk_which_announced_a_hang_up_once_is_believed_when_it_does_not(centre: Story) -> None:
    centre.send("Newchannel", Uniqueid="x", Channel="DAHDI/i1/1155556666-5e")
    centre.hang_up("x")
    _comes_by(centre, "DAHDI/i1/1133334444-5f")
    _leaves(centre)
    _gone(centre)
    assert booked(centre) == ["Offered", "FlowedOut"]


def test_that_a_caller_whose_sound_stopped_abandons() -> None:
    assert booked(play_case("sound_stopped")) == ["Offered", "Abandoned"]


def test_that_the_same_queue_again_after_an_announcement_is_one_visit() -> None:
    story = play_case("announcement_loop")
    [offered, abandoned] = story.bookings
    assert isinstance(abandoned, b.Abandoned)
    assert abandoned.wait_ms == abandoned.at_ms - offered.at_ms


@pytest.fixture
def looping(centre: Story) -> Story:
    """A centre whose callers may be back in the same queue within thirty seconds."""
    centre.pbx_state.rejoin_ms = 30_000
    centre.caller()
    centre.wait(5)
    _leaves(centre)
    return centre


def test_that_a_caller_who_does_not_come_back_in_time_flowed_out_when_it_left(looping: Story) -> None:
    looping.wait(29.9)
    assert booked(looping) == ["Offered"]
    looping.wait(0.2)
    [_, out] = looping.bookings
    assert isinstance(out, b.FlowedOut)
    assert out.wait_ms == 5_000


def test_that_a_hang_up_in_the_announcement_of_a_queue_that_takes_its_callers_back_is_an_abandon(
    looping: Story,
) -> None:
    looping.wait(2)
    looping.caller()
    looping.wait(5)
    _leaves(looping)
    looping.wait(2)
    looping.hang_up("c1")
    assert booked(looping) == ["Offered", "Abandoned"]


def test_that_a_hang_up_where_no_caller_ever_came_back_is_none(looping: Story) -> None:
    looping.wait(10)
    looping.hang_up("c1")
    assert booked(looping) == ["Offered", "FlowedOut"]


def test_that_a_caller_who_reached_somebody_outside_the_queue_flowed_out_at_once(looping: Story) -> None:
    looping.wait(2)
    looping.send("Newchannel", Uniqueid="m1", Linkedid="c1", Channel="PJSIP/mobile-0000000c", ChannelState=6)
    looping.meet("b", "c1", "m1")
    assert booked(looping) == ["Offered", "FlowedOut"]


@pytest.mark.parametrize(("exten", "dialled"), [("+4930123", "+4930123"), ("602", "602"), ("s", ""), ("", "")])
def test_that_a_caller_is_told_with_the_number_that_was_dialled(story: Story, exten: str, dialled: str) -> None:
    story.send("Newchannel", Uniqueid="c9", Linkedid="c9", Channel="PJSIP/trunk-9", ChannelState=4, Exten=exten)
    story.send("QueueCallerJoin", Uniqueid="c9", Queue="support", Position=1)
    [joined] = story.of(e.CallerJoined)
    assert joined.dialled == dialled
