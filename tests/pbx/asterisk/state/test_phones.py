"""Agents' phones by any spelling: hints and their changes, several interfaces, switches, phones off the net."""

import pytest

from tests.pbx.asterisk.story import Story, event, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability
from wallboard.pbx.asterisk.state import phones
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANA = "Local/1001@from-queue/n"
HINT = "hint:1001@ext-local"


def _hint(devices: str, extension: str = "1001") -> AmiMessage:
    return event("ExtensionStatus", Exten=extension, Context="ext-local", Hint=devices, Status=0)


@pytest.fixture
def hinted(story: Story) -> Story:
    """Ana's queue watches her by the hint of her extension, with a switch for do-not-disturb in it."""
    phones.take_hints(story.pbx_state, [_hint("PJSIP/1001&Custom:DND1001,CustomPresence:1001")])
    story.lists(params("400"), member("400", ANA, StateInterface=HINT))
    return story


def _call(story: Story, phone: str) -> None:
    story.send("Newchannel", Uniqueid="o1", Linkedid="o1", Channel=f"{phone}-0000000a", ChannelState=4)


def test_that_the_phone_behind_a_hint_is_the_agents(hinted: Story) -> None:
    _call(hinted, "PJSIP/1001")
    assert hinted.agent(ANA).activity is Activity.TALKING


def test_that_somebody_elses_presence_is_no_phone(hinted: Story) -> None:
    assert hinted.pbx_state.people[hinted.agent(ANA).id].devices == {
        "PJSIP/1001",
        "Custom:DND1001",
        "Local/1001@from-queue",
    }


def test_that_an_agent_who_changes_desks_takes_the_hint_along(hinted: Story) -> None:
    hinted.apply(_hint("PJSIP/2001&Custom:DND1001"))
    _call(hinted, "PJSIP/1001")
    assert hinted.agent(ANA).activity is Activity.IDLE
    hinted.send("Hangup", Uniqueid="o1")
    _call(hinted, "PJSIP/2001")
    assert hinted.agent(ANA).activity is Activity.TALKING


def test_that_a_call_of_the_phone_counts_as_soon_as_the_hint_names_it(story: Story) -> None:
    story.lists(params("400"), member("400", ANA, StateInterface=HINT))
    _call(story, "PJSIP/1001")
    assert story.agent(ANA).activity is Activity.IDLE
    phones.take_hints(story.pbx_state, [_hint("PJSIP/1001")])
    story.send("Newstate", Uniqueid="o1", ChannelState=6)
    assert story.agent(ANA).activity is Activity.TALKING


def test_that_a_list_of_hints_which_is_refused_takes_none_away(hinted: Story) -> None:
    phones.take_hints(hinted.pbx_state, [])
    _call(hinted, "PJSIP/1001")
    assert hinted.agent(ANA).activity is Activity.TALKING


def test_that_the_switch_in_a_hint_is_do_not_disturb_at_once_and_no_talk(hinted: Story) -> None:
    hinted.send("DeviceStateChange", Device="Custom:DND1001", State="BUSY")
    agent = hinted.agent(ANA)
    assert (agent.do_not_disturb, agent.activity) == (True, Activity.IDLE)
    hinted.send("DeviceStateChange", Device="Custom:DND1001", State="NOT_INUSE")
    assert not hinted.agent(ANA).do_not_disturb


def test_that_a_phone_off_the_net_is_seen_behind_a_hint_that_says_idle(hinted: Story) -> None:
    hinted.send("DeviceStateChange", Device="PJSIP/1001", State="UNAVAILABLE")
    assert not hinted.agent(ANA).reachable
    hinted.send("DeviceStateChange", Device="PJSIP/1001", State="NOT_INUSE")
    assert hinted.agent(ANA).reachable


def test_that_an_agent_with_one_of_two_phones_on_the_net_can_be_reached(story: Story) -> None:
    phones.take_hints(story.pbx_state, [_hint("PJSIP/1001&PJSIP/1001_web")])
    story.lists(params("400"), member("400", ANA, StateInterface=HINT))
    story.send("DeviceStateChange", Device="PJSIP/1001", State="UNAVAILABLE")
    story.send("DeviceStateChange", Device="PJSIP/1001_web", State="NOT_INUSE")
    assert story.agent(ANA).reachable


def test_that_the_states_before_the_gateway_are_taken_from_the_list(hinted: Story) -> None:
    rows = [event("DeviceStateChange", Device="PJSIP/1001", State="UNAVAILABLE")]
    phones.take_device_states(hinted.pbx_state, rows)
    hinted.poll(params("400"), member("400", ANA, StateInterface=HINT))
    assert not hinted.agent(ANA).reachable


def test_that_a_phone_which_fails_at_once_twice_is_not_there(hinted: Story) -> None:
    hinted.caller("c1", "400")
    for attempt in "ab":
        near, far = f"n{attempt}", f"f{attempt}"
        for half, uniqueid in ((1, near), (2, far)):
            name = f"Local/1001@from-queue-0000000{attempt};{half}"
            hinted.send("Newchannel", Uniqueid=uniqueid, Linkedid="c1", Channel=name)
        hinted.send("AgentCalled", Queue="400", Uniqueid="c1", Interface=ANA, DestUniqueid=near)
        hinted.send("AgentRingNoAnswer", Queue="400", Uniqueid="c1", Interface=ANA, DestUniqueid=near, RingTime=20)
        assert hinted.agent(ANA).reachable is (attempt == "a")
        hinted.send("Hangup", Uniqueid=near)
        hinted.send("Hangup", Uniqueid=far)


def test_that_one_phone_in_several_spellings_is_one_agent_under_its_real_name(story: Story) -> None:
    story.lists(
        params("billing"),
        params("care"),
        params("sales"),
        member("billing", "PJSIP/1001", Name="PJSIP/1001"),
        member("care", ANA, Name="Ana Souza", StateInterface="PJSIP/1001"),
        member("sales", "PJSIP/1001", Name="PJSIP/1001", StateInterface="Custom:seat7"),
    )
    assert [agent.name for agent in story.state.agents.values()] == ["Ana Souza"]
    assert len(story.state.memberships) == 3


def test_that_a_poll_of_several_spellings_tells_nothing_new(story: Story) -> None:
    rows = (
        params("care"),
        params("sales"),
        member("care", "PJSIP/1001", Name="Souza, Ana", Status=1),
        member("sales", "PJSIP/1001", Name="PJSIP/1001", StateInterface="Custom:seat7", Status=5),
    )
    story.lists(*rows)
    told = len(story.events)
    for _ in range(3):
        story.poll(*rows)
    assert story.events[told:] == []
    assert story.agent("PJSIP/1001").reachable


def test_that_the_last_of_several_interfaces_takes_the_agent_with_it(story: Story) -> None:
    story.lists(params("care"), member("care", "PJSIP/1001"), member("care", ANA, StateInterface="PJSIP/1001"))
    story.poll(params("care"), member("care", ANA, StateInterface="PJSIP/1001"))
    assert story.agent("PJSIP/1001").availability is Availability.READY
    story.send("QueueMemberRemoved", Queue="care", Interface=ANA)
    assert [event.agent_id for event in story.of(e.AgentRemoved)] == ["PJSIP/1001"]
