"""Who takes which queue's calls."""

from tests.pbx.asterisk.story import Story, messages_of
from wallboard.domain import events as e
from wallboard.domain.state import Availability

ANN = "PJSIP/1001"


def _added(story: Story, queue: str, **other: object) -> None:
    headers = {"Interface": ANN, "MemberName": "Ann", "StateInterface": ANN, "Status": 1, "Paused": 0, **other}
    story.send("QueueMemberAdded", Queue=queue, **headers)


def test_that_an_agent_added_to_a_queue_is_found_with_the_name_of_a_person(story: Story) -> None:
    _added(story, "support", Penalty=3)
    assert story.agent(ANN).name == "Ann"
    [membership] = story.state.memberships.values()
    assert (membership.queue_id, membership.penalty) == ("support", 3)


def test_that_another_penalty_and_another_name_are_told(story: Story) -> None:
    _added(story, "support")
    headers = {"Interface": ANN, "MemberName": "Ann Lee", "StateInterface": ANN, "Status": 1, "Paused": 0}
    story.send("QueueMemberPenalty", Queue="support", Penalty=7, **headers)
    assert [event.penalty for event in story.of(e.MemberAdded)] == [0, 7]
    assert story.agent(ANN).name == "Ann Lee"


def test_that_an_agent_is_gone_with_its_last_queue(story: Story) -> None:
    _added(story, "support")
    _added(story, "sales")
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    assert story.agent(ANN).availability is Availability.READY
    story.send("QueueMemberRemoved", Queue="sales", Interface=ANN)
    assert (story.state.agents, story.state.memberships) == ({}, {})


def test_that_one_who_was_never_there_cannot_be_removed(story: Story) -> None:
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    assert story.events == []


def test_that_the_recorded_comings_and_goings_leave_who_was_there(story: Story) -> None:
    for message in messages_of("members"):
        story.apply(message)
    assert {key.id for key in story.state.memberships} == {
        "q1|Local/a1@agents/n",
        "q1|Local/a2@agents/n",
        "q2|Local/d1@opt",
    }
