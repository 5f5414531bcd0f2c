"""The PBX's state look-ups: whose phone a channel is, and the PBX's clock."""

import pytest

from tests.pbx.asterisk.story import Story
from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.asterisk.state.model import Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState


@pytest.mark.parametrize(
    ("interface", "name"),
    [
        ("PJSIP/1001", "PJSIP/1001-0000000a"),
        ("Local/1001@agents/n", "Local/1001@agents-0000000a;1"),
        ("Local/1001@agents", "Local/1001@agents-0000000a;1"),
        ("SIP/my-phone", "SIP/my-phone-0000000a"),
    ],
)
def test_that_a_channel_is_of_the_phone_that_it_is_named_after(story: Story, interface: str, name: str) -> None:
    story.open(interface)
    assert story.pbx_state.agent_of(name) == interface


@pytest.mark.parametrize(
    "name", ["PJSIP/10012-0000000a", "PJSIP/trunk-0000000a", "Local/1001@agents-0000000a;2", "PJSIP/1001"]
)
def test_that_a_channel_of_another_phone_is_nobodys(story: Story, name: str) -> None:
    story.open("PJSIP/1001x", "Local/1001@agents/n")
    assert story.pbx_state.agent_of(name) is None


def test_that_the_pbx_clock_never_tells_the_future() -> None:
    pbx_state = PbxState({})
    pbx_state.now_ms = 10_000
    assert (pbx_state.local_ms(5), pbx_state.local_ms(99)) == (5_000, 10_000)
    pbx_state.pbx_ahead_ms = -3_000
    assert pbx_state.local_ms(5) == 8_000


def test_that_a_queues_own_time_for_coming_back_is_found_by_the_name_that_is_shown() -> None:
    pbx_state = PbxState({}, rejoin_s=30)
    pbx_state.rejoin_by_queue_s = {"Atenção": 60, "sales": 0}
    in_windows_1252 = QueueId("Aten\udce7\udce3o")
    assert [pbx_state.rejoin_ms_of(queue) for queue in (in_windows_1252, QueueId("sales"))] == [60_000, 0]
    assert (pbx_state.rejoin_ms_of(QueueId("support")), pbx_state.own_rejoin_ms(QueueId("support"))) == (
        30_000,
        None,
    )


def test_that_a_channel_is_found_under_the_name_that_it_has_now() -> None:
    pbx_state = PbxState({})
    channel = Channel("c1", "Local/7@a-00000001;1", 0, "c1", Direction.INBOUND, 0)
    pbx_state.add_channel(channel)
    pbx_state.rename_channel(channel, "Local/7@a-00000002;1")
    assert (pbx_state.named("Local/7@a-00000001;1"), pbx_state.named("Local/7@a-00000002;1")) == (None, channel)
    pbx_state.drop_channel(channel)
    assert pbx_state.named("Local/7@a-00000002;1") is None


def test_that_a_caller_is_found_by_the_channel_that_stands_for_it_now(story: Story) -> None:
    story.open("PJSIP/1001")
    story.caller()
    caller = story.pbx_state.callers[CallId("c1")]
    story.pbx_state.set_channel(caller, "x1")
    assert (story.pbx_state.with_caller("c1"), story.pbx_state.with_caller("x1")) == (None, caller)
    story.pbx_state.drop_caller(caller)
    assert story.pbx_state.with_caller("x1") is None
