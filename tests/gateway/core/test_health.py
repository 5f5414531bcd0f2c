"""How the core is: up only while every source is, and with what else ``/healthz`` has to say."""

from tests.domain.words import DAY_MS, link, queue
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import GroupId
from wallboard.gateway.core.health import CoreHealthReport
from wallboard.gateway.health import CoreHealth


def test_that_the_core_is_up_only_while_every_source_is() -> None:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    report = CoreHealthReport(engine.state)
    assert not report.is_up
    engine.apply(link(SourceStatus.UP, 0))
    assert report.is_up
    engine.apply(link(SourceStatus.SYNCING, 1))
    assert not report.is_up
    report.reload_failed = True
    assert report() == CoreHealth(
        links={"pbx": "syncing"}, groups_without_queues=[], clock_ahead_s=0, reload_failed=True, ledger=None
    )


def test_that_a_group_without_a_queue_is_named() -> None:
    groups = Groups(by_id={GroupId("a"): GroupRule(queues=("sales",)), GroupId("b"): GroupRule(queues=("suport",))})
    engine = Engine(Calendar(), Goals(), DAY_MS, groups=groups)
    engine.apply(queue("pbx:sales"))
    assert CoreHealthReport(engine.state)().groups_without_queues == ["b"]
