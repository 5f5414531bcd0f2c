"""Links, queues, agents, memberships and monitors: what each event changes, and what it leaves alone."""

import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import agent, answers, does, is_now, joins, link, member, ms, pauses, queue, unpauses
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, MonitorMode, SourceStatus, membership_key
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.ids import AgentId, CommandId, QueueId, SourceId


@pytest.fixture
def centre() -> Centre:
    return Centre(queue("sales"), queue("support"), agent("ann"), member("sales", "ann"), member("support", "ann"))


def test_that_a_link_keeps_the_start_of_its_status_while_only_the_reason_changes() -> None:
    centre = Centre(link(SourceStatus.DOWN, 0, "refused"), link(SourceStatus.DOWN, 10, "no route"))
    pbx = centre.state.sources[SourceId("pbx")]
    assert (pbx.status, pbx.since_ms, pbx.reason) == (SourceStatus.DOWN, ms(0), "no route")
    centre.tell(link(SourceStatus.UP, 20))
    assert centre.state.sources[SourceId("pbx")].since_ms == ms(20)


def test_that_trying_again_makes_a_lost_link_no_younger() -> None:
    centre = Centre(link(SourceStatus.UP, 0), link(SourceStatus.DOWN, 10))
    centre.tell(link(SourceStatus.SYNCING, 60), link(SourceStatus.DOWN, 61))
    assert centre.state.sources[SourceId("pbx")].since_ms == ms(10)


def test_that_a_queue_has_the_pbx_threshold_in_the_default_goal() -> None:
    centre = Centre(queue("sales", service_level_s=45), goals=Goals(default=Goal(target_pct=90)))
    assert centre.state.queues[QueueId("sales")].goal == Goal(threshold_s=45, target_pct=90)


def test_that_a_queue_that_goes_takes_its_waiting_callers_and_memberships_with_it(centre: Centre) -> None:
    centre.tell(joins("waits", "sales", 0), joins("talks", "sales", 0), answers("ann", "talks", 5))
    changes = centre.tell(e.QueueRemoved(at_ms=ms(10), queue_id=QueueId("sales")))
    assert {key.kind for key in changes.gone} == {"queue", "call", "membership"}
    assert centre.counted(b.Unobserved, "sales") == 1
    assert list(centre.state.calls) == ["talks"]
    assert centre.state.queues_of[AgentId("ann")] == {"support"}


def test_that_an_agent_who_goes_takes_the_memberships_along(centre: Centre) -> None:
    changes = centre.tell(e.AgentRemoved(at_ms=ms(1), agent_id=AgentId("ann")))
    assert sorted(key.kind for key in changes.gone) == ["agent", "membership", "membership"]
    assert centre.state.memberships == {}
    assert centre.state.queues_of == {}


def test_that_an_agent_told_of_again_gets_a_new_name_and_keeps_the_state(centre: Centre) -> None:
    centre.tell(is_now("ann", Availability.PAUSED, 5, reason="lunch"))
    centre.tell(e.AgentFound(at_ms=ms(9), agent_id=AgentId("ann"), name="Ann Smith"))
    assert centre.agent("ann").name == "Ann Smith"
    assert centre.agent("ann").availability is Availability.PAUSED
    assert centre.agent("ann").pause_reason == "lunch"


def test_that_a_membership_told_of_again_gets_the_new_level_and_position(centre: Centre) -> None:
    centre.tell(member("sales", "ann", 5, level=3, position=2))
    sales = [m for m in centre.state.memberships.values() if m.queue_id == "sales"]
    assert [(m.level, m.position) for m in sales] == [(3, 2)]
    centre.tell(e.MemberRemoved(at_ms=ms(6), queue_id=QueueId("sales"), agent_id=AgentId("ann")))
    assert centre.state.queues_of[AgentId("ann")] == {"support"}


def test_that_a_pause_in_one_queue_is_of_that_membership_alone(centre: Centre) -> None:
    centre.tell(pauses("ann", "sales", 5, reason="Backoffice", since_s=3))
    sales, support = (
        centre.state.memberships[membership_key(QueueId(name), AgentId("ann"))] for name in ("sales", "support")
    )
    assert (sales.paused, sales.pause_reason, sales.pause_since_ms) == (True, "Backoffice", ms(3))
    assert not support.paused
    assert centre.agent("ann").availability is not Availability.PAUSED
    centre.tell(member("sales", "ann", 6, level=2))
    assert centre.state.memberships[sales.key].paused
    centre.tell(unpauses("ann", "sales", 9))
    sales = centre.state.memberships[sales.key]
    assert (sales.paused, sales.pause_reason, sales.pause_since_ms, sales.level) == (False, "", ms(9), 2)
    assert centre.state.paused_in == {}


def test_that_who_leaves_a_queue_takes_no_pause_along(centre: Centre) -> None:
    centre.tell(pauses("ann", "sales", 5), pauses("ann", "support", 5))
    centre.tell(e.MemberRemoved(at_ms=ms(6), queue_id=QueueId("sales"), agent_id=AgentId("ann")))
    assert centre.state.paused_in == {"ann": {"support"}}
    centre.tell(member("sales", "ann", 7))
    assert not centre.state.memberships[membership_key(QueueId("sales"), AgentId("ann"))].paused
    centre.tell(e.AgentRemoved(at_ms=ms(8), agent_id=AgentId("ann")))
    assert centre.state.paused_in == {}


def test_that_do_not_disturb_is_kept_with_the_agent(centre: Centre) -> None:
    centre.tell(is_now("ann", Availability.READY, 5, do_not_disturb=True))
    assert centre.agent("ann").do_not_disturb
    centre.tell(is_now("ann", Availability.READY, 9))
    assert not centre.agent("ann").do_not_disturb


def test_that_each_axis_of_an_agent_leaves_the_other_alone(centre: Centre) -> None:
    centre.tell(does("ann", Activity.TALKING, 5, call="c"), is_now("ann", Availability.PAUSED, 7))
    ann = centre.agent("ann")
    assert (ann.activity, ann.activity_since_ms, ann.call_id) == (Activity.TALKING, ms(5), "c")
    assert (ann.availability, ann.availability_since_ms) == (Availability.PAUSED, ms(7))


def _started(mode: MonitorMode, at_s: float) -> e.MonitorStarted:
    return e.MonitorStarted(
        at_ms=ms(at_s), monitor_id=CommandId("m"), agent_id=AgentId("ann"), extension="2001", mode=mode
    )


def test_that_a_monitoring_goes_from_mode_to_mode_and_ends(centre: Centre) -> None:
    centre.tell(_started(MonitorMode.LISTEN, 1))
    centre.tell(e.MonitorModeChanged(at_ms=ms(5), monitor_id=CommandId("m"), mode=MonitorMode.BARGE))
    monitor = centre.state.monitors[CommandId("m")]
    assert (monitor.mode, monitor.since_ms) == (MonitorMode.BARGE, ms(1))
    centre.tell(e.MonitorEnded(at_ms=ms(9), monitor_id=CommandId("m")))
    assert centre.state.monitors == {}


@pytest.mark.parametrize(
    "news",
    [
        link(SourceStatus.UP, 5),
        queue("sales", 5),
        agent("ann", 5),
        member("sales", "ann", 5),
        pauses("ann", "sales", 5, reason="Lunch"),
        is_now("ann", Availability.READY, 5, do_not_disturb=True),
        does("ann", Activity.RINGING, 5),
        _started(MonitorMode.LISTEN, 5),
        e.MonitorModeChanged(at_ms=ms(5), monitor_id=CommandId("m"), mode=MonitorMode.LISTEN),
    ],
    ids=lambda news: type(news).__name__,
)
def test_that_news_told_twice_changes_nothing(centre: Centre, news: e.Event) -> None:
    centre.tell(_started(MonitorMode.LISTEN, 1), news)
    assert centre.tell(news).put == {}


@pytest.mark.parametrize(
    "news",
    [
        e.QueueRemoved(at_ms=ms(1), queue_id=QueueId("x")),
        e.AgentRemoved(at_ms=ms(1), agent_id=AgentId("x")),
        e.MemberRemoved(at_ms=ms(1), queue_id=QueueId("x"), agent_id=AgentId("x")),
        pauses("x", "sales", 1),
        pauses("ann", "x", 1),
        is_now("x", Availability.READY, 1),
        does("x", Activity.RINGING, 1),
        e.MonitorModeChanged(at_ms=ms(1), monitor_id=CommandId("x"), mode=MonitorMode.LISTEN),
        e.MonitorEnded(at_ms=ms(1), monitor_id=CommandId("x")),
    ],
    ids=lambda news: type(news).__name__,
)
def test_that_news_of_the_unknown_is_ignored(centre: Centre, news: e.Event) -> None:
    changes = centre.tell(news)
    assert (changes.put, changes.gone, changes.bookings) == ({}, {}, [])


def test_that_revisions_only_grow_and_are_never_given_twice(centre: Centre) -> None:
    revs = [entity.rev for entity in centre.shadow.values()]
    centre.tell(joins("c", "sales", 1), answers("ann", "c", 2))
    revs.append(centre.call("c").rev)
    assert len(set(revs)) == len(revs)
    assert max(revs) == revs[-1] == centre.state.version
