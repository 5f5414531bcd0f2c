"""Everything anew after a login: only differences are told, what nobody saw is told as unseen."""

import msgspec
import pytest

from tests.pbx.asterisk.scripted import ScriptedPbx
from tests.pbx.asterisk.story import NOW_MS, Story, channel, entry, event, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, CallPhase, Direction, MonitorMode
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.pbx.asterisk.state.model import Monitoring
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.login import Login
from wallboard.pbx.asterisk.wire.session import AmiSession

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
ROWS = (params("support"), member("support", ANN), member("support", BOB))
CALLER = channel("c1", "PJSIP/trunk-000000c1", Application="Queue", ApplicationData="support,,,,600", BridgeId="b1")
LEG = channel("l1", f"{ANN}-0000000a", Application="AppQueue", BridgeId="b1", Linkedid="c1")


def test_that_a_waiting_caller_has_waited_since_it_came(story: Story) -> None:
    story.lists(*ROWS, entry("support", "c1", Wait=7, Position=2, Priority=5))
    call = story.state.calls[CallId("c1")]
    assert (call.entered_ms, call.priority) == (NOW_MS - 7_000, 5)
    assert story.state.positions == {"c1": 2}
    assert call.number == ""


def test_that_a_talk_which_goes_on_is_found_and_booked_nowhere(story: Story) -> None:
    story.lists(*ROWS, channels=(CALLER, LEG))
    call = story.state.calls[CallId("c1")]
    assert (call.phase, call.agent_id, call.phase_since_ms) == (CallPhase.TALKING, ANN, NOW_MS - 9_000)
    assert story.agent(ANN).activity is Activity.TALKING
    assert story.bookings == []


def test_that_an_agent_in_a_call_of_no_queue_is_busy(story: Story) -> None:
    dialling = channel("o1", f"{ANN}-0000000a", Application="Dial", BridgeId="b7")
    story.lists(*ROWS, channels=(dialling,))
    ann = story.agent(ANN)
    assert (ann.activity, ann.direction, ann.activity_since_ms) == (
        Activity.TALKING,
        Direction.OUTBOUND,
        NOW_MS - 9_000,
    )


def test_that_a_phone_that_rings_for_a_waiting_caller_rings(story: Story) -> None:
    ringing = channel("l1", f"{ANN}-0000000a", ChannelState=5, Application="AppQueue", Linkedid="c1")
    waiting = channel("c1", "PJSIP/trunk-000000c1", Application="Queue", ApplicationData="support")
    story.lists(*ROWS, entry("support", "c1"), channels=(waiting, ringing))
    assert (story.agent(ANN).activity, story.agent(ANN).call_id) == (Activity.RINGING, "c1")


def test_that_the_same_lists_again_tell_nothing(story: Story) -> None:
    rows, channels = (*ROWS, entry("support", "c2", Wait=7)), (CALLER, LEG, channel("c2", "PJSIP/trunk-000000c2"))
    story.lists(*rows, channels=channels)
    told = len(story.events)
    story.lists(*rows, channels=channels)
    story.poll(*rows)
    assert story.events[told:] == []


def test_that_nothing_is_counted_twice_after_the_pbx_was_away(story: Story) -> None:
    story.open(ANN, BOB)
    story.caller("c2")
    story.talk(ANN, "l1")
    story.wait(30)
    waiting = channel("c2", "PJSIP/trunk-000000c2", Application="Queue", ApplicationData="support")
    story.lists(*ROWS, entry("support", "c2", Wait=30), channels=(CALLER, LEG, waiting))
    assert (story.booked(b.Offered), story.booked(b.Answered), len(story.bookings)) == (2, 1, 3)
    assert story.agent(ANN).activity_since_ms == NOW_MS
    assert story.state.calls[CallId("c2")].entered_ms == NOW_MS


def test_that_callers_gone_with_a_restart_left_unseen_and_nothing_more(story: Story) -> None:
    story.open(ANN, BOB)
    story.caller("c2")
    story.talk(ANN, "l1")
    story.wait(30)
    story.lists(*ROWS)
    [left] = story.of(e.CallerLeft)
    assert (left.call_id, left.exit) == ("c2", e.Exit.UNOBSERVED)
    assert (story.state.calls, story.agent(ANN).activity) == ({}, Activity.IDLE)
    assert (story.booked(b.Offered), story.booked(b.Answered), story.booked(b.Unobserved), len(story.bookings)) == (
        2,
        1,
        1,
        4,
    )


def test_that_one_answered_while_nobody_looked_was_answered(story: Story) -> None:
    story.open(ANN, BOB)
    story.caller("c1")
    story.lists(*ROWS, channels=(CALLER, LEG))
    [answered] = story.of(e.CallAnswered)
    assert answered.agent_id == ANN


def test_that_a_monitoring_gone_with_the_pbx_has_ended(story: Story) -> None:
    story.open(ANN)
    story.pbx_state.monitors["wbc-m1"] = Monitoring(
        CommandId("m1"), AgentId(ANN), "2001", MonitorMode.LISTEN, "sue"
    )
    story.lists(*ROWS)
    assert len(story.of(e.MonitorEnded)) == 1


@pytest.mark.parametrize("duration", ["", "forever", "1:2", f"{'9' * 5_000}:00:00", "-1:00:00"])
def test_that_an_odd_duration_is_no_time(story: Story, duration: str) -> None:
    leg = channel("o1", f"{ANN}-0000000a", Application="Dial", Duration=duration)
    story.lists(*ROWS, channels=(leg,))
    assert story.agent(ANN).activity_since_ms == NOW_MS


def test_that_the_queue_of_one_whom_we_moved_before_is_asked_for() -> None:
    on_the_way = "Application: Dial\nContext: wb-move\nApplicationData: PJSIP/1001,20,gm"
    pbx = ScriptedPbx(
        channel_rows=[f"CoreShowChannel\nUniqueid: c1\nChannel: PJSIP/trunk-00000001\n{on_the_way}"],
        status_rows=["Status\nUniqueid: c1\nVariable: WB_BACKQ=support"],
    )
    session = AmiSession(PbxState({}), Login(user="wallboard", secret="lab-secret"), 20_000, NOW_MS)
    heard = pbx.greet()
    while heard:
        session.receive(heard, NOW_MS)
        heard = pbx.take(session.data_to_send())
    assert session.ami_version == 11
    assert [(caller.id, caller.queue) for caller in session.pbx_state.callers.values()] == [("c1", "support")]
    moving = e.CallMoving(at_ms=NOW_MS, call_id=CallId("c1"), to_agent=AgentId("PJSIP/1001"))
    assert moving in session.events()


HUGE = ("9" * 10, "9" * 11, "1" + "0" * 400, "9" * 5_000, "-1", "inf", "nan")


@pytest.mark.parametrize("number", HUGE)
def test_that_no_number_of_the_pbx_keeps_the_board_from_being_told(story: Story, number: str) -> None:
    rows = (
        event("QueueParams", Queue="support", ServiceLevel=number, Max=number, Calls=number),
        member("support", ANN, LastPause=number, Paused=1, LoginTime=number, LastCall=number, Wrapuptime=number),
        entry("support", "c1", Wait=number, Position=number, Priority=number),
    )
    leg = channel("l1", f"{ANN}-0000000a", Duration=f"{number}:{number}:{number}", ChannelState=number)
    story.lists(*rows, channels=(leg,))
    story.poll(*rows)
    for happened in story.events:
        told = msgspec.json.decode(msgspec.json.encode(happened))
        assert all(0 <= value < 2**53 for value in told.values() if isinstance(value, int))


def test_that_a_queue_that_events_alone_name_goes_when_lists_leave_it_out(story: Story) -> None:
    story.lists(*ROWS)
    story.pbx_state.wants_poll = False
    story.send("QueueCallerJoin", Queue="gone", Uniqueid="c9", Channel="PJSIP/trunk-9", Position=1)
    assert story.pbx_state.wants_poll
    assert "gone" in story.state.queues
    story.send("QueueCallerAbandon", Queue="gone", Uniqueid="c9")
    story.send("Hangup", Uniqueid="c9")
    story.wait(60)
    story.poll(*ROWS)
    story.wait(16)
    story.poll(*ROWS)
    assert "gone" not in story.state.queues
