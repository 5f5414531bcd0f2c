"""A checkpoint in parts is all that a restart needs beside intervals; a commit writes what changed."""

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.any_day import STEPS, told_at
from tests.domain.restart.test_checkpoint import (
    CENTRE,
    GAPS_S,
    MOVED_AFTER,
    UP,
    Step,
    engine_of,
    figures,
    restarted,
)
from tests.domain.words import DAY_MS, answers, ends, handles, hangs_up, joins, ms, queue
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.figures import AnyEntity, Sample, Window
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, GroupId, Key, QueueId, ScopeId
from wallboard.domain.restart.checkpoint import finished_intervals, recall_day
from wallboard.domain.restart.parts import ChangedParts, CheckpointPart, Parts
from wallboard.domain.restart.stored_day import day_of


class Kept:
    """What a database has of one engine: finished intervals, and the parts."""

    def __init__(self, engine: Engine) -> None:
        self.intervals: dict[tuple[ScopeId, int], IntervalRow] = {}
        self.parts: dict[CheckpointPart, bytes] = {}
        self._changed = ChangedParts()
        engine.recorders.append(self)

    def record(self, contact: Contact) -> None:
        """Contacts are in the parts."""

    def record_interval(self, row: IntervalRow) -> None:
        self.intervals[row.scope, row.start_ms] = row

    def commit(self, engine: Engine) -> Parts:
        changed = self._changed.take(engine)
        for part, content in changed.items():
            if content is None:
                del self.parts[part]
            else:
                self.parts[part] = content
        return changed


def restarted_by_parts(
    kept: Kept, now_s: float, goals: Goals | None = None, groups: Groups | None = None
) -> Engine:
    """Another engine that was told what was committed."""
    new = Engine(Calendar(), goals or Goals(), ms(now_s), groups=groups)
    day = day_of(kept.parts)
    assert day is not None
    day_ms = Calendar().day_start_ms(day.checkpoint.at_ms)
    recall_day(new, day, [row for row in kept.intervals.values() if row.start_ms >= day_ms])
    return new


def entities(engine: Engine) -> dict[Key, AnyEntity]:
    """What there is to show, whatever was told first."""
    return {entity.key: replace(entity, rev=0) for entity in engine.entities()}


@given(st.lists(st.tuples(STEPS, GAPS_S), min_size=1, max_size=3))
@example([([(0.0, event, False) for event in MOVED_AFTER], 3.0)])
def test_that_a_restart_by_parts_is_one_by_a_whole_checkpoint(parts: list[tuple[list[Step], float]]) -> None:
    engine = engine_of(*CENTRE, UP)
    kept, at_s = Kept(engine), 0.0
    for steps, gap_s in parts:
        for pause_s, event, looks in steps:
            at_s += pause_s
            engine.apply(told_at(event, at_s))
            if looks:
                engine.flush(ms(at_s))
                kept.commit(engine)
        engine.flush(ms(at_s))
        kept.commit(engine)
        whole, by_parts = restarted(engine, at_s + gap_s), restarted_by_parts(kept, at_s + gap_s)
        at_s += gap_s
        assert figures(by_parts, at_s) == figures(whole, at_s)
        assert finished_intervals(by_parts) == finished_intervals(whole)
        assert by_parts.series(ALL) == whole.series(ALL)
        assert entities(by_parts) == entities(whole)


def test_that_a_commit_has_only_what_changed() -> None:
    engine = engine_of(*CENTRE, UP, joins("a", "sales", 10))
    kept = Kept(engine)
    engine.flush(ms(11))
    kept.commit(engine)
    engine.flush(ms(12))
    assert {part.kind for part in kept.commit(engine)} == {"moment"}
    engine.apply(answers("ana", "a", 13))
    engine.flush(ms(13))
    changed = kept.commit(engine)
    assert {(part.kind, part.key) for part in changed if part.kind != "moment"} == {
        ("call", "a"),
        ("contact", "a"),
        ("contacts", "a"),
        ("position", "a"),
    }
    engine.apply(ends("a", 14))
    engine.flush(ms(14))
    gone = {part.kind for part, content in kept.commit(engine).items() if content is None}
    assert gone == {"call", "contact"}
    assert day_of(kept.parts) is not None


def test_that_parts_of_another_engine_are_removed_and_its_own_are_written() -> None:
    engine, other = engine_of(*CENTRE, UP, joins("a", "sales", 10)), engine_of(*CENTRE, UP)
    for one in (engine, other):
        one.flush(ms(70))
    kept = Kept(engine)
    engine.apply(hangs_up("a", 71))
    kept.commit(engine)
    changed = ChangedParts(kept.parts).take(other)
    assert {(part.kind, part.key) for part, content in changed.items() if content is None} == {("contacts", "a")}
    assert {part.kind for part, content in changed.items() if content} >= {"moment", "windows", "queue"}
    kept.parts.update({part: content for part, content in changed.items() if content})


def test_that_a_restart_counts_all_of_today_by_the_goals_and_groups_of_then() -> None:
    engine = engine_of(*CENTRE, UP, joins("a", "sales", 10), answers("ana", "a", 25), ends("a", 50))
    kept = Kept(engine)
    engine.apply(handles("ana", "a", "sales", 60, talk_s=25))
    engine.flush(ms(1_000))
    kept.commit(engine)
    goals = Goals(default=Goal(threshold_s=10))
    team = GroupId("team")
    groups = Groups(by_id={team: GroupRule(queues=("*",))})
    after = restarted_by_parts(kept, 1_010, goals, groups)
    for name in ("sales", "support"):  # until then the stored threshold could be the PBX's own
        after.apply(queue(name, 1_010))
    while after.rebook():
        pass
    now = figures(after, 1_011)
    for scope in (ALL, team, QueueId("sales")):
        tally = now[scope, Window.TODAY].tally
        assert (tally.offered, tally.answered, tally.answered_in, tally.handled) == (1, 1, 0, 1)
    assert after.kept_until_ms == 0
    rows = [row for row in finished_intervals(after) if row.scope == team]
    assert [(row.start_ms, row.tally.answered) for row in rows] == [(DAY_MS, 1)]


def test_that_the_charts_last_hour_outlives_a_restart() -> None:
    engine = engine_of(*CENTRE, UP, joins("a", "sales", 10))
    kept = Kept(engine)
    for at_s in range(11, 5_000, 3):
        engine.flush(ms(at_s))
        kept.commit(engine)
    after = restarted_by_parts(kept, 5_000)
    assert after.series(ALL) == engine.series(ALL)
    assert sum(isinstance(point, Sample) for point in after.series(ALL)) == 720
    assert sum(part.kind == "sample" for part in kept.parts) == 720
