"""A supervisor's monitoring as AMI actions, and the names that are never dialled."""

import pytest

from tests.pbx.asterisk.story import NOW_MS, Story
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CommandId
from wallboard.pbx.asterisk.commands import monitoring
from wallboard.pbx.asterisk.commands.monitoring import STARTING
from wallboard.pbx.asterisk.commands.translation import Answers, Dialplan
from wallboard.pbx.asterisk.wire.codec import Action

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
PLAN = Dialplan()


@pytest.fixture
def centre(story: Story) -> Story:
    story.open(ANN, BOB)
    return story


def _monitor(extension: str = "2001", mode: MonitorMode = MonitorMode.LISTEN) -> StartMonitor:
    return StartMonitor(id=CommandId("m1"), agent_id=AgentId(ANN), extension=extension, mode=mode)


def _headers(action: Action) -> dict[str, str]:
    return dict(action.headers)


@pytest.mark.parametrize(
    ("mode", "options"), [(MonitorMode.LISTEN, ""), (MonitorMode.WHISPER, "w"), (MonitorMode.BARGE, "B")]
)
def test_that_a_supervisors_phone_is_rung_and_starts_in_the_mode_asked_for(
    centre: Story, mode: MonitorMode, options: str
) -> None:
    centre.talk(ANN, "l1")
    (action,) = monitoring.start(centre.pbx_state, _monitor(mode=mode), PLAN, "Dana Keller")
    assert (action.name, action.action_id) == ("Originate", "wbc-m1")
    assert _headers(action)["Channel"] == "Local/2001@wb-sup/n"
    assert ("Variable", f"WB_SPYEE={centre.pbx_state.channels['l1'].name}") in action.headers
    assert ("Variable", f"WB_SPYMODE={options}") in action.headers
    assert _headers(action)["Async"] == "true"
    assert "Application" not in _headers(action), "a channel's name there can read as a forbidden function"


@pytest.mark.parametrize("extension", ["", "2001@evil", "2001@acme.test", "2001/n", "20 01", "2001\r\nX: 1"])
def test_that_an_odd_extension_is_not_dialled(centre: Story, extension: str) -> None:
    centre.talk(ANN, "l1")
    with pytest.raises(PbxRefused):
        monitoring.start(centre.pbx_state, _monitor(extension), PLAN, "Dana Keller")


def test_that_an_agent_without_a_call_cannot_be_monitored(centre: Story) -> None:
    with pytest.raises(PbxRefused, match="no call"):
        monitoring.start(centre.pbx_state, _monitor(), PLAN, "Dana Keller")


@pytest.mark.parametrize(
    ("mode", "key"), [(MonitorMode.LISTEN, "4"), (MonitorMode.WHISPER, "5"), (MonitorMode.BARGE, "6")]
)
def test_that_a_mode_is_a_key_played_to_the_supervisors_own_channel(
    centre: Story, mode: MonitorMode, key: str
) -> None:
    _begin(centre)
    setting = SetMonitorMode(id=CommandId("m2"), monitor_id=CommandId("m1"), mode=mode)
    (action,) = monitoring.set_mode(centre.pbx_state, setting)
    spy = {"Channel": "Local/2001@wb-sup-0000000a;1", "Digit": key, "Receive": "true"}
    assert (action.name, _headers(action)) == ("PlayDTMF", spy)


def test_that_monitoring_is_stopped_at_the_supervisors_own_half(centre: Story) -> None:
    _begin(centre)
    stop = StopMonitor(id=CommandId("m2"), monitor_id=CommandId("m1"))
    assert _headers(monitoring.stop(centre.pbx_state, stop)[0])["Channel"] == "Local/2001@wb-sup-0000000a;1"
    centre.send("Newchannel", Uniqueid="wbc-m1;2", Channel="Local/2001@wb-sup-0000000a;2")
    assert _headers(monitoring.stop(centre.pbx_state, stop)[0])["Channel"] == "Local/2001@wb-sup-0000000a;2"


def test_that_the_channel_keeps_who_listens_to_whom_in_characters_that_no_parser_takes_apart(centre: Story) -> None:
    centre.talk(ANN, "l1")
    owner = 'Zoë, "the boss" & co=1'
    (action,) = monitoring.start(centre.pbx_state, _monitor(), PLAN, owner)
    assert ("Variable", f"WB_OWNER={owner.encode().hex()}") in action.headers
    assert ("Variable", f"WB_AGENT={ANN.encode().hex()}") in action.headers


@pytest.mark.parametrize(("asked", "count"), [(False, 0), (True, 1)])
def test_that_a_phone_is_asked_to_answer_by_itself_only_where_the_configuration_says_so(
    centre: Story, asked: bool, count: int
) -> None:
    centre.talk(ANN, "l1")
    (action,) = monitoring.start(centre.pbx_state, _monitor(), Dialplan(auto_answer=asked), "sue")
    assert action.headers.count(("Variable", "__WB_ANSWER=1")) == count


def test_that_the_same_command_rings_no_phone_twice(centre: Story) -> None:
    _begin(centre)
    with pytest.raises(PbxRefused, match="already sent"):
        monitoring.start(centre.pbx_state, _monitor(), PLAN, "sue")
    assert "wbc-m1" in centre.pbx_state.monitors


def test_that_a_monitoring_that_is_none_is_not_stopped(centre: Story) -> None:
    stop = StopMonitor(id=CommandId("m2"), monitor_id=CommandId("m1"))
    with pytest.raises(PbxRefused):
        monitoring.stop(centre.pbx_state, stop)


def test_that_a_refused_originate_leaves_no_monitoring_behind(centre: Story) -> None:
    centre.talk(ANN, "l1")
    monitoring.start(centre.pbx_state, _monitor(), PLAN, "Dana Keller")
    STARTING.refused(centre.pbx_state, _monitor())
    assert centre.pbx_state.monitors == {}
    assert centre.pbx_state.now_ms == NOW_MS


def _begin(centre: Story) -> None:
    centre.talk(ANN, "l1")
    monitoring.start(centre.pbx_state, _monitor(), PLAN, "Dana Keller")
    centre.send("Newchannel", Uniqueid="wbc-m1", Channel="Local/2001@wb-sup-0000000a;1", ChannelState=0)


def test_that_nothing_is_asked_or_set_before_a_monitoring(centre: Story) -> None:
    centre.talk(ANN, "l1")
    assert STARTING.questions(centre.pbx_state, _monitor(), PLAN) == []
    assert STARTING.variables(centre.pbx_state, _monitor(), PLAN, Answers(rows=[], ami=11)) == []
