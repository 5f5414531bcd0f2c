"""Who talks with whom, in recordings of a real Asterisk of FreePBX's shape and in what a test tells of it."""

import pytest

from tests.pbx.asterisk.story import RECORDINGS, Story, event, member, params, play_case
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Direction
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId
from wallboard.pbx.asterisk.state import phones

ANN = "PJSIP/1001"
ANA, JONAS = "Local/1001@from-queue/n", "Local/1002@from-queue/n"
EVA, ONA, INES = "Local/1006@from-queue/n", "Local/1007@from-queue/n", "Local/1008@from-queue/n"
CASES = sorted(path.stem for path in (RECORDINGS / "cases").glob("*.txt"))


def _answered(story: Story) -> list[str]:
    return [event.agent_id for event in story.of(e.CallAnswered)]


def _handled(story: Story) -> list[tuple[str, float, float]]:
    """By whom, and seconds of talk and of hold, to a tenth."""
    return [
        (event.agent_id, round(event.talk_ms / 1000, 1), round(event.hold_ms / 1000, 1))
        for event in story.of(e.CallHandled)
    ]


def _activities(story: Story, agent: str) -> list[tuple[Activity, Direction]]:
    return [(event.activity, event.direction) for event in story.of(e.ActivityChanged) if event.agent_id == agent]


@pytest.mark.parametrize("name", CASES)
def test_that_nobody_haunts_the_floor_after_a_call(name: str) -> None:
    story = play_case(name)
    pbx_state = story.pbx_state
    assert (pbx_state.channels, pbx_state.callers, pbx_state.nested, story.state.calls) == ({}, {}, {}, {})
    assert [person.id for person in pbx_state.people.values() if person.talks or person.rings or person.legs] == []
    assert {agent.activity for agent in story.state.agents.values()} == {Activity.IDLE}


@pytest.mark.parametrize("name", CASES)
def test_that_each_visit_is_booked_out_once(name: str) -> None:
    story = play_case(name)
    ends = sum(story.booked(kind) for kind in (b.Answered, b.Abandoned, b.FlowedOut, b.Unobserved))
    assert story.booked(b.Offered) == ends


@pytest.mark.parametrize("name", CASES)
def test_that_an_agent_handles_a_call_for_each_time_it_talked(name: str) -> None:
    story = play_case(name)
    agents = [agent for agent in _answered(story) if agent in {who for who, *_ in _handled(story)}]
    assert sorted(agents) == sorted(who for who, *_ in _handled(story))


def test_that_the_phones_hold_behind_a_local_channel_is_the_agents() -> None:
    assert _handled(play_case("hold")) == [("Local/2001@from-queue/n", 2.5, 3.0)]


@pytest.mark.parametrize(
    ("name", "agent", "queue"),
    [("optimised_member", "Local/2002@from-queue/n", "cell"), ("agent_pool", "Local/501@pool", "pool")],
)
def test_that_a_talk_goes_on_when_its_local_channel_is_optimised_away(name: str, agent: str, queue: str) -> None:
    story = play_case(name)
    [(who, talk_s, _)] = _handled(story)
    assert (who, talk_s) == (agent, {"cell": 5.0, "pool": 14.6}[queue])
    assert story.booked(b.Answered) == 1


def test_that_members_without_n_talk_and_hold_like_others() -> None:
    story = play_case("members_without_n")
    assert [(talk_s, hold_s) for _, talk_s, hold_s in _handled(story)] == [(3.0, 1.0)] * 3


def test_that_a_consultation_by_feature_code_is_a_hold_and_the_return_a_talk() -> None:
    story = play_case("feature_code_and_back")
    assert _handled(story) == [(EVA, 5.4, 3.8)]
    assert [activity for activity, _ in _activities(story, EVA)] == [
        Activity.IDLE,
        Activity.RINGING,
        Activity.TALKING,
        Activity.HOLD,
        Activity.TALKING,
        Activity.WRAP_UP,
        Activity.IDLE,
    ]
    assert (Activity.TALKING, Direction.INTERNAL) in _activities(story, INES)


def test_that_a_colleague_in_a_conference_has_the_call_when_the_agent_leaves_it() -> None:
    assert _answered(play_case("conference")) == [ONA, ONA, INES]


def test_that_of_two_calls_the_one_that_is_not_held_is_shown() -> None:
    story = play_case("two_calls")
    assert _activities(story, EVA)[2:6] == [
        (Activity.TALKING, Direction.QUEUE),
        (Activity.HOLD, Direction.QUEUE),
        (Activity.TALKING, Direction.QUEUE),
        (Activity.HOLD, Direction.INBOUND),
    ]


def test_that_a_forwarded_call_is_the_agents_who_forwarded_it() -> None:
    assert _handled(play_case("forwarded")) == [(ONA, 2.0, 0.0)]


def test_that_a_queue_that_is_a_member_of_another_offers_nobody_a_second_time_and_is_no_agent() -> None:
    story = play_case("queue_in_queue")
    booked = [(type(booking).__name__, booking.queue_id) for booking in story.bookings]
    assert booked == [("Offered", "410"), ("Answered", "410"), ("Handled", "410")]
    assert list(story.state.agents) == ["PJSIP/1005"]


def test_that_a_callback_is_answered_when_the_customer_is_there() -> None:
    story = play_case("callback")
    assert (story.booked(b.Answered), _handled(story)) == (1, [("PJSIP/1007", 5.0, 0.0)])


def test_that_a_customer_called_back_in_vain_is_neither_answered_nor_abandoned() -> None:
    story = play_case("callback_in_vain")
    assert (story.booked(b.FlowedOut), story.booked(b.Abandoned), story.booked(b.Answered)) == (1, 0, 0)
    assert _handled(story) == []


def test_that_own_calls_are_told_by_who_dialled_and_whom() -> None:
    story = play_case("own_calls")
    eva = _activities(story, EVA)
    assert eva[1:4] == [
        (Activity.TALKING, Direction.OUTBOUND),
        (Activity.HOLD, Direction.OUTBOUND),
        (Activity.TALKING, Direction.OUTBOUND),
    ]
    assert eva[-2] == (Activity.TALKING, Direction.INTERNAL)
    assert (Activity.TALKING, Direction.INTERNAL) in _activities(story, ONA)


def _behind_local(story: Story) -> None:
    """Ana, known by her extension's hint, talks with a caller over a Local channel."""
    hint = event("ExtensionStatus", Exten="1001", Context="ext-local", Hint="PJSIP/1001&Custom:DND1001")
    phones.take_hints(story.pbx_state, [hint])
    story.lists(params("400"), member("400", ANA, StateInterface="hint:1001@ext-local"))
    story.caller("c1", "400")
    for half, uniqueid in ((1, "l1"), (2, "l2")):
        name = f"Local/1001@from-queue-0000000a;{half}"
        story.send("Newchannel", Uniqueid=uniqueid, Linkedid="c1", Channel=name, ChannelState=0)
    story.send("DialBegin", Uniqueid="c1", DestUniqueid="l1", DestChannel="Local/1001@from-queue-0000000a;1")
    story.send("AgentCalled", Queue="400", Uniqueid="c1", Interface=ANA, DestUniqueid="l1")
    story.dial("PJSIP/1001", "p1", caller="l2")
    story.send("Newstate", Uniqueid="p1", ChannelState=6)
    story.meet("b-phone", "p1", "l2")
    story.connect(ANA, "l1", "c1", "400")


def test_that_an_idle_phone_ends_a_talk_that_only_the_queue_believes_in(story: Story) -> None:
    _behind_local(story)
    for leg in ("p1", "l2"):
        story.send("BridgeLeave", BridgeUniqueid="b-phone", Uniqueid=leg)
    story.send("Hangup", Uniqueid="p1")
    assert story.agent(ANA).activity is Activity.WRAP_UP


def test_that_a_member_of_no_known_phone_is_out_of_the_talk_once_its_device_is_idle_for_a_second(
    story: Story,
) -> None:
    story.lists(params("400"), member("400", ANA, StateInterface=ANA))
    story.caller("c1", "400")
    story.send("Newchannel", Uniqueid="l1", Linkedid="c1", Channel="Local/1001@from-queue-0000000a;1")
    story.send("AgentCalled", Queue="400", Uniqueid="c1", Interface=ANA, DestUniqueid="l1")
    story.connect(ANA, "l1", "c1", "400")
    headers = {"Interface": ANA, "MemberName": "Ana", "StateInterface": ANA, "Paused": 0}
    story.send("QueueMemberStatus", Queue="400", Status=1, **headers)
    story.wait(0.9)
    assert story.agent(ANA).activity is Activity.TALKING
    story.wait(0.1)
    assert story.agent(ANA).activity is Activity.WRAP_UP


def test_that_a_picked_up_call_is_the_colleagues_and_the_rung_agent_handles_nothing() -> None:
    story = play_case("pickup")
    assert _handled(story) == [(ONA, 2.0, 0.0)]
    assert story.state.agents[AgentId(ANA)].activity is Activity.IDLE
    assert (Activity.WRAP_UP, Direction.QUEUE) not in _activities(story, ANA)


def test_that_a_call_of_two_phones_without_an_agent_is_no_news(story: Story) -> None:
    story.open("PJSIP/1001")
    for uniqueid in ("a", "z"):
        story.send("Newchannel", Uniqueid=uniqueid, Linkedid="a", Channel=f"PJSIP/20-0000000{uniqueid}")
    story.meet("b", "a", "z")
    assert story.agent("PJSIP/1001").activity is Activity.IDLE


def test_that_a_caller_who_hangs_up_as_the_agent_answers_is_handled_once(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    story.send("Newstate", Uniqueid="l1", ChannelState=6)
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="ANSWER")
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    story.send("AgentConnect", Uniqueid="c1", DestUniqueid="l1", Queue="support", Interface=ANN)
    story.meet("b", "l1")
    story.send("HangupRequest", Uniqueid="c1")
    story.send("AgentComplete", Uniqueid="c1", DestUniqueid="l1", Queue="support", Interface=ANN, Reason="caller")
    story.wait(0.01)
    story.meet("b", "c1")
    for leg in ("c1", "l1"):
        story.send("BridgeLeave", BridgeUniqueid="b", Uniqueid=leg)
    for leg in ("l1", "c1"):
        story.send("Hangup", Uniqueid=leg)
    story.wait(10)
    assert [type(booking).__name__ for booking in story.bookings] == ["Offered", "Answered", "Handled"]
    assert len(story.of(e.CallAnswered)) == 1


def _picked_up(story: Story, by: str) -> None:
    """A caller's ring at Ann's phone is picked up at another."""
    story.caller()
    story.ring("PJSIP/1001", "a1")
    story.send("Newchannel", Uniqueid="x1", Linkedid="c1", Channel=f"{by}-0000000e", ChannelState=4)
    story.send("Pickup", Uniqueid="x1", Channel=f"{by}-0000000e", TargetUniqueid="a1")
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    story.send("AgentConnect", Uniqueid="c1", DestUniqueid="x1", Queue="support", Interface="PJSIP/1001")
    story.send("Hangup", Uniqueid="a1")
    story.meet("b", "x1", "c1")


def test_that_a_call_picked_up_at_a_phone_of_no_agent_is_answered_and_in_nobodys_hands(story: Story) -> None:
    story.open("PJSIP/1001")
    _picked_up(story, "PJSIP/1202")
    assert story.agent("PJSIP/1001").activity is Activity.IDLE
    assert (story.booked(b.Answered), story.state.calls) == (1, {})
    story.wait(10)
    assert (_handled(story), story.booked(b.Abandoned)) == ([], 0)


@pytest.mark.parametrize("bridged", [[], ["x1"], ["x1", "c1"]])
def test_that_it_is_in_nobodys_hands_too_where_the_queue_tells_of_the_answer_first(
    story: Story, bridged: list[str]
) -> None:
    story.open("PJSIP/1001")
    story.caller()
    story.ring("PJSIP/1001", "a1")
    story.send("Newchannel", Uniqueid="x1", Linkedid="c1", Channel="PJSIP/1202-0000000e", ChannelState=4)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    story.send("AgentConnect", Uniqueid="c1", DestUniqueid="x1", Queue="support", Interface="PJSIP/1001")
    story.meet("b", *bridged)
    story.send("Pickup", Uniqueid="x1", Channel="PJSIP/1202-0000000e", TargetUniqueid="a1")
    story.send("Hangup", Uniqueid="a1")
    story.meet("b", *({"x1", "c1"} - set(bridged)))
    assert story.agent("PJSIP/1001").activity is Activity.IDLE
    assert (story.booked(b.Answered), story.state.calls) == (1, {})
    story.wait(10)
    assert (_handled(story), story.booked(b.Abandoned)) == ([], 0)


def test_that_a_phone_of_no_agent_which_takes_a_local_channels_place_is_not_the_agents(story: Story) -> None:
    local = "Local/1001@from-queue"
    story.lists(params("support"), member("support", local, StateInterface=local))
    story.caller()
    story.send("Newchannel", Uniqueid="l1", Linkedid="c1", Channel=f"{local}-0000000a;1")
    story.send("AgentCalled", Queue="support", Uniqueid="c1", Interface=local, DestUniqueid="l1")
    story.send("Newchannel", Uniqueid="x1", Linkedid="c1", Channel="PJSIP/1202-0000000e", ChannelState=4)
    story.send("Pickup", Uniqueid="x1", Channel="PJSIP/1202-0000000e", TargetUniqueid="p1")
    story.connect(local, "l1")
    story.send("BridgeLeave", BridgeUniqueid="b-c1", Uniqueid="l1")
    story.send("BridgeEnter", BridgeUniqueid="b-c1", Uniqueid="x1", SwapUniqueid="l1")
    story.send("Hangup", Uniqueid="l1")
    assert (story.agent(local).activity, story.booked(b.Answered), story.state.calls) == (Activity.IDLE, 1, {})


def test_that_a_call_picked_up_at_a_colleagues_phone_is_the_colleagues(story: Story) -> None:
    story.open("PJSIP/1001", "PJSIP/1002")
    _picked_up(story, "PJSIP/1002")
    activities = {phone: story.agent(phone).activity for phone in ("PJSIP/1001", "PJSIP/1002")}
    assert activities == {"PJSIP/1001": Activity.IDLE, "PJSIP/1002": Activity.TALKING}
    assert story.booked(b.Answered) == 1


def test_that_no_phone_rings_on_for_a_caller_who_is_answered(story: Story) -> None:
    story.open("PJSIP/1001", "PJSIP/1002")
    story.caller()
    story.ring("PJSIP/1001", "a1")
    story.ring("PJSIP/1002", "a2")
    story.connect("PJSIP/1001", "a1")
    assert story.agent("PJSIP/1002").activity is Activity.IDLE
