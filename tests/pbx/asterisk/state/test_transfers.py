"""Calls that a phone sends on, in recordings of a real Asterisk: who has the caller, and what is counted."""

import pytest

from tests.pbx.asterisk.story import Story, member, params, play_case
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.domain.counts import call_outcomes as b

ANN = "PJSIP/1001"


def _handlers(story: Story) -> list[tuple[str, str]]:
    return [(event.agent_id, event.queue_id) for event in story.of(e.CallHandled)]


def _booked(story: Story) -> list[tuple[str, str]]:
    return [(type(item).__name__, item.queue_id) for item in story.bookings if not isinstance(item, b.Handled)]


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("blind_transfer_to_colleague", "Local/2001@from-queue/n", "Local/2002@from-queue/n"),
        ("blind_transfer_by_device", "Local/2003@from-queue/n", "Local/2002@from-queue/n"),
        ("attended_to_colleague", "Local/1007@from-queue/n", "Local/1006@from-queue/n"),
        ("feature_code_transfer", "Local/1007@from-queue/n", "Local/1008@from-queue/n"),
        ("feature_code_unanswered", "Local/1006@from-queue/n", "Local/1008@from-queue/n"),
        ("parking", "Local/1006@from-queue/n", "Local/1008@from-queue/n"),
    ],
)
def test_that_the_agent_is_out_of_a_call_that_it_sent_to_a_colleague(name: str, first: str, second: str) -> None:
    story = play_case(name)
    assert [who for who, _ in _handlers(story)] == [first, second]
    assert [kind for kind, _ in _booked(story)] == ["Offered", "Answered"]


@pytest.mark.parametrize("name", ["blind_transfer_to_queue", "feature_code_blind"])
def test_that_a_caller_sent_to_another_queue_waits_there_under_its_own_number_and_once(name: str) -> None:
    story = play_case(name)
    [first, second] = story.of(e.CallerJoined)
    assert (first.call_id, first.number) == (second.call_id, second.number)
    assert [kind for kind, _ in _booked(story)].count("Offered") == 2


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("attended_into_queue", "support", "sales"),
        ("feature_code_into_queue", "support", "sales"),
    ],
)
def test_that_a_consultation_in_a_queue_becomes_the_callers_visit(name: str, first: str, second: str) -> None:
    story = play_case(name)
    assert _booked(story) == [("Offered", first), ("Answered", first), ("Offered", second), ("Answered", second)]
    assert [queue for _, queue in _handlers(story)] == [first, second]
    [taken] = story.of(e.VisitTakenOver)
    assert taken.call_id == story.of(e.CallerJoined)[0].call_id
    assert taken.number == story.of(e.CallerJoined)[0].number


def test_that_a_consultation_in_a_queue_which_ends_without_a_transfer_is_no_abandon() -> None:
    story = play_case("consultation_given_up")
    assert _booked(story) == [("Offered", "602"), ("Answered", "602"), ("Offered", "601"), ("FlowedOut", "601")]


def test_that_a_parked_caller_is_with_nobody_for_as_long_as_it_is_parked(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "a1")
    story.send("BlindTransfer", Result="Success", TransfererUniqueid="a1", TransfereeUniqueid="c1")
    story.send("ParkedCall", ParkeeUniqueid="c1", ParkingSpace="71")
    story.wait(600)
    [call] = story.state.calls.values()
    assert (call.phase, call.agent_id) == (CallPhase.MOVING, None)
    story.send("ParkedCallTimeOut", ParkeeUniqueid="c1")
    story.wait(60)
    assert story.state.calls == {}


def test_that_a_transfer_which_failed_leaves_the_talk_as_it_is(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "a1")
    story.send("BlindTransfer", Result="Fail", TransfererUniqueid="a1", TransfereeUniqueid="c1")
    ids = {"OrigTransfererUniqueid": "a1", "SecondTransfererUniqueid": "a1", "TransfereeUniqueid": "c1"}
    story.send("AttendedTransfer", Result="Fail", DestType="Fail", **ids)
    story.send("AttendedTransfer", Result="Success", DestType="Threeway", **ids)
    assert story.agent(ANN).activity is Activity.TALKING


def test_that_an_agents_own_call_handed_into_a_queue_has_the_number_of_who_is_there_now(story: Story) -> None:
    story.lists(params("sales"), member("sales", ANN))
    story.send("Newchannel", Uniqueid="k1", Linkedid="k1", Channel=f"{ANN}-0000000b", ChannelState=4)
    story.send("QueueCallerJoin", Queue="sales", Position=1, Uniqueid="k1", CallerIDNum="1001")
    story.send("Newchannel", Uniqueid="t1", Linkedid="t1", Channel="PJSIP/trunk-0000000c", ChannelState=6)
    story.send(
        "AttendedTransfer",
        Result="Success",
        DestType="App",
        DestApp="Queue",
        SecondTransfererUniqueid="k1",
        TransfereeUniqueid="t1",
        TransfereeCallerIDNum="+351910000009",
    )
    story.send("Hangup", Uniqueid="k1")
    [call] = story.state.calls.values()
    assert (call.number, call.phase) == ("+351910000009", CallPhase.WAITING)


def test_that_a_line_on_which_an_agent_waits_for_calls_is_no_call_of_its_own(story: Story) -> None:
    pool = "Local/501@pool"
    story.lists(params("pool"), member("pool", pool, StateInterface="Agent:501"))
    story.send("Newchannel", Uniqueid="a1", Linkedid="a1", Channel=f"{ANN}-0000000b", ChannelState=6)
    story.send("AgentLogin", Uniqueid="a1", Agent="501")
    assert story.agent(pool).activity is Activity.IDLE
    story.send("AgentLogoff", Uniqueid="a1", Agent="501")
    story.send("Newstate", Uniqueid="a1", ChannelState=5)
    assert story.agent(pool).activity is Activity.RINGING
