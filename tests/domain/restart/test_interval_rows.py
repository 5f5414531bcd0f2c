"""Agents' times, outages and goals of finished intervals over a restart, and of what an older Wallboard kept."""

import msgspec

from tests.domain.restart.test_checkpoint import CENTRE, TEAM, UP, engine_of, figures, restarted, tell, unconfirmed
from tests.domain.words import is_now, link, ms, queue
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import Availability, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, QueueId
from wallboard.domain.restart.checkpoint import Checkpoint, finished_intervals, recall, remember


def _in_two_states() -> Engine:
    """Ana is ready for 100 s and paused from then on; the PBX is lost from 500 s to 560 s."""
    return engine_of(
        *CENTRE, UP, is_now("ana", Availability.READY, 0), is_now("ana", Availability.PAUSED, 100),
        link(SourceStatus.DOWN, 500), link(SourceStatus.UP, 560), queue("north:q"),
    )  # fmt: skip


def test_that_agents_times_and_outages_are_in_the_interval_of_the_restart_and_in_the_finished_ones() -> None:
    before = _in_two_states()
    before.flush(ms(1_000))
    after = restarted(before, 1_060)
    tell(
        after, unconfirmed(after), *CENTRE, is_now("ana", Availability.PAUSED, 1_060), link(SourceStatus.UP, 1_060)
    )
    after.flush(ms(1_800))
    first, second = after.metrics.counters[QueueId("sales")].intervals
    assert (first.ready_ms, first.paused_ms, first.logged_in_ms, first.unobserved_ms) == (
        100_000, 740_000, 840_000, 60_000,
    )  # fmt: skip
    assert (second.paused_ms, second.logged_in_ms, second.unobserved_ms) == (840_000, 840_000, 60_000)
    after.renew(groups=Groups(by_id={TEAM: GroupRule(queues=("sales",))}))
    while after.rebook():
        pass
    team = after.metrics.counters[TEAM]
    assert [row.unobserved_ms for row in team.intervals] == [60_000, 60_000]
    assert [one.unobserved_ms for one in team.figures(ms(1_800), 0)] == [120_000, 0, 120_000]


def test_that_what_an_older_file_does_not_say_of_agents_is_not_known() -> None:
    before = _in_two_states()
    before.flush(ms(1_000))
    memory = msgspec.to_builtins(remember(before, with_samples=False))
    del memory["outages"]
    for sums in memory["counters"]:
        for name in ("paused_ms", "other_ms", "agents_since_ms"):
            del sums[name]
        for window in (sums["today"], sums["interval"], *sums["minutes"]):
            del window["paused_ms"], window["other_ms"]
    finished = [
        IntervalRow(scope=row.scope, start_ms=row.start_ms, tally=row.tally) for row in finished_intervals(before)
    ]
    after = Engine(Calendar(), Goals(), ms(1_060))
    recall(after, msgspec.convert(memory, Checkpoint), finished)
    tell(
        after, unconfirmed(after), *CENTRE, is_now("ana", Availability.PAUSED, 1_060), link(SourceStatus.UP, 1_060)
    )
    after.flush(ms(1_800))
    after.flush(ms(2_700))
    old, partly, new = after.metrics.counters[QueueId("sales")].intervals
    assert (old.end_ms, old.paused_ms, old.handling_ms, old.goal) == (None, None, None, None)
    assert (partly.ready_ms, partly.paused_ms, partly.logged_in_ms) == (0, None, None)
    assert (new.paused_ms, new.logged_in_ms) == (900_000, 900_000)
    after.renew(groups=Groups(by_id={TEAM: GroupRule(queues=("sales",))}))
    today, *_ = after.metrics.counters[TEAM].figures(ms(2_700), 0)
    assert today.unobserved_ms == 120_000


def test_that_rows_of_before_a_restart_keep_the_goal_that_they_were_counted_by() -> None:
    before = engine_of(*CENTRE, UP)
    before.flush(ms(1_000))
    after = restarted(before, 1_060)
    tell(after, unconfirmed(after), *CENTRE, link(SourceStatus.UP, 1_060))
    after.flush(ms(1_800))
    goal = Goal(threshold_s=60)
    after.renew(goals=Goals(default=goal))
    while after.rebook():
        pass
    assert [row.goal for row in after.metrics.counters[QueueId("sales")].intervals] == [Goal(), goal]


def test_that_a_group_goes_on_saying_since_when_it_counts_agents_time() -> None:
    before = engine_of(*CENTRE, UP, is_now("ana", Availability.READY, 0))
    before.flush(ms(100))
    before.renew(groups=Groups(by_id={TEAM: GroupRule(queues=("s*",))}))
    memory = remember(before, with_samples=False)
    after = Engine(Calendar(), Goals(), ms(110), groups=before.state.group_rules)
    recall(after, memory, [])
    assert figures(after, 120)[TEAM, Window.TODAY].agents_since_ms == ms(100)
    assert figures(after, 120)[ALL, Window.TODAY].agents_since_ms is None
