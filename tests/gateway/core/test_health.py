"""How the core is: up only while every source is, and with what else ``/healthz`` has to say."""

from tests.domain.words import DAY_MS, link, ms, queue
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import GroupId
from wallboard.domain.restart.checkpoint import recall, remember
from wallboard.gateway.core.health import CoreHealthReport
from wallboard.gateway.health import CoreHealth


def test_that_the_core_is_up_only_while_every_source_is() -> None:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    report = CoreHealthReport(engine)
    assert not report.is_up
    engine.apply(link(SourceStatus.UP, 0))
    assert report.is_up
    engine.apply(link(SourceStatus.SYNCING, 1))
    assert not report.is_up
    report.reload_failed = True
    assert report() == CoreHealth(
        links={"pbx": "syncing"}, groups_without_queues=0, clock_ahead_s=0, reload_failed=True, ledger=None
    )


def test_that_groups_without_a_queue_are_counted_and_not_named() -> None:
    groups = Groups(by_id={GroupId("a"): GroupRule(queues=("sales",)), GroupId("b"): GroupRule(queues=("suport",))})
    engine = Engine(Calendar(), Goals(), DAY_MS, groups=groups)
    engine.apply(queue("pbx:sales"))
    assert CoreHealthReport(engine)().groups_without_queues == 1


def test_that_it_says_until_when_todays_counts_are_by_an_older_goal() -> None:
    before = Engine(Calendar(), Goals(), DAY_MS)
    before.apply(queue("pbx:sales"))
    before.flush(ms(60))
    goals = Goals(default=Goal(threshold_s=60))
    after = Engine(Calendar(), goals, ms(70))
    recall(after, remember(before, with_samples=False), [])
    report = CoreHealthReport(after)
    assert report().older_goals_until is None
    after.apply(queue("pbx:sales", 70))
    assert report().older_goals_until == "2026-03-02T08:01:00+00:00"
    again = Engine(Calendar(), goals, ms(90))
    recall(again, remember(after, with_samples=False), [])
    again.apply(queue("pbx:sales", 90))
    assert CoreHealthReport(again)().older_goals_until == "2026-03-02T08:01:00+00:00"
    again.renew(goals=Goals(default=Goal(threshold_s=90)))
    assert CoreHealthReport(again)().older_goals_until == "2026-03-02T08:01:10+00:00"
    again.flush(ms(24 * 3600))
    assert CoreHealthReport(again)().older_goals_until is None


def test_that_other_goals_without_a_restart_leave_nothing_by_an_older_one() -> None:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    engine.apply(queue("pbx:sales"))
    engine.renew(goals=Goals(default=Goal(threshold_s=90)))
    assert CoreHealthReport(engine)().older_goals_until is None
