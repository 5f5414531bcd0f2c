"""What happens to an agent: wrap-up, hold, what is booked of a talk."""

from tests.pbx.asterisk.story import NOW_MS, Story, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity

NOW_S = NOW_MS // 1000
ANN = "PJSIP/1001"
BOB = "PJSIP/1002"


def test_that_wrap_up_ends_by_our_own_clock(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.wait(30)
    story.hang_up("l1")
    ann = story.agent(ANN)
    assert (ann.activity, ann.free_at_ms) == (Activity.WRAP_UP, NOW_MS + 35_000)
    story.wait(4.9)
    assert story.agent(ANN).activity is Activity.WRAP_UP
    story.wait(0.1)
    assert story.agent(ANN).activity is Activity.IDLE
    [handled] = story.of(e.CallHandled)
    assert (handled.talk_ms, handled.wrap_up_ms) == (30_000, 5_000)


def test_that_a_members_own_wrap_up_time_wins_over_the_queues(story: Story) -> None:
    story.lists(params("support"), member("support", ANN, Wrapuptime=20))
    story.talk(ANN, "l1")
    story.hang_up("l1")
    assert story.agent(ANN).free_at_ms == NOW_MS + 20_000


def test_that_a_wrap_up_which_ended_while_the_pbx_was_away_took_no_longer_than_it_may(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.hang_up("l1")
    story.hang_up("c1")
    story.pbx_state.now_ms += 60_000
    story.wait(0)
    [handled] = story.of(e.CallHandled)
    assert handled.wrap_up_ms == 5_000


def test_that_the_next_call_cuts_a_wrap_up_short(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.hang_up("l1")
    story.hang_up("c1")
    story.wait(2)
    story.talk(ANN, "l2", "c2")
    [handled] = story.of(e.CallHandled)
    assert handled.wrap_up_ms == 2_000
    assert story.agent(ANN).activity is Activity.TALKING


def test_that_a_wrap_up_begun_before_the_gateway_is_shown_and_not_booked(story: Story) -> None:
    story.lists(params("support"), member("support", ANN, LastCall=NOW_S - 2))
    ann = story.agent(ANN)
    assert (ann.activity, ann.free_at_ms) == (Activity.WRAP_UP, NOW_MS + 3_000)
    story.wait(3)
    assert story.agent(ANN).activity is Activity.IDLE
    assert story.bookings == []


def test_that_hold_is_told_and_kept_out_of_the_talk(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.wait(10)
    story.send("Hold", Uniqueid="l1")
    assert story.agent(ANN).activity is Activity.HOLD
    story.wait(20)
    story.send("Unhold", Uniqueid="l1")
    assert story.agent(ANN).activity is Activity.TALKING
    story.wait(5)
    story.hang_up("l1")
    story.wait(5)
    [handled] = story.of(e.CallHandled)
    assert (handled.talk_ms, handled.hold_ms) == (15_000, 20_000)
    assert (len(story.of(e.CallHeld)), len(story.of(e.CallResumed))) == (1, 1)


def test_that_a_leg_hung_up_on_hold_ends_the_hold_too(story: Story) -> None:
    story.open(ANN)
    story.talk(ANN, "l1")
    story.send("Hold", Uniqueid="l1")
    story.wait(20)
    story.hang_up("l1")
    story.wait(5)
    [handled] = story.of(e.CallHandled)
    assert (handled.talk_ms, handled.hold_ms) == (0, 20_000)
