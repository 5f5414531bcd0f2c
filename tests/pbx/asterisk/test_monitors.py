"""Supervisors in calls: a mode is what the PBX confirmed, never what we asked for."""

import pytest

from tests.pbx.asterisk.story import Story
from wallboard.domain import events as e
from wallboard.domain.ids import AgentId, CommandId
from wallboard.domain.state import MonitorMode
from wallboard.pbx.asterisk.model import Monitoring

ANN = "PJSIP/1001"
SPY = {"Uniqueid": "wb-m1", "Channel": "Local/2001@wb-sup-0000000a;1"}


@pytest.fixture
def asked(story: Story) -> Story:
    """A supervisor's phone is being rung to listen to Ann's call."""
    story.open(ANN)
    story.talk(ANN, "l1")
    story.floor.monitors["wb-m1"] = Monitoring(CommandId("m1"), AgentId(ANN), "2001", MonitorMode.LISTEN)
    story.send("Newchannel", ChannelState=0, **SPY)
    return story


@pytest.fixture
def listening(asked: Story) -> Story:
    asked.send("Newstate", ChannelState=6, **SPY)
    asked.send("ChanSpyStart", SpyerUniqueid="wb-m1", SpyerChannel=SPY["Channel"], SpyeeUniqueid="l1")
    return asked


def _press(story: Story, digit: str, direction: str = "Received") -> None:
    story.send("DTMFEnd", Digit=digit, Direction=direction, **SPY)


def test_that_monitoring_starts_when_the_pbx_connects_it(asked: Story) -> None:
    assert asked.state.monitors == {}
    asked.send("ChanSpyStart", SpyerUniqueid="wb-m1", SpyerChannel=SPY["Channel"])
    [monitor] = asked.state.monitors.values()
    assert (monitor.agent_id, monitor.extension, monitor.mode) == (ANN, "2001", MonitorMode.LISTEN)


def test_that_each_key_read_by_the_pbx_is_a_mode(listening: Story) -> None:
    for digit in "5564x":
        _press(listening, digit)
    modes = [event.mode for event in listening.of(e.MonitorModeChanged)]
    assert modes == [MonitorMode.WHISPER, MonitorMode.BARGE, MonitorMode.LISTEN]


def test_that_keys_sent_or_pressed_before_the_start_change_nothing(asked: Story) -> None:
    _press(asked, "5")
    asked.send("ChanSpyStart", SpyerUniqueid="wb-m1", SpyerChannel=SPY["Channel"])
    _press(asked, "6", direction="Sent")
    asked.send("DTMFEnd", Uniqueid="l1", Digit="6", Direction="Received")
    assert asked.of(e.MonitorModeChanged) == []


@pytest.mark.parametrize("gone", ["wb-m1", "wb-m1;2"])
def test_that_either_half_of_the_supervisors_channel_ends_it(listening: Story, gone: str) -> None:
    listening.send("Newchannel", Uniqueid="wb-m1;2", Channel="Local/2001@wb-sup-0000000a;2")
    listening.send("Hangup", Uniqueid=gone)
    listening.send("Hangup", Uniqueid="wb-m1")
    [ended] = listening.of(e.MonitorEnded)
    assert ended.reason == ""


def test_that_the_end_is_told_once_though_the_pbx_tells_it_twice(listening: Story) -> None:
    listening.send("ChanSpyStop", SpyerUniqueid="wb-m1")
    listening.send("Hangup", Uniqueid="wb-m1")
    assert len(listening.of(e.MonitorEnded)) == 1


def test_that_a_phone_that_does_not_answer_is_named(asked: Story) -> None:
    asked.send("OriginateResponse", ActionID="wb-m1", Response="Failure", Reason=3)
    asked.send("Hangup", Uniqueid="wb-m1")
    [ended] = asked.of(e.MonitorEnded)
    assert ended.reason == "The phone at extension 2001 did not answer."


def test_that_a_supervisor_who_comes_too_late_is_told_so(asked: Story) -> None:
    asked.send("OriginateResponse", ActionID="wb-m1", Response="Success")
    asked.send("Newstate", ChannelState=6, **SPY)
    asked.send("Hangup", Uniqueid="wb-m1")
    [ended] = asked.of(e.MonitorEnded)
    assert "was over before" in ended.reason


def test_that_somebody_elses_spy_is_not_ours(story: Story) -> None:
    story.open(ANN)
    story.send("ChanSpyStart", SpyerUniqueid="9.9", SpyerChannel="PJSIP/3001-0000000a")
    story.send("ChanSpyStop", SpyerUniqueid="9.9")
    assert story.of(e.MonitorStarted) == []
