"""Callers of a queue that Asterisk cannot name in an event, since its name is not UTF-8."""

import pytest

from tests.pbx.asterisk.story import Story, heard, member, params, status
from wallboard.domain.centre.state import Activity
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.state.model import CallerStage, Move

ANN = "PJSIP/1001"
OWN = b"t\xe9cnico".decode("utf-8", "surrogateescape")
CALLER = {"Uniqueid": "c1", "Linkedid": "c1", "Channel": "PJSIP/trunk-000000c1"}


@pytest.fixture
def centre(story: Story) -> Story:
    story.lists(params("support"), member("support", ANN), params(OWN), member(OWN, ANN))
    return story


def comes(centre: Story) -> None:
    """A caller comes into the queue, and the PBX says which it is."""
    centre.send("Newchannel", ChannelState=4, **CALLER)
    centre.send("QueueCallerJoin", CallerIDNum="+351", **CALLER)
    (inquiry,) = centre.pbx_state.inquiries
    centre.pbx_state.inquiries.clear()
    assert inquiry.action.headers == (("Channel", "PJSIP/trunk-000000c1"),)
    inquiry.answered([status("c1", {}, Application="Queue", Data=f"{OWN},t,,,60")])
    centre.wait(0)


def test_that_the_pbx_is_asked_which_queue_it_was(centre: Story) -> None:
    comes(centre)
    caller = centre.pbx_state.callers[CallId("c1")]
    assert (caller.queue, caller.position, caller.number) == (OWN, 1, "+351")
    assert centre.pbx_state.wants_poll
    assert "" not in centre.pbx_state.waiting


def test_that_who_is_gone_when_the_answer_comes_is_not_in_any_queue(centre: Story) -> None:
    centre.send("QueueCallerJoin", **CALLER)
    (inquiry,) = centre.pbx_state.inquiries
    centre.hang_up("c1")
    inquiry.answered([status("c1", {}, Application="Queue", Data=OWN)])
    inquiry.answered([])
    assert centre.pbx_state.callers == {}


def test_that_what_follows_is_of_the_queue_that_the_caller_is_in(centre: Story) -> None:
    comes(centre)
    centre.ring(ANN, "l1", queue="")
    centre.send("Newstate", Uniqueid="l1", ChannelState=6)
    centre.send("QueueCallerLeave", **CALLER)
    centre.send("AgentConnect", DestUniqueid="l1", DestChannel=f"{ANN}-0000000b", Interface=ANN, **CALLER)
    centre.meet("b1", "l1", "c1")
    centre.send("AgentComplete", DestUniqueid="l1", Interface=ANN, Reason="caller", **CALLER)
    centre.hang_up("c1")
    centre.wait(6)
    assert [type(booking).__name__ for booking in centre.bookings] == ["Offered", "Answered", "Handled"]


def test_that_who_gives_up_has_abandoned_in_it_and_the_places_of_the_others_are_asked_for(centre: Story) -> None:
    comes(centre)
    centre.pbx_state.wants_poll = False
    centre.send("HangupRequest", Uniqueid="c1")
    centre.send("QueueCallerAbandon", **CALLER)
    centre.send("QueueCallerLeave", **CALLER)
    assert centre.booked(b.Abandoned) == 1
    assert centre.pbx_state.wants_poll


@pytest.mark.parametrize(("to_queue", "came_from"), [(OWN, "support"), ("support", OWN), (None, OWN)])
def test_that_a_move_knows_where_it_leads_or_came_from(centre: Story, to_queue: str | None, came_from: str) -> None:
    centre.caller(queue=came_from)
    caller = centre.pbx_state.callers[CallId("c1")]
    target = QueueId(to_queue) if to_queue is not None else None
    agent = AgentId(ANN) if to_queue is None else None
    talks.mark_move(centre.pbx_state, caller, Move(command_id=CommandId("m1"), to_agent=agent, to_queue=target))
    centre.send("QueueCallerAbandon", Queue=came_from, **CALLER)
    assert caller.stage is CallerStage.MOVING
    centre.send("QueueCallerJoin", **CALLER)
    assert centre.pbx_state.inquiries == []
    assert centre.pbx_state.callers[CallId("c1")].queue == OWN


def test_that_an_agent_who_is_not_named_either_is_known_by_the_phone(centre: Story) -> None:
    comes(centre)
    centre.dial(ANN, "l1")
    centre.send("AgentCalled", DestUniqueid="l1", DestChannel=f"{ANN}-00006c31", **CALLER)
    assert centre.agent(ANN).activity is Activity.RINGING
    centre.send("Newstate", Uniqueid="l1", ChannelState=6)
    centre.send("DialEnd", DestUniqueid="l1", DialStatus="ANSWER", **CALLER)
    centre.send("QueueCallerLeave", **CALLER)
    centre.send("AgentConnect", DestUniqueid="l1", **CALLER)
    centre.meet("b1", "l1", "c1")
    assert (centre.agent(ANN).activity, centre.agent(ANN).call_id) == (Activity.TALKING, "c1")
    centre.send("AgentComplete", DestUniqueid="l1", Reason="caller", **CALLER)
    assert centre.agent(ANN).activity is Activity.WRAP_UP


def test_that_the_recorded_caller_of_such_a_queue_is_offered_rung_for_and_gives_up(story: Story) -> None:
    rung, agent = 0, "PJSIP/1102"
    story.lists(params("care"), params(OWN), member("care", agent), member(OWN, agent))
    for message in heard("queue_not_utf8"):
        story.apply(message)
        if story.pbx_state.inquiries:
            [inquiry] = story.pbx_state.inquiries
            story.pbx_state.inquiries.clear()
            inquiry.answered([status(message.get("Uniqueid"), {}, Application="Queue", Data=f"{OWN},,,,600")])
        rung += message.event == "AgentCalled" and story.agent(agent).activity is Activity.RINGING
    story.wait(5)
    assert set(story.state.queues) == {"care", "técnico"}
    assert [(type(made).__name__, made.queue_id) for made in story.bookings] == [
        ("Offered", "técnico"),
        ("Abandoned", "técnico"),
    ]
    assert rung == 2


@pytest.mark.parametrize("name", ["QueueMemberAdded", "QueueMemberStatus", "AgentConnect"])
def test_that_no_event_opens_a_nameless_queue(centre: Story, name: str) -> None:
    leg = {"DestUniqueid": "l9", "DestChannel": f"{ANN}-0000000a"}
    centre.send(name, Interface=ANN, Status=1, **CALLER, **leg)
    assert set(centre.state.queues) == {"support", "técnico"}


def test_that_an_event_of_nobody_makes_no_queue_without_a_name(centre: Story) -> None:
    centre.send("AgentConnect", DestUniqueid="l9", DestChannel=f"{ANN}-0000000b", Interface=ANN, **CALLER)
    centre.send("QueueCallerLeave", **CALLER)
    assert centre.pbx_state.callers == {}
