"""Calls that were under way when the gateway came: who is found in talk, and who sent its caller on before."""

from tests.pbx.asterisk.story import Story, channel, entry, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANN, BOB, EVA = "PJSIP/1001", "PJSIP/1002", "Local/1006@from-queue/n"
ROWS = (
    params("support"),
    member("support", ANN),
    member("support", BOB),
    member("support", EVA, StateInterface="PJSIP/1006"),
)
CALLER = channel("c1", "PJSIP/trunk-000000c1", Application="Queue", ApplicationData="support", BridgeId="b1")
BOBS = channel("l2", f"{BOB}-0000000b", Application="AppDial", BridgeId="b3", Linkedid="c1")
"""Whom the agent asks; in a consultation all channels are of one call."""


def _evas(linked: str = "c1") -> tuple[AmiMessage, AmiMessage]:
    """The Local channel by which the queue called Eva, and which her caller may keep when she is gone."""
    return (
        channel("e1", "Local/1006@from-queue-00000001;1", Application="AppQueue", BridgeId="b1", Linkedid=linked),
        channel("e2", "Local/1006@from-queue-00000001;2", Application="Dial", BridgeId="b2", Linkedid=linked),
    )


def _found(story: Story) -> list[tuple[str, str]]:
    return [(event.call_id, event.agent_id) for event in story.of(e.CallFound)]


def test_that_an_agent_who_asks_a_colleague_holds_its_call_and_returns_to_it(story: Story) -> None:
    leg = channel("l1", f"{ANN}-0000000a", Application="AppQueue", BridgeId="b3", Linkedid="c1")
    story.lists(*ROWS, channels=(CALLER, leg, BOBS))
    assert _found(story) == [("c1", ANN)]
    assert story.agent(ANN).activity is Activity.HOLD
    story.hang_up("l2")
    story.meet("b1", "l1")
    assert story.agent(ANN).activity is Activity.TALKING


def test_that_an_agent_behind_a_local_channel_who_asks_a_colleague_holds_its_call(story: Story) -> None:
    phone = channel("l1", "PJSIP/1006-0000000a", Application="AppDial", BridgeId="b3", Linkedid="c1")
    story.lists(*ROWS, channels=(CALLER, *_evas(), phone, BOBS))
    story.wait(60)
    assert (_found(story), story.agent(EVA).activity) == ([("c1", EVA)], Activity.HOLD)


def test_that_what_an_agent_found_in_a_consultation_hands_over_is_handled(story: Story) -> None:
    leg = channel("l1", f"{ANN}-0000000a", Application="AppQueue", BridgeId="b3", Linkedid="c1")
    story.lists(*ROWS, channels=(CALLER, leg, BOBS))
    story.meet("b1", "l2")
    story.wait(60)
    assert [event.agent_id for event in story.of(e.CallAnswered)] == [BOB]
    assert [event.agent_id for event in story.of(e.CallHandled)] == [ANN]


def test_that_an_agent_who_sent_its_caller_out_of_the_house_does_not_talk(story: Story) -> None:
    outside = channel("o1", "PJSIP/trunk-0000000f", Application="AppDial", BridgeId="b2", Linkedid="c1")
    story.lists(*ROWS, channels=(CALLER, *_evas(), outside))
    assert (_found(story), story.agent(EVA).activity) == ([], Activity.IDLE)


def test_that_a_call_of_its_own_is_no_consultation_for_a_caller_whom_the_agent_sent_on(story: Story) -> None:
    own = channel("l1", "PJSIP/1006-0000000a", Application="Dial", BridgeId="b3")
    story.lists(*ROWS, channels=(CALLER, *_evas(), own))
    assert (_found(story), story.agent(EVA).activity) == ([], Activity.TALKING)


def test_that_the_phone_of_a_member_of_whom_no_phone_is_known_is_the_one_that_the_caller_is_connected_with(
    story: Story,
) -> None:
    phone = channel("l1", "PJSIP/1006-0000000a", Application="AppDial", BridgeId="b2", Linkedid="c1")
    story.lists(params("support"), member("support", EVA), channels=(CALLER, *_evas(), phone))
    assert (_found(story), story.agent(EVA).activity) == ([("c1", EVA)], Activity.TALKING)


def test_that_a_phone_rings_for_one_who_waits_by_a_channel_of_an_older_call(story: Story) -> None:
    sent = channel(
        "s2", "Local/1006@from-queue-00000001;2", Application="Queue", ApplicationData="support", Linkedid="c0"
    )
    ringing = channel("l1", f"{ANN}-0000000a", ChannelState=5, Application="AppQueue", Linkedid="c0")
    story.lists(*ROWS, entry("support", "s2"), channels=(sent, ringing))
    assert (story.agent(ANN).activity, story.agent(ANN).call_id) == (Activity.RINGING, "s2")
