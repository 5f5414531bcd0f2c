"""Who takes which queue's calls."""

import pytest

from tests.pbx.asterisk.story import NOW_MS, Story, heard, member, messages_of, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability

ANN = "PJSIP/1001"
NOW_S = NOW_MS // 1000


def _added(story: Story, queue: str, **other: object) -> None:
    headers = {"Interface": ANN, "MemberName": "Ann", "StateInterface": ANN, "Status": 1, "Paused": 0, **other}
    story.send("QueueMemberAdded", Queue=queue, **headers)


def test_that_an_agent_added_to_a_queue_is_found_with_the_name_of_a_person(story: Story) -> None:
    _added(story, "support", Penalty=3)
    assert story.agent(ANN).name == "Ann"
    [membership] = story.state.memberships.values()
    assert (membership.queue_id, membership.level) == ("support", 3)


def test_that_another_penalty_and_another_name_are_told(story: Story) -> None:
    _added(story, "support")
    headers = {"Interface": ANN, "MemberName": "Ann Lee", "StateInterface": ANN, "Status": 1, "Paused": 0}
    story.send("QueueMemberPenalty", Queue="support", Penalty=7, **headers)
    assert [event.level for event in story.of(e.MemberAdded)] == [0, 7]
    assert story.agent(ANN).name == "Ann Lee"


def test_that_an_agent_is_gone_with_its_last_queue(story: Story) -> None:
    _added(story, "support")
    _added(story, "sales")
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    assert story.agent(ANN).availability is Availability.READY
    story.send("QueueMemberRemoved", Queue="sales", Interface=ANN)
    assert (story.state.agents, story.state.memberships) == ({}, {})


def _pauses(story: Story, queue: str, paused: int, reason: str = "") -> None:
    headers = {"Interface": ANN, "MemberName": "Ann", "StateInterface": ANN, "Status": 1, "LastPause": NOW_S - 60}
    story.send("QueueMemberPause", Queue=queue, Paused=paused, PausedReason=reason, **headers)


def test_that_a_pause_in_one_of_two_queues_is_that_queues_alone(story: Story) -> None:
    story.lists(params("support"), params("sales"), member("support", ANN), member("sales", ANN))
    _pauses(story, "support", 1, "Back office")
    pauses = {key.queue_id: (key.paused, key.pause_reason) for key in story.state.memberships.values()}
    assert pauses == {"support": (True, "Back office"), "sales": (False, "")}
    assert story.agent(ANN).availability is Availability.READY
    _pauses(story, "support", 1)
    _pauses(story, "support", 0)
    told = [(event.paused, event.since_ms) for event in story.of(e.MemberPauseChanged)]
    assert told == [(True, NOW_MS - 60_000), (False, NOW_MS)]


def test_that_a_pause_before_the_gateway_is_known_from_the_list(story: Story) -> None:
    story.lists(params("support"), member("support", ANN, Paused=1, PausedReason="Lunch"))
    [membership] = story.state.memberships.values()
    assert (membership.paused, membership.pause_reason) == (True, "Lunch")


def test_that_one_who_was_never_there_cannot_be_removed(story: Story) -> None:
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    assert story.events == []


def test_that_the_recorded_comings_and_goings_leave_who_was_there(story: Story) -> None:
    for message in messages_of("members"):
        story.apply(message)
    assert {(key.id, key.part) for key in story.state.memberships} == {
        ("q1", "Local/a1@agents/n"),
        ("q1", "Local/a2@agents/n"),
        ("q2", "Local/d1@opt"),
    }


@pytest.mark.parametrize("name", ["first_ring", "first_ring_local"])
def test_that_a_member_who_came_by_sql_is_known_by_the_first_ring(story: Story, name: str) -> None:
    story.lists(params("rt1"))
    messages = [message for message in heard(name) if message.event != "QueueMemberStatus"]
    story.pbx_state.now_ms = round(float(messages[0].get("Timestamp")) * 1000)
    ring = next(message for message in messages if message.event == "AgentCalled")
    for message in messages:
        story.apply(message)
        if message is ring:
            assert story.agent(ring.get("Interface")).activity is Activity.RINGING
            assert story.agent(ring.get("Interface")).name == ring.get("MemberName")
            assert story.pbx_state.wants_poll, "and the list says the rest"
    story.wait(10)
    kinds = [type(booking).__name__ for booking in story.bookings]
    assert kinds == ["Offered", "Answered", "Handled"]


def test_that_a_ring_of_a_known_member_asks_for_no_list(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.ring(ANN, "l1")
    assert not story.pbx_state.wants_poll


def test_that_a_member_which_is_a_queue_is_no_agent_from_the_first_caller_on_who_waits_there(story: Story) -> None:
    line = "Local/411@nest/n"
    story.lists(params("410"), params("411"), member("410", line), member("411", ANN))
    story.caller("c1", "410")
    for half in (1, 2):
        name = f"Local/411@nest-00000001;{half}"
        story.send("Newchannel", Uniqueid=f"n{half}", Channel=name, Linkedid="c1", ChannelState=4)
    story.send("AgentCalled", Uniqueid="c1", DestUniqueid="n1", Queue="410", Interface=line)
    story.send(
        "QueueCallerJoin",
        Uniqueid="n2",
        Linkedid="c1",
        Channel="Local/411@nest-00000001;2",
        Queue="411",
        Position=1,
    )
    assert (list(story.state.agents), list(story.state.calls)) == ([ANN], ["c1"])
