"""What a list leaves out: believed when another does so too, and of a caller when its channel says so."""

import pytest

from tests.pbx.asterisk.story import Story, channel, entry, event, heard, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.asterisk.state.absences import MISSED_MS
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANN, BOB, EVA = "PJSIP/1001", "PJSIP/1002", "PJSIP/1003"
ROWS = (params("support"), member("support", ANN), member("support", BOB))
IN_QUEUE = event("Status", Uniqueid="c1", Application="Queue", Data="support,,,,600")
POLL_S = 20


def _told(story: Story, kind: type[e.Event]) -> int:
    return len(story.of(kind))


def _answer(story: Story, *rows: AmiMessage) -> None:
    """Let the PBX answer what it was asked of a channel."""
    [inquiry] = story.pbx_state.inquiries
    assert inquiry.action.name == "Status"
    story.pbx_state.inquiries.clear()
    inquiry.answered(list(rows))
    story.wait(0)


def test_that_a_member_taken_out_by_a_database_is_gone_with_the_next_list(story: Story) -> None:
    story.open(ANN, BOB)
    story.poll(params("support"), member("support", BOB))
    assert set(story.state.agents) == {BOB}


@pytest.mark.parametrize("rest", [(), (member("support", EVA),)], ids=["all", "all that a database has"])
def test_that_a_list_without_its_members_is_believed_when_a_second_says_so(
    story: Story, rest: tuple[AmiMessage, ...]
) -> None:
    story.lists(*ROWS, *rest)
    story.talk(ANN, "l1")
    signed_in_ms = story.agent(BOB).availability_since_ms
    told = len(story.events)
    story.wait(POLL_S)
    story.poll(params("support"), *rest)
    assert story.agent(ANN).availability is Availability.READY
    story.wait(POLL_S)
    story.poll(params("support"), *(member("support", one, LoginTime=1795284570) for one in (ANN, BOB)), *rest)
    assert story.events[told:] == []
    assert story.agent(ANN).activity is Activity.TALKING
    assert story.agent(BOB).availability_since_ms == signed_in_ms
    for _ in range(2):
        story.wait(POLL_S)
        story.poll(params("support"), *rest)
    assert BOB not in story.state.agents
    assert story.agent(ANN).availability is Availability.LOGGED_OUT, "the talk goes on"


def test_that_a_hiccup_each_hour_is_as_good_as_none(story: Story) -> None:
    story.open(ANN, BOB)
    for _ in range(3):
        story.wait(POLL_S)
        story.poll(params("support"))
        story.wait(POLL_S)
        story.poll(*ROWS)
    assert _told(story, e.MemberRemoved) == 0


def test_that_lists_in_quick_succession_are_of_the_same_hiccup(story: Story) -> None:
    story.open(ANN, BOB)
    for _ in range(3):
        story.poll(params("support"))
        story.wait(5)
    assert set(story.state.agents) == {ANN, BOB}


def test_that_a_member_removed_by_an_event_is_gone_at_once(story: Story) -> None:
    story.open(ANN)
    story.send("QueueMemberRemoved", Queue="support", Interface=ANN)
    assert story.state.agents == {}


def test_that_a_queue_out_of_the_list_for_once_keeps_callers_talks_and_members(story: Story) -> None:
    story.open(ANN, BOB)
    story.talk(ANN, "l1", "c0")
    story.caller("c1")
    story.wait(POLL_S)
    story.poll()
    story.wait(MISSED_MS / 1000)
    _answer(story, IN_QUEUE)
    story.wait(POLL_S)
    story.poll(*ROWS)
    assert (_told(story, e.QueueRemoved), _told(story, e.CallerLeft), _told(story, e.MemberRemoved)) == (0, 0, 0)
    assert set(story.state.calls) == {CallId("c0"), CallId("c1")}


def test_that_who_waits_in_a_queue_that_is_listed_no_more_waits_to_its_own_end(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    for _ in range(3):
        story.wait(POLL_S)
        story.poll()
        story.wait(MISSED_MS / 1000)
        _answer(story, IN_QUEUE)
    story.send("HangupRequest", Uniqueid="c1")
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1)
    story.send("Hangup", Uniqueid="c1")
    assert (story.booked(b.Abandoned), story.booked(b.Unobserved)) == (1, 0)
    story.wait(POLL_S)
    story.poll()
    assert QueueId("support") not in story.state.queues
    assert story.state.agents == {}


def test_that_the_recorded_caller_of_a_queue_that_a_database_lost_abandons(story: Story) -> None:
    story.lists(params("rt1"))
    messages = heard("queue_gone_with_its_caller")
    story.pbx_state.now_ms = round(float(messages[0].get("Timestamp")) * 1000)
    for message in messages:
        if message.event == "HangupRequest":
            for _ in range(2):
                story.poll()
                story.wait(MISSED_MS / 1000)
                _answer(story, IN_QUEUE)
        story.apply(message)
    story.wait(5)
    assert [type(booking).__name__ for booking in story.bookings] == ["Offered", "Abandoned"]


def test_that_a_caller_listed_by_no_queue_waits_on_in_one_that_came_back(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll()
    for _ in range(3):
        story.wait(POLL_S)
        story.poll(params("support"), member("support", ANN), entry("support", "c2"))
        _answer(story, IN_QUEUE)
    assert set(story.state.calls) == {CallId("c1"), CallId("c2")}
    assert story.booked(b.Offered) == 2


@pytest.mark.parametrize(
    "rows", [(), (event("Status", Uniqueid="c1", Application="Playback"),)], ids=["gone", "on"]
)
def test_that_a_caller_who_is_in_no_queue_any_more_left_unseen(story: Story, rows: tuple[AmiMessage, ...]) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(params("support"), member("support", ANN))
    assert story.state.calls
    story.wait(MISSED_MS / 1000)
    _answer(story, *rows)
    [left] = story.of(e.CallerLeft)
    assert left.exit is e.Exit.UNOBSERVED


def test_that_nothing_is_asked_of_a_caller_whose_end_was_told_meanwhile(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(params("support"), member("support", ANN))
    story.hang_up("c1")
    story.wait(MISSED_MS / 1000)
    assert story.pbx_state.inquiries == []
    assert story.booked(b.Abandoned) == 1


def test_that_an_answer_that_comes_too_late_changes_nothing(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(params("support"), member("support", ANN))
    story.wait(MISSED_MS / 1000)
    story.ring(ANN, "l1")
    story.connect(ANN, "l1")
    _answer(story)
    assert story.agent(ANN).activity is Activity.TALKING


def test_that_a_caller_known_before_a_lost_connection_waits_on_where_its_queue_is_not_listed(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.wait(POLL_S)
    story.lists(channels=(channel("c1", "PJSIP/trunk-000000c1", Application="Queue", ApplicationData="support"),))
    story.wait(MISSED_MS / 1000)
    _answer(story, IN_QUEUE)
    assert set(story.state.calls) == {CallId("c1")}
    assert story.agent(ANN).availability is Availability.READY


def test_that_members_and_queues_that_come_back_keep_the_day(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.hang_up("c1")
    story.wait(10)
    for _ in range(2):
        story.wait(POLL_S)
        story.poll()
    assert (story.state.queues, story.state.agents) == ({}, {})
    story.poll(*ROWS)
    assert set(story.state.agents) == {AgentId(ANN), AgentId(BOB)}
    assert [type(booking).__name__ for booking in story.bookings] == ["Offered", "Answered", "Handled"]
