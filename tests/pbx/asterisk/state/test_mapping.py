"""What a real Asterisk's events mean, by the recordings: each fact that a wallboard trips over has its test."""

import itertools
from collections.abc import Callable

import pytest

from tests.pbx.asterisk.story import NAMES, Played, Story, channel, entry, event, member, messages_of, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.pbx.asterisk.state import mapping, talks
from wallboard.pbx.asterisk.state.model import Move
from wallboard.pbx.asterisk.wire.codec import AmiMessage

Play = Callable[..., Played]
ONE, TWO = AgentId("Local/a1@agents/n"), AgentId("Local/a2@agents/n")
IDLE, RINGING = Activity.IDLE, Activity.RINGING


def _activities(played: Played, agent: AgentId) -> list[Activity]:
    return [event.activity for event in played.of(e.ActivityChanged) if event.agent_id == agent]


def _move_to_second(played: Played) -> None:
    [caller] = played.pbx_state.callers.values()
    talks.mark_move(played.pbx_state, caller, Move(CommandId("m-1"), to_agent=TWO))


@pytest.mark.parametrize("name", NAMES)
def test_that_no_caller_or_agent_haunts_the_floor_after_a_recording(play: Play, name: str) -> None:
    played = play(name)
    played.wait(70)
    assert (played.pbx_state.callers, played.state.calls, played.state.monitors) == ({}, {}, {})
    # the withdrawn caller's own channel outlives its recording
    assert name == "withdraw" or played.pbx_state.channels == {}
    for person in played.pbx_state.people.values():
        assert (person.legs, person.rings, person.talks, person.wrap_up) == (set(), {}, {}, None)
        assert played.state.agents[person.id].activity is Activity.IDLE


@pytest.mark.parametrize("name", NAMES)
def test_that_outcomes_add_up_to_what_was_offered(play: Play, name: str) -> None:
    played = play(name)
    played.wait(70)
    ends = [played.booked(kind) for kind in (b.Answered, b.Abandoned, b.FlowedOut, b.Unobserved)]
    assert sum(ends) == played.booked(b.Offered)


@pytest.mark.parametrize("name", NAMES)
def test_that_talks_of_one_agent_never_overlap(play: Play, name: str) -> None:
    played = play(name)
    played.wait(70)
    for agent in (ONE, TWO):
        seen = _activities(played, agent)
        pairs = itertools.pairwise(seen)
        assert (Activity.TALKING, Activity.TALKING) not in list(pairs)


@pytest.mark.parametrize("name", NAMES)
def test_that_every_event_told_twice_changes_nothing_more(play: Play, name: str) -> None:
    once, twice = play(name), Played(play(name, until=lambda _: True).pbx_state)
    for message in messages_of(name):
        twice.apply(message)
        if message.event not in ("Newchannel", "UserEvent"):
            mapping.apply(twice.pbx_state, message)
    twice.wait(70)
    once.wait(70)
    assert [type(booking) for booking in twice.bookings] == [type(booking) for booking in once.bookings]


def test_that_a_redirected_talk_ends_with_the_agents_leg_and_not_with_the_late_complete(play: Play) -> None:
    played = play("redirect_talking")
    played.wait(10)
    [handled] = played.of(e.CallHandled)
    assert handled.agent_id == ONE
    assert 1_500 < handled.talk_ms < 1_700, "Asterisk itself says 3 seconds, and says it 1.7 s late"


def _moved_to_second(play: Play, name: str) -> Played:
    """The recording of a transfer, as if it were a move that we asked for."""
    start = [message.event for message in messages_of(name)].index("BlindTransfer")
    played = play(name, until=lambda message: message.event == "Unhold")
    [caller] = played.pbx_state.callers.values()
    talks.mark_move(played.pbx_state, caller, Move(CommandId("m-1"), to_agent=TWO))
    for message in messages_of(name)[start:]:
        played.apply(message)
    return played


def test_that_a_blind_transfer_of_the_agents_leg_moves_the_call_on(play: Play) -> None:
    played = _moved_to_second(play, "blind_ok")
    played.wait(10)
    assert [event.to_agent for event in played.of(e.CallMoving)] == [TWO]
    assert [event.agent_id for event in played.of(e.CallAnswered)] == [ONE, TWO]
    assert [event.agent_id for event in played.of(e.CallHandled)] == [ONE, TWO]
    assert (played.booked(b.Offered), played.booked(b.Answered), played.booked(b.Abandoned)) == (1, 1, 0)


def test_that_the_first_agent_is_in_wrap_up_while_the_second_still_rings(play: Play) -> None:
    def second_rings(message: AmiMessage) -> bool:
        return message.get("DialStatus") == "RINGING" and "a2" in message.get("DestChannel")

    played = play("blind_ok", until=second_rings)
    assert played.state.agents[ONE].activity is Activity.WRAP_UP
    assert played.state.agents[TWO].activity is Activity.RINGING


def test_that_a_moved_call_that_nobody_answers_comes_back_to_a_queue_as_ours(play: Play) -> None:
    played = _moved_to_second(play, "blind_noanswer")
    [first, back] = played.of(e.CallerJoined)
    assert (first.moved_in, back.moved_in, back.queue_id) == (False, True, "q2")
    assert (played.booked(b.Offered), played.booked(b.Answered), played.booked(b.Abandoned)) == (1, 1, 0)


def test_that_a_withdrawn_caller_is_no_abandon_although_asterisk_says_so(play: Play) -> None:
    played = play("withdraw")
    [left] = played.of(e.CallerLeft)
    [abandoned] = played.of(e.CallerAbandoned)
    assert (left.call_id, abandoned.call_id) == ("wbtest-1795284579.28", "wbtest-1795284579.30")


def test_that_a_caller_who_hangs_up_while_an_agent_rings_abandoned_at_once(play: Play) -> None:
    played = play("abandon_ringing", until=lambda message: message.event == "QueueCallerAbandon")
    assert len(played.of(e.CallerAbandoned)) == 1
    assert played.state.agents[ONE].activity is Activity.IDLE


def test_that_a_ring_ends_once_though_its_end_is_told_twice(play: Play) -> None:
    assert _activities(play("abandon_ringing"), ONE) == [IDLE, RINGING, IDLE]


def test_that_the_talk_is_known_although_in_call_never_tells_of_it(play: Play) -> None:
    assert all(message.get("InCall") in ("", "0") for message in messages_of("caller_hangs"))
    played = play("caller_hangs", until=lambda message: message.event == "AgentConnect")
    assert played.state.agents[ONE].activity is Activity.TALKING


@pytest.mark.parametrize("name", ["caller_hangs", "agent_hangs", "ami_hangup_agent"])
def test_that_a_talk_is_handled_once_whoever_ends_it(play: Play, name: str) -> None:
    played = play(name)
    played.wait(10)
    [handled] = played.of(e.CallHandled)
    assert 1_300 <= handled.talk_ms <= 1_320
    assert handled.wrap_up_ms == 5_000
    assert _activities(played, ONE) == [IDLE, RINGING, Activity.TALKING, Activity.WRAP_UP, IDLE]


def test_that_a_complete_without_channels_after_the_hangup_changes_nothing(play: Play) -> None:
    complete = next(message for message in messages_of("blind_noanswer") if message.event == "AgentComplete")
    assert complete.get("DestUniqueid") == ""
    kept = ("Event", "Queue", "Interface", "HoldTime", "TalkTime", "Reason")
    played = play("caller_hangs", until=lambda message: message.event == "AgentConnect")
    played.apply(AmiMessage({header: complete.get(header) for header in kept}))
    assert played.state.agents[ONE].activity is Activity.TALKING, "it may be an earlier call's, come late"


def test_that_a_reset_in_a_call_ends_the_wrap_up_that_asterisk_will_not_keep(play: Play) -> None:
    played = play("reset_in_call")
    [handled] = played.of(e.CallHandled)
    assert handled.wrap_up_ms < 10
    assert played.booked(b.Answered) == 1


def test_that_the_next_agent_rings_after_one_who_did_not_answer(play: Play) -> None:
    played = play("rna_then_second")
    assert _activities(played, ONE) == [IDLE, RINGING, IDLE]
    [answered] = played.of(e.CallAnswered)
    assert answered.agent_id == TWO


def test_that_callers_behind_one_who_left_move_up(play: Play) -> None:
    played = play("priority")
    moved = [event.positions for event in played.of(e.PositionsChanged)]
    assert moved == [{"wbtest-1795284584.36": 2}, {"wbtest-1795284584.34": 1}]


def test_that_a_call_taken_over_by_nobody_of_ours_is_over_for_us(play: Play) -> None:
    def with_supervisor(message: AmiMessage) -> bool:
        return message.event == "BridgeEnter" and message.get("BridgeUniqueid").startswith("1f79b8fc")

    played = play(
        "spy_takeover", until=lambda message: with_supervisor(message) and "18;1" in message.get("Channel")
    )
    assert played.of(e.CallEnded)
    assert played.state.calls == {}


def test_that_an_exit_by_key_is_told_as_such(story: Story) -> None:
    story.open("PJSIP/1001")
    story.caller()
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    story.wait(1)
    [left] = story.of(e.CallerLeft)
    assert left.exit is e.Exit.KEY


@pytest.mark.parametrize(
    ("status", "exit_"),
    [
        ("TIMEOUT", e.Exit.TIMEOUT),
        ("LEAVEEMPTY", e.Exit.EMPTY),
        ("WITHDRAW", e.Exit.WITHDRAWN),
        ("", e.Exit.OVERFLOW),
    ],
)
def test_that_the_dialplans_own_mark_says_why_a_caller_left(story: Story, status: str, exit_: e.Exit) -> None:
    story.open("PJSIP/1001")
    story.caller()
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1)
    story.send("UserEvent", UserEvent="WBQueueExit", Uniqueid="c1", Status=status)
    [left] = story.of(e.CallerLeft)
    assert left.exit is exit_
    story.hang_up("c1")
    assert not story.of(e.CallerAbandoned)


def test_that_a_talk_whose_beginning_was_not_seen_is_found_and_booked_nowhere(story: Story) -> None:
    story.open("PJSIP/1001")
    story.send("AgentConnect", Uniqueid="c9", DestUniqueid="l9", Queue="support", Interface="PJSIP/1001")
    [found] = story.of(e.CallFound)
    assert (found.call_id, found.queue_id, found.agent_id) == ("c9", "support", "PJSIP/1001")
    assert story.bookings == []
    assert story.state.calls[CallId("c9")].phase is CallPhase.TALKING


@pytest.mark.parametrize("name", sorted(mapping.WANTED))
def test_that_an_event_without_any_header_does_no_harm(story: Story, name: str) -> None:
    story.open("PJSIP/1001")
    before = len(story.of(e.CallerJoined))
    story.apply(AmiMessage({"Event": name}))
    assert len(story.of(e.CallerJoined)) == before


def test_that_an_apostrophe_in_a_name_is_one_before_and_after_a_restart(story: Story) -> None:
    story.open("PJSIP/1001")
    snap = {"CallerIDName": r"O\'Neil", "CallerIDNum": "+351910000001"}
    story.send("QueueCallerJoin", Uniqueid="c1", Channel="PJSIP/t-1", Queue="support", Position=1, **snap)
    row = event("QueueEntry", Queue="support", Uniqueid="c2", Channel="PJSIP/t-2", CallerIDName="O'Neil")
    talking = channel("c3", "PJSIP/t-3", Application="Queue", ApplicationData="support", BridgeId="b", **snap)
    leg = channel("l3", "PJSIP/1001-0000000a", BridgeId="b", Linkedid="c3")
    rows = (params("support"), member("support", "PJSIP/1001"), entry("support", "c1"), row)
    story.lists(*rows, channels=(channel("c1", "PJSIP/t-1"), channel("c2", "PJSIP/t-2"), talking, leg))
    assert [call.name for call in story.state.calls.values()] == ["O'Neil"] * 3


def test_that_it_is_known_where_a_callers_own_dialplan_put_it_into_a_queue(story: Story) -> None:
    story.open("PJSIP/1001")
    caller = {
        "Uniqueid": "c1",
        "Linkedid": "c1",
        "Channel": "PJSIP/trunk-00000001",
        "Queue": "support",
        "Position": 1,
    }
    story.send("QueueCallerJoin", Context="inbound", Exten="600", Priority=2, **caller)
    story.send("QueueCallerAbandon", **caller)
    story.send("QueueCallerJoin", Context="wb-requeue", Exten="queue", Priority=4, **caller)
    assert story.pbx_state.callers[CallId("c1")].place == "inbound,600,2"
    story.send("QueueCallerAbandon", **caller)
    story.send("QueueCallerJoin", Context="later", Exten="s", Priority=1, **caller)
    assert story.pbx_state.callers[CallId("c1")].place == "later,s,1"
