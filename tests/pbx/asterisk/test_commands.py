"""A supervisor's commands as AMI actions, and the names that are never sent."""

import pytest

from tests.pbx.asterisk.story import NOW_MS, Story
from wallboard.domain import commands as c
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.state import MonitorMode
from wallboard.pbx.asterisk import commands
from wallboard.pbx.asterisk.codec import Action
from wallboard.pbx.asterisk.commands import Dialplan

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
PLAN = Dialplan()


@pytest.fixture
def centre(story: Story) -> Story:
    story.open(ANN, BOB)
    return story


def _to_agent(agent: str = BOB, command_id: str = "m1") -> c.MoveCallToAgent:
    return c.MoveCallToAgent(id=CommandId(command_id), call_id=CallId("c1"), expect_rev=0, agent_id=AgentId(agent))


def _to_queue(queue: str = "support") -> c.MoveCallToQueue:
    return c.MoveCallToQueue(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=0, queue_id=QueueId(queue))


def _monitor(extension: str = "2001", mode: MonitorMode = MonitorMode.LISTEN) -> c.StartMonitor:
    return c.StartMonitor(id=CommandId("m1"), agent_id=AgentId(ANN), extension=extension, mode=mode)


def _headers(action: Action) -> dict[str, str]:
    return dict(action.headers)


def test_that_a_waiting_caller_is_redirected(centre: Story) -> None:
    centre.caller()
    action = commands.act(centre.floor, _to_agent(), PLAN)
    assert action.name == "Redirect"
    assert _headers(action) == {
        "Channel": "PJSIP/trunk-000000c1",
        "Context": "wb-move",
        "Exten": "support",
        "Priority": "1",
    }


def test_that_a_queue_that_is_no_extension_hinders_no_move_to_an_agent(centre: Story) -> None:
    centre.caller(queue="x")
    assert _headers(commands.act(centre.floor, _to_agent(), PLAN))["Exten"] == "agent"


def test_that_of_a_talk_the_agents_leg_is_transferred_and_nothing_redirected(centre: Story) -> None:
    centre.talk(ANN, "l1")
    action = commands.act(centre.floor, _to_agent(), PLAN)
    assert action.name == "BlindTransfer"
    assert _headers(action)["Channel"] == centre.floor.channels["l1"].name


def test_that_the_dialplan_is_told_whom_to_ring_and_where_to_fall_back(centre: Story) -> None:
    centre.caller()
    setting = commands.variables(centre.floor, _to_agent(), PLAN)
    values = {_headers(action)["Variable"]: _headers(action)["Value"] for action in setting}
    assert {action.name for action in setting} == {"Setvar"}
    assert {_headers(action)["Channel"] for action in setting} == {"PJSIP/trunk-000000c1"}
    assert (values["WB_DIAL"], values["WB_BACKQ"], values["WB_POS"], values["WB_CMD"]) == (
        BOB,
        "support",
        "1",
        "m1",
    )


def test_that_a_move_to_a_queue_forgets_the_place_of_an_earlier_move(centre: Story) -> None:
    centre.caller()
    setting = commands.variables(centre.floor, _to_queue(), PLAN)
    assert ("WB_POS", "") in [(_headers(a)["Variable"], _headers(a)["Value"]) for a in setting]
    action = commands.act(centre.floor, _to_queue(), PLAN)
    assert (_headers(action)["Context"], _headers(action)["Exten"]) == ("wb-requeue", "support")


def test_that_one_call_is_moved_once_at_a_time(centre: Story) -> None:
    centre.caller()
    commands.act(centre.floor, _to_agent(), PLAN)
    with pytest.raises(PbxRefused, match="already"):
        commands.variables(centre.floor, _to_agent(ANN, "m2"), PLAN)
    commands.refused(centre.floor, _to_agent())
    assert commands.act(centre.floor, _to_agent(ANN, "m2"), PLAN).name == "Redirect"


def test_that_a_refusal_of_one_command_is_not_anothers(centre: Story) -> None:
    centre.caller()
    commands.act(centre.floor, _to_agent(), PLAN)
    commands.refused(centre.floor, _to_agent(ANN, "m2"))
    assert centre.floor.callers[CallId("c1")].move is not None


def test_that_a_caller_who_has_left_is_not_moved(centre: Story) -> None:
    centre.caller()
    centre.hang_up("c1")
    with pytest.raises(PbxRefused):
        commands.act(centre.floor, _to_agent(), PLAN)


@pytest.mark.parametrize(
    "command",
    [
        _to_agent("PJSIP/9999"),
        _to_agent("PJSIP/1001&PJSIP/1002"),
        _to_agent(command_id="x\r\nAction: Command"),
        _to_queue("unknown"),
    ],
)
def test_that_what_the_pbx_does_not_know_is_never_sent(centre: Story, command: c.AnyCommand) -> None:
    centre.caller()
    with pytest.raises(PbxRefused):
        commands.variables(centre.floor, command, PLAN)


@pytest.mark.parametrize("name", ["/.*/", "", "PJSIP/1&PJSIP/2", "PJSIP/1,2", "PJSIP/1\r\nAction: Command", "SIP"])
def test_that_a_name_which_could_mean_other_channels_is_never_sent(centre: Story, name: str) -> None:
    centre.caller()
    centre.floor.channels["c1"].name = name
    with pytest.raises(PbxRefused, match="safely"):
        commands.act(centre.floor, _to_agent(), PLAN)


@pytest.mark.parametrize(
    ("mode", "options"), [(MonitorMode.LISTEN, ""), (MonitorMode.WHISPER, "w"), (MonitorMode.BARGE, "B")]
)
def test_that_a_supervisors_phone_is_rung_and_starts_in_the_mode_asked_for(
    centre: Story, mode: MonitorMode, options: str
) -> None:
    centre.talk(ANN, "l1")
    action = commands.act(centre.floor, _monitor(mode=mode), PLAN)
    assert (action.name, action.action_id) == ("Originate", "wb-m1")
    assert _headers(action)["Channel"] == "Local/2001@wb-sup/n"
    assert ("Variable", f"WB_SPYEE={centre.floor.channels['l1'].name}") in action.headers
    assert ("Variable", f"WB_SPYMODE={options}") in action.headers
    assert _headers(action)["Async"] == "true"
    assert "Application" not in _headers(action), "a channel's name there can read as a forbidden function"


@pytest.mark.parametrize("extension", ["", "2001@evil", "2001/n", "20 01", "2001\r\nX: 1"])
def test_that_an_odd_extension_is_not_dialled(centre: Story, extension: str) -> None:
    centre.talk(ANN, "l1")
    with pytest.raises(PbxRefused):
        commands.act(centre.floor, _monitor(extension), PLAN)


def test_that_an_agent_without_a_call_cannot_be_monitored(centre: Story) -> None:
    with pytest.raises(PbxRefused, match="no call"):
        commands.act(centre.floor, _monitor(), PLAN)


@pytest.mark.parametrize(
    ("mode", "key"), [(MonitorMode.LISTEN, "4"), (MonitorMode.WHISPER, "5"), (MonitorMode.BARGE, "6")]
)
def test_that_a_mode_is_a_key_played_to_the_supervisors_own_channel(
    centre: Story, mode: MonitorMode, key: str
) -> None:
    _begin(centre)
    setting = c.SetMonitorMode(id=CommandId("m2"), monitor_id=CommandId("m1"), mode=mode)
    action = commands.act(centre.floor, setting, PLAN)
    spy = {"Channel": "Local/2001@wb-sup-0000000a;1", "Digit": key, "Receive": "true"}
    assert (action.name, _headers(action)) == ("PlayDTMF", spy)


def test_that_monitoring_is_stopped_at_the_supervisors_own_half(centre: Story) -> None:
    _begin(centre)
    stop = c.StopMonitor(id=CommandId("m2"), monitor_id=CommandId("m1"))
    assert _headers(commands.act(centre.floor, stop, PLAN))["Channel"] == "Local/2001@wb-sup-0000000a;1"
    centre.send("Newchannel", Uniqueid="wb-m1;2", Channel="Local/2001@wb-sup-0000000a;2")
    assert _headers(commands.act(centre.floor, stop, PLAN))["Channel"] == "Local/2001@wb-sup-0000000a;2"


def test_that_a_monitoring_that_is_none_is_not_stopped(centre: Story) -> None:
    stop = c.StopMonitor(id=CommandId("m2"), monitor_id=CommandId("m1"))
    with pytest.raises(PbxRefused):
        commands.act(centre.floor, stop, PLAN)


def test_that_a_refused_originate_leaves_no_monitoring_behind(centre: Story) -> None:
    centre.talk(ANN, "l1")
    commands.act(centre.floor, _monitor(), PLAN)
    commands.refused(centre.floor, _monitor())
    assert centre.floor.monitors == {}
    assert centre.floor.now_ms == NOW_MS


def _begin(centre: Story) -> None:
    centre.talk(ANN, "l1")
    commands.act(centre.floor, _monitor(), PLAN)
    centre.send("Newchannel", Uniqueid="wb-m1", Channel="Local/2001@wb-sup-0000000a;1", ChannelState=0)
