"""Supervisors in calls: a mode is what the PBX confirmed, never what we asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pbx.asterisk.story import NOW_MS, Story, channel, member, params, status
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.pbx.asterisk.state import monitors
from wallboard.pbx.asterisk.state.model import Monitoring
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANN = "PJSIP/1001"
SPY = {"Uniqueid": "wbc-m1", "Channel": "Local/2001@wb-sup-0000000a;1"}


@pytest.fixture
def asked(story: Story) -> Story:
    """A supervisor's phone is being rung to listen to Ann's call."""
    story.open(ANN)
    story.talk(ANN, "l1")
    story.pbx_state.monitors["wbc-m1"] = Monitoring(
        CommandId("m1"), AgentId(ANN), "2001", MonitorMode.LISTEN, "sue"
    )
    story.send("Newchannel", ChannelState=0, **SPY)
    return story


@pytest.fixture
def listening(asked: Story) -> Story:
    asked.send("Newstate", ChannelState=6, **SPY)
    asked.send("ChanSpyStart", SpyerUniqueid="wbc-m1", SpyerChannel=SPY["Channel"], SpyeeUniqueid="l1")
    return asked


def _press(story: Story, digit: str, direction: str = "Received") -> None:
    story.send("DTMFEnd", Digit=digit, Direction=direction, **SPY)


def test_that_monitoring_starts_when_the_pbx_connects_it(asked: Story) -> None:
    assert asked.state.monitors == {}
    asked.send("ChanSpyStart", SpyerUniqueid="wbc-m1", SpyerChannel=SPY["Channel"])
    [monitor] = asked.state.monitors.values()
    assert (monitor.agent_id, monitor.extension, monitor.mode) == (ANN, "2001", MonitorMode.LISTEN)
    assert monitor.begun_by == "sue"


def test_that_each_key_read_by_the_pbx_is_a_mode(listening: Story) -> None:
    for digit in "5564x":
        _press(listening, digit)
    modes = [event.mode for event in listening.of(e.MonitorModeChanged)]
    assert modes == [MonitorMode.WHISPER, MonitorMode.BARGE, MonitorMode.LISTEN]


def test_that_keys_sent_or_pressed_before_the_start_change_nothing(asked: Story) -> None:
    _press(asked, "5")
    asked.send("ChanSpyStart", SpyerUniqueid="wbc-m1", SpyerChannel=SPY["Channel"])
    _press(asked, "6", direction="Sent")
    asked.send("DTMFEnd", Uniqueid="l1", Digit="6", Direction="Received")
    assert asked.of(e.MonitorModeChanged) == []


@pytest.mark.parametrize("gone", ["wbc-m1", "wbc-m1;2"])
def test_that_either_half_of_the_supervisors_channel_ends_it(listening: Story, gone: str) -> None:
    listening.send("Newchannel", Uniqueid="wbc-m1;2", Channel="Local/2001@wb-sup-0000000a;2")
    listening.send("Hangup", Uniqueid=gone)
    listening.send("Hangup", Uniqueid="wbc-m1")
    [ended] = listening.of(e.MonitorEnded)
    assert ended.reason == ""


def test_that_the_end_is_told_once_though_the_pbx_tells_it_twice(listening: Story) -> None:
    listening.send("ChanSpyStop", SpyerUniqueid="wbc-m1")
    listening.send("Hangup", Uniqueid="wbc-m1")
    assert len(listening.of(e.MonitorEnded)) == 1


def test_that_a_phone_that_does_not_answer_is_named(asked: Story) -> None:
    asked.send("OriginateResponse", ActionID="wbc-m1", Response="Failure", Reason=3)
    asked.send("Hangup", Uniqueid="wbc-m1")
    [ended] = asked.of(e.MonitorEnded)
    assert ended.reason == "The phone at extension 2001 did not answer."


def test_that_a_supervisor_who_comes_too_late_is_told_so(asked: Story) -> None:
    asked.send("OriginateResponse", ActionID="wbc-m1", Response="Success")
    asked.send("Newstate", ChannelState=6, **SPY)
    asked.send("Hangup", Uniqueid="wbc-m1")
    [ended] = asked.of(e.MonitorEnded)
    assert "was over before" in ended.reason


def test_that_somebody_elses_spy_is_not_ours(story: Story) -> None:
    story.open(ANN)
    story.send("ChanSpyStart", SpyerUniqueid="9.9", SpyerChannel="PJSIP/3001-0000000a")
    story.send("ChanSpyStop", SpyerUniqueid="9.9")
    assert story.of(e.MonitorStarted) == []


@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), st.integers(0))
def test_that_no_clients_command_has_the_id_of_an_action_of_our_own(command_id: str, serial: int) -> None:
    assert monitors.spy_id(CommandId(command_id)) != f"wb-{serial}"


QUEUES = (params("support"), member("support", ANN))
SPYING = channel("wbc-m1", SPY["Channel"], Application="ChanSpy", ApplicationData=f"{ANN}-0000000a,qduES")
FAR = channel("wbc-m1;2", "Local/2001@wb-sup-0000000a;2", Application="Dial", BridgeId="b9")
LEG = channel("l1", f"{ANN}-0000000a")


def _kept(owner: str, mode: MonitorMode, agent: str = ANN) -> AmiMessage:
    values = monitors.kept(Monitoring(CommandId("m1"), AgentId(agent), "2001", mode, owner))
    return status("wbc-m1", values)


@pytest.mark.parametrize("mode", MonitorMode)
def test_that_a_gateway_that_comes_anew_finds_who_listens_and_in_which_mode(
    story: Story, mode: MonitorMode
) -> None:
    story.lists(*QUEUES, channels=(LEG, SPYING, FAR), moved=(_kept("Zoë, the boss", mode),))
    [monitor] = story.state.monitors.values()
    assert (monitor.id, monitor.agent_id, monitor.extension) == ("m1", ANN, "2001")
    assert (monitor.mode, monitor.begun_by, monitor.since_ms) == (mode, "Zoë, the boss", NOW_MS - 9_000)
    [press] = [inquiry.action for inquiry in story.pbx_state.inquiries if inquiry.action.name == "PlayDTMF"]
    assert dict(press.headers)["Digit"] == monitors.MODE_KEYS[mode], "a key pressed meanwhile was seen by nobody"


@pytest.mark.parametrize("kept", [(), (status("wbc-m1", {"WB_OWNER": "zz"}),)])
def test_that_one_whose_channel_says_nothing_is_shown_all_the_same(
    story: Story, kept: tuple[AmiMessage, ...]
) -> None:
    story.lists(*QUEUES, channels=(LEG, SPYING, FAR), moved=kept)
    [monitor] = story.state.monitors.values()
    assert (monitor.agent_id, monitor.mode, monitor.begun_by) == (ANN, MonitorMode.LISTEN, "")


def test_that_a_supervisors_phone_that_rang_at_the_restart_is_followed_into_the_call(story: Story) -> None:
    ringing = channel("wbc-m1", SPY["Channel"], Application="", ChannelState=5)
    story.lists(*QUEUES, channels=(LEG, ringing, FAR), moved=(_kept("sue", MonitorMode.BARGE),))
    assert story.state.monitors == {}
    story.send("ChanSpyStart", SpyerUniqueid="wbc-m1", SpyerChannel=SPY["Channel"])
    assert story.state.monitors[CommandId("m1")].begun_by == "sue"


def test_that_a_channel_that_spies_on_without_the_supervisors_phone_is_nobodys_listening(story: Story) -> None:
    story.lists(*QUEUES, channels=(LEG, SPYING), moved=(_kept("sue", MonitorMode.BARGE),))
    assert (story.state.monitors, story.pbx_state.monitors) == ({}, {})


def test_that_lists_after_a_lost_line_tell_a_monitoring_that_goes_on_once_and_its_end_if_it_is_gone(
    listening: Story,
) -> None:
    listening.lists(*QUEUES, channels=(LEG, SPYING, FAR), moved=(_kept("sue", MonitorMode.LISTEN),))
    assert len(listening.of(e.MonitorStarted)) == 1
    listening.lists(*QUEUES, channels=(LEG,))
    [ended] = listening.of(e.MonitorEnded)
    assert "had left the call" in ended.reason


def test_that_the_channel_keeps_the_mode_that_the_pbx_confirmed(listening: Story) -> None:
    _press(listening, "6")
    [keep] = [inquiry.action for inquiry in listening.pbx_state.inquiries if inquiry.action.name == "Setvar"]
    assert keep.headers == (("Channel", SPY["Channel"]), ("Variable", "WB_SPYMODE"), ("Value", "B"))
