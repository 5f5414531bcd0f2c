"""The PBX's lists against what we know: only differences are told, what nobody saw is told as unseen."""

import pytest

from tests.pbx.asterisk.scripted import ScriptedPbx
from tests.pbx.asterisk.story import NOW_MS, Story, channel, entry, member, params
from wallboard.domain import bookings as b
from wallboard.domain import events as e
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.state import Activity, CallPhase, Direction, MonitorMode
from wallboard.pbx.asterisk.floor import Floor
from wallboard.pbx.asterisk.login import Login
from wallboard.pbx.asterisk.model import Monitoring
from wallboard.pbx.asterisk.session import Session

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
ROWS = (params("support"), member("support", ANN), member("support", BOB))
CALLER = channel("c1", "PJSIP/trunk-000000c1", Application="Queue", ApplicationData="support,,,,600", BridgeId="b1")
LEG = channel("l1", f"{ANN}-0000000a", Application="AppQueue", BridgeId="b1", Linkedid="c1")


def test_that_a_waiting_caller_has_waited_since_it_came(story: Story) -> None:
    story.lists(*ROWS, entry("support", "c1", Wait=7, Position=2, Priority=5))
    call = story.state.calls[CallId("c1")]
    assert (call.entered_ms, call.position, call.priority) == (NOW_MS - 7_000, 2, 5)
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
    assert (left.call_id, left.exit) == ("c2", e.Exit.UNSEEN)
    assert (story.state.calls, story.agent(ANN).activity) == ({}, Activity.IDLE)
    assert (story.booked(b.Offered), story.booked(b.Answered), story.booked(b.Lost), len(story.bookings)) == (
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
    story.floor.monitors["wb-m1"] = Monitoring(CommandId("m1"), AgentId(ANN), "2001", MonitorMode.LISTEN)
    story.lists(*ROWS)
    assert len(story.of(e.MonitorEnded)) == 1


def test_that_a_poll_shows_members_that_no_event_told_of(story: Story) -> None:
    story.open(ANN)
    story.poll(params("support"), member("support", BOB, Penalty=4))
    assert set(story.state.agents) == {BOB}
    [membership] = story.state.memberships.values()
    assert membership.penalty == 4


def test_that_a_reload_which_lost_the_reason_does_not_restart_the_pause(story: Story) -> None:
    paused_s = NOW_MS // 1000 - 60
    story.lists(params("support"), member("support", ANN, Paused=1, PausedReason="Lunch", LastPause=paused_s))
    story.wait(10)
    reloaded = member("support", ANN, Paused=1, LastPause=NOW_MS // 1000 + 10)
    story.poll(params("support"), reloaded)
    ann = story.agent(ANN)
    assert (ann.pause_reason, ann.availability_since_ms) == ("", paused_s * 1000)


def test_that_a_reload_which_forgets_a_call_in_progress_does_not_end_it(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.poll(params("support"), member("support", ANN, Status=2, InCall=0, LastCall=0, CallsTaken=0))
    assert story.agent(ANN).activity is Activity.TALKING
    assert story.of(e.CallHandled) == []


def test_that_a_poll_shows_priority_and_position(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(*ROWS, entry("support", "c1", Position=3, Priority=9))
    call = story.state.calls[CallId("c1")]
    assert (call.position, call.priority) == (3, 9)


def test_that_an_abandon_told_after_the_poll_stays_an_abandon(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(*ROWS)
    story.send("HangupRequest", Uniqueid="c1")
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.wait(10)
    assert (story.booked(b.Abandoned), story.booked(b.Lost)) == (1, 0)


def test_that_a_caller_only_a_poll_told_of_is_not_told_again_by_its_late_join(story: Story) -> None:
    story.open(ANN)
    story.poll(*ROWS, entry("support", "c1"))
    story.caller("c1")
    assert story.booked(b.Offered) == 1


def test_that_a_queue_deleted_between_answer_and_talk_goes_when_its_caller_is_with_the_agent(story: Story) -> None:
    story.lists(*ROWS, params("sales"), member("sales", ANN))
    story.caller()
    story.ring(ANN, "l1")
    story.send("Newstate", Uniqueid="l1", ChannelState=6)
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="ANSWER")
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    rest = (params("sales"), member("sales", ANN))
    story.poll(*rest)
    story.send("AgentConnect", Uniqueid="c1", DestUniqueid="l1", Queue="support", Interface=ANN)
    story.meet("b1", "l1", "c1")
    assert story.state.calls[CallId("c1")].agent_id == ANN
    story.wait(20)
    story.poll(*rest)
    assert QueueId("support") not in story.state.queues
    assert (story.booked(b.Lost), story.booked(b.Answered)) == (0, 1)
    assert story.agent(ANN).call_id in story.state.calls


def test_that_another_service_level_is_told(story: Story) -> None:
    story.lists(params("support", 0))
    story.poll(params("support", 45))
    assert [event.service_level_s for event in story.of(e.QueueFound)] == [None, 45.0]


@pytest.mark.parametrize("duration", ["", "forever", "1:2"])
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
    session = Session(Floor({}), Login(user="wallboard", secret="lab-secret"), 20_000, NOW_MS)
    heard = pbx.greet()
    while heard:
        session.receive(heard, NOW_MS)
        heard = pbx.take(session.data_to_send())
    assert session.ami_version == 11
    assert [(caller.id, caller.queue) for caller in session.floor.callers.values()] == [("c1", "support")]
    moving = e.CallMoving(at_ms=NOW_MS, call_id=CallId("c1"), to_agent=AgentId("PJSIP/1001"))
    assert moving in session.events()
