"""A poll corrects what no event tells, and what an event tells later is not told twice."""

from tests.pbx.asterisk.story import NOW_MS, Story, entry, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import CallId, QueueId

ANN, BOB = "PJSIP/1001", "PJSIP/1002"
ROWS = (params("support"), member("support", ANN), member("support", BOB))


def test_that_a_poll_shows_members_that_no_event_told_of(story: Story) -> None:
    story.open(ANN)
    story.poll(params("support"), member("support", BOB, Penalty=4))
    assert set(story.state.agents) == {BOB}
    [membership] = story.state.memberships.values()
    assert membership.level == 4


def test_that_a_queue_called_all_is_a_queue_like_any_other(story: Story) -> None:
    story.lists(params("all"), member("all", ANN))
    assert [found.queue_id for found in story.of(e.QueueFound)] == ["all"]
    assert [membership.queue_id for membership in story.state.memberships.values()] == ["all"]


def test_that_a_reload_which_lost_the_reason_does_not_restart_the_pause(story: Story) -> None:
    paused_s = NOW_MS // 1000 - 60
    story.lists(params("support"), member("support", ANN, Paused=1, PausedReason="Lunch", LastPause=paused_s))
    story.wait(10)
    reloaded = member("support", ANN, Paused=1, LastPause=NOW_MS // 1000 + 10)
    story.poll(params("support"), reloaded)
    ann = story.agent(ANN)
    assert (ann.pause_reason, ann.availability_since_ms) == ("", paused_s * 1000)


def test_that_a_reload_which_forgets_a_call_in_progress_does_not_end_it(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.poll(params("support"), member("support", ANN, Status=2, InCall=0, LastCall=0, CallsTaken=0))
    assert story.agent(ANN).activity is Activity.TALKING
    assert story.of(e.CallHandled) == []


def test_that_a_poll_shows_priority_and_position(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(*ROWS, entry("support", "c1", Position=3, Priority=9))
    assert story.state.positions == {"c1": 3}
    assert story.state.calls[CallId("c1")].priority == 9


def test_that_an_abandon_told_after_the_poll_stays_an_abandon(story: Story) -> None:
    story.open(ANN)
    story.caller("c1")
    story.poll(*ROWS)
    story.send("HangupRequest", Uniqueid="c1")
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.wait(10)
    assert (story.booked(b.Abandoned), story.booked(b.Unobserved)) == (1, 0)


def test_that_a_caller_only_a_poll_told_of_is_not_told_again_by_its_late_join(story: Story) -> None:
    story.open(ANN)
    story.poll(*ROWS, entry("support", "c1"))
    story.caller("c1")
    assert story.booked(b.Offered) == 1


def test_that_a_queue_deleted_between_answer_and_talk_goes_when_its_caller_is_with_the_agent(story: Story) -> None:
    story.lists(*ROWS, params("sales"), member("sales", ANN))
    story.caller()
    story.ring(ANN, "l1")
    story.send("Newstate", Uniqueid="l1", ChannelState=6)
    story.send("DialEnd", Uniqueid="c1", DestUniqueid="l1", DialStatus="ANSWER")
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1, Count=0)
    rest = (params("sales"), member("sales", ANN))
    story.poll(*rest)
    story.send("AgentConnect", Uniqueid="c1", DestUniqueid="l1", Queue="support", Interface=ANN)
    story.meet("b1", "l1", "c1")
    assert story.state.calls[CallId("c1")].agent_id == ANN
    story.wait(20)
    story.poll(*rest)
    assert QueueId("support") not in story.state.queues
    assert (story.booked(b.Unobserved), story.booked(b.Answered)) == (0, 1)
    assert story.agent(ANN).call_id in story.state.calls


def test_that_another_service_level_is_told(story: Story) -> None:
    story.lists(params("support", 0))
    story.poll(params("support", 45))
    assert [event.service_level_s for event in story.of(e.QueueFound)] == [None, 45.0]
