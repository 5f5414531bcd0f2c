"""A day outlives a restart: what was counted stays, and what goes on is counted as if nobody had been away."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    ends,
    handles,
    hangs_up,
    is_leaving,
    is_now,
    joins,
    link,
    member,
    moves,
    ms,
    pauses,
    queue,
    unpauses,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import Availability, CallPhase, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Ending
from wallboard.domain.counts.figures import Figures, Interval, Sample, Window
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, PBX, AgentId, CallId, GroupId, Key, QueueId, ScopeId
from wallboard.domain.restart.checkpoint import Checkpoint, finished_intervals, recall, remember
from wallboard.domain.restart.restored import Restored

CENTRE = (link(SourceStatus.SYNCING, 0), queue("sales"), queue("support"), agent("ana"), member("sales", "ana"))
UP = link(SourceStatus.UP, 0)
Step = tuple[float, e.Event, bool]
TEAM = GroupId("team")
GAPS_S = st.sampled_from([0.0, 3.0, 70.0, 1_000.0, 2_500.0, 30_000.0])


def engine_of(*events: e.Event) -> Engine:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    for event in events:
        engine.apply(event)
    return engine


def restarted(engine: Engine, now_s: float) -> Engine:
    """Another engine that was told what this one remembers, by way of a file's bytes."""
    written = msgspec.json.encode(remember(engine, with_samples=True))
    finished = msgspec.json.encode(finished_intervals(engine))
    new = Engine(Calendar(), Goals(), ms(now_s))
    rows = msgspec.json.decode(finished, type=list[IntervalRow])
    recall(new, msgspec.json.decode(written, type=Checkpoint), rows)
    return new


def unconfirmed(engine: Engine) -> Restored:
    """What an engine that was just restarted has to be told of again."""
    return Restored(engine.state, engine.time_ms)


def figures(engine: Engine, now_s: float) -> dict[tuple[ScopeId, Window], Figures]:
    """What there is to show at a moment, whether or not it differs enough to be published."""
    engine.flush(ms(now_s))
    books = engine.metrics.counters.values()
    return {(one.scope, one.window): one for book in books for one in book.figures(ms(now_s), late=0)}


def tell(engine: Engine, untold: Restored, *events: e.Event) -> None:
    for event in events:
        engine.apply(untold.confirm(event))


def test_that_the_day_goes_on_where_it_stopped() -> None:
    before = engine_of(
        *CENTRE, UP, joins("a", "sales", 10), answers("ana", "a", 15), joins("b", "sales", 20), hangs_up("b", 60),
        joins("c", "sales", 1_000),
    )  # fmt: skip
    before.flush(ms(1_010))
    after = restarted(before, 1_020)
    assert after.state.positions == {"c": 1}
    tell(
        after,
        unconfirmed(after),
        *CENTRE,
        joins("c", "sales", 1_020, since_s=1_000),
        link(SourceStatus.UP, 1_020),
    )
    after.apply(answers("ana", "c", 1_030))
    today = figures(after, 1_031)[ALL, Window.TODAY]
    assert (today.tally.offered, today.tally.answered, today.tally.abandoned, today.tally.unobserved) == (
        3,
        2,
        1,
        0,
    )
    assert today.tally.answer_wait_ms == 5_000 + 30_000
    assert today.covered_since_ms == DAY_MS
    starts = [entry.start_ms for entry in after.series(QueueId("sales")) if isinstance(entry, Interval)]
    assert starts == [ms(0)]
    assert any(isinstance(entry, Sample) for entry in after.series(ALL))


def test_that_who_went_while_nobody_looked_is_lost_and_was_not_abandoned() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10), joins("b", "support", 12), answers("ana", "b", 14))
    before.flush(ms(20))
    after = restarted(before, 30)
    untold = unconfirmed(after)
    tell(after, untold, link(SourceStatus.SYNCING, 30), queue("sales", 30))
    for event in untold.gone(PBX, ms(31)):
        after.apply(event)
    assert after.state.calls == {}
    assert set(after.state.queues) == {"sales"}
    today = figures(after, 32)[ALL, Window.TODAY].tally
    assert (today.offered, today.answered, today.unobserved, today.abandoned) == (2, 1, 1, 0)
    assert untold.gone(PBX, ms(33)) == []


def test_that_a_caller_who_arrives_by_our_move_meanwhile_is_not_offered_a_second_time() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10), moves("a", 12, to_queue="support"))
    before.flush(ms(13))
    after = restarted(before, 20)
    tell(after, unconfirmed(after), *CENTRE, joins("a", "support", 20, since_s=14), link(SourceStatus.UP, 20))
    shown = figures(after, 21)
    total = shown[ALL, Window.TODAY].tally
    assert (total.offered, total.flowed_out) == (1, 0)
    assert shown[QueueId("support"), Window.TODAY].tally.offered == 1
    (call,) = after.state.calls.values()
    assert (call.queue_id, call.entered_ms) == ("support", ms(10))


def test_that_who_was_on_the_way_and_waits_where_they_were_has_not_come_anew() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10), moves("a", 12, to_queue="support"))
    before.flush(ms(13))
    after = restarted(before, 20)
    tell(after, unconfirmed(after), *CENTRE, joins("a", "sales", 20, since_s=10), link(SourceStatus.UP, 20))
    total = figures(after, 21)[ALL, Window.TODAY].tally
    assert (total.offered, total.flowed_out) == (1, 0)


def test_that_who_was_answered_and_sent_on_to_an_agent_in_vain_has_not_come_anew() -> None:
    before = engine_of(
        *CENTRE, UP, joins("a", "sales", 10), answers("ana", "a", 15), moves("a", 30, to_agent="bob")
    )  # fmt: skip
    before.flush(ms(31))
    after = restarted(before, 60)
    tell(after, unconfirmed(after), *CENTRE, joins("a", "sales", 60, since_s=55), link(SourceStatus.UP, 60))
    after.apply(answers("ana", "a", 70))
    total = figures(after, 71)[ALL, Window.TODAY].tally
    assert (total.offered, total.answered, total.answer_wait_ms) == (1, 1, 5_000)


@pytest.mark.parametrize(("leg_s", "wait_s"), [(14, 4), (11, 2), (3, 2)])
def test_that_who_was_answered_meanwhile_waited_no_longer_than_until_then(leg_s: float, wait_s: float) -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10))
    before.flush(ms(12))
    after = restarted(before, 600)
    tell(after, unconfirmed(after), *CENTRE, talks("a", "ana", 600, since_s=leg_s), link(SourceStatus.UP, 600))
    total = figures(after, 601)[ALL, Window.TODAY].tally
    assert (total.answered, total.answered_in, total.answer_wait_ms) == (1, 1, wait_s * 1000)


def test_that_a_talk_is_with_whom_it_is_now() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10), answers("ana", "a", 15), joins("b", "sales", 20))
    for event in (answers("bob", "b", 21), e.CallHeld(at_ms=ms(25), call_id=CallId("b"))):
        before.apply(event)
    before.flush(ms(30))
    after = restarted(before, 60)
    tell(after, unconfirmed(after), *CENTRE, talks("a", "eve", 60, since_s=40), talks("b", "bob", 60, since_s=20))
    assert {call.id: (call.agent_id, call.phase) for call in after.state.calls.values()} == {
        "a": ("eve", CallPhase.TALKING),
        "b": ("bob", CallPhase.TALKING),
    }
    assert figures(after, 61)[ALL, Window.TODAY].tally.answered == 2


def test_that_the_time_in_between_is_nobodys_work_and_is_told_as_not_seen() -> None:
    before = engine_of(*CENTRE, UP, is_now("ana", Availability.READY, 0))
    before.flush(ms(100))
    after = restarted(before, 400)
    tell(after, unconfirmed(after), *CENTRE, is_now("ana", Availability.READY, 400), link(SourceStatus.UP, 400))
    today = figures(after, 450)[QueueId("sales"), Window.TODAY]
    assert (today.ready_ms, today.handling_ms, today.unobserved_ms, today.unobserved_min) == (
        150_000,
        0,
        300_000,
        5,
    )
    assert figures(after, 400 + 1_800)[ALL, Window.ROLLING_30].unobserved_ms == 0
    assert figures(after, 400 + 1_800)[ALL, Window.TODAY].unobserved_ms == 300_000


def test_that_a_link_is_down_since_the_figures_stand_until_it_says_otherwise() -> None:
    before = engine_of(*CENTRE, UP)
    before.flush(ms(50))
    after = restarted(before, 60)
    (shown,) = after.state.sources.values()
    assert (shown.status, shown.since_ms) == (SourceStatus.DOWN, ms(50))
    assert after.flush(ms(61)).put[Key("source", "pbx")] == shown
    for at_s in (60, 70):
        after = restarted(after, at_s)
        after.apply(link(SourceStatus.SYNCING, at_s))
        after.apply(link(SourceStatus.DOWN, at_s + 5, "no route"))
        (shown,) = after.state.sources.values()
        assert (shown.status, shown.since_ms) == (SourceStatus.DOWN, ms(50))


def test_that_a_chart_does_not_go_back_where_the_clock_did() -> None:
    before = engine_of(*CENTRE, UP)
    for at_s in (5, 10, 15):
        before.flush(ms(at_s))
    after = Engine(Calendar(), Goals(), ms(11))
    recall(after, replace(remember(before, with_samples=True), at_ms=ms(11)), [])
    after.apply(link(SourceStatus.UP, 12))
    after.flush(ms(15))
    times = [entry.at_ms for entry in after.series(ALL) if isinstance(entry, Sample)]
    assert times == [ms(5), ms(10), ms(15)]


def test_that_an_interval_that_was_kept_before_the_rest_is_not_finished_twice() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10))
    before.flush(ms(899))
    memory = remember(before, with_samples=False)
    before.flush(ms(901))
    after = Engine(Calendar(), Goals(), ms(910))
    recall(after, memory, finished_intervals(before))
    after.flush(ms(911))
    starts = [entry.start_ms for entry in after.series(QueueId("sales")) if isinstance(entry, Interval)]
    assert starts == [ms(0)]


NO_QUEUES = [(0.0, e.QueueRemoved(at_ms=0, queue_id=QueueId(name)), False) for name in ("sales", "support")]
MOVED_AFTER = [joins("c1", "sales", 0), is_leaving("c1", 0), NO_QUEUES[0][1], moves("c1", 0, to_queue="sales")]


@given(st.lists(st.tuples(STEPS, st.booleans(), GAPS_S), min_size=2, max_size=4))
@example([([], False, 0.0), (NO_QUEUES, False, 3.0)])
@example([([(0.0, event, False) for event in MOVED_AFTER], False, 3.0), ([], False, 3.0)])
def test_that_a_restart_is_to_the_figures_what_a_lost_connection_is(
    parts: list[tuple[list[Step], bool, float]],
) -> None:
    stayed, came = engine_of(*CENTRE, UP), engine_of(*CENTRE, UP)
    at_s = 0.0
    for steps, again, gap_s in parts:
        for after_s, event, looks in steps:
            at_s += after_s
            for engine in (stayed, came):
                engine.apply(told_at(event, at_s))
                if looks:
                    engine.flush(ms(at_s))
        stayed.flush(ms(at_s))
        came.flush(ms(at_s))
        assert remember(came, with_samples=False).is_whole
        stayed.apply(link(SourceStatus.DOWN, at_s))
        if again:  # once more before the PBX told anything
            came = restarted(came, at_s + gap_s / 2)
            came.flush(ms(at_s + gap_s / 2))
        at_s += gap_s
        came = restarted(came, at_s)
        untold = unconfirmed(came)
        tell(came, untold, link(SourceStatus.SYNCING, at_s), *recounted(stayed, at_s))
        assert untold.gone(PBX, ms(at_s)) == []
        for engine in (stayed, came):
            engine.apply(link(SourceStatus.UP, at_s))
    assert figures(came, at_s) == figures(stayed, at_s)
    assert who_waits(came) == who_waits(stayed)
    assert {call.id: call.queue_id for call in came.state.calls.values()} == {
        call.id: call.queue_id for call in stayed.state.calls.values()
    }


def who_waits(engine: Engine) -> dict[QueueId, set[CallId]]:
    return {queue_id: calls for queue_id, calls in engine.state.waiting.items() if calls}


def talks(call: str, agent_name: str, at_s: float, *, since_s: float, queue_name: str = "sales") -> e.CallFound:
    """A call that the PBX says somebody talks in now."""
    return e.CallFound(
        at_ms=ms(at_s),
        call_id=CallId(call),
        queue_id=QueueId(queue_name),
        agent_id=AgentId(agent_name),
        number="",
        since_ms=ms(since_s),
    )


def recounted(engine: Engine, at_s: float) -> list[e.Event]:
    """What the PBX tells who has just connected."""
    state, now_ms = engine.state, ms(at_s)
    told: list[e.Event] = [queue(name, at_s) for name in state.queues]
    for person in state.agents.values():
        told += [
            agent(person.id, at_s),
            is_now(person.id, person.availability, at_s, do_not_disturb=person.do_not_disturb),
            does(person.id, person.activity, at_s, direction=person.direction),
        ]
    for one in state.memberships.values():
        told.append(member(one.queue_id, one.agent_id, at_s))
        told.append((pauses if one.paused else unpauses)(one.agent_id, one.queue_id, at_s))
    for call in state.calls.values():
        if call.phase is CallPhase.WAITING:
            told.append(joins(call.id, call.queue_id, at_s, since_s=(call.entered_ms - DAY_MS) / 1000))
        elif call.agent_id is not None:
            since_s = (call.phase_since_ms - DAY_MS) / 1000
            told.append(talks(call.id, call.agent_id, at_s, since_s=since_s, queue_name=call.queue_id))
        else:
            told.append(e.PriorityChanged(at_ms=now_ms, call_id=call.id, priority=1))
    return told


def test_that_each_source_goes_on_when_it_is_heard_again() -> None:
    before = engine_of()
    for site in ("north", "south"):
        for event in (
            link(SourceStatus.UP, 0, source=site), queue(f"{site}:q"), agent(f"{site}:a"),
            member(f"{site}:q", f"{site}:a"), is_now(f"{site}:a", Availability.READY, 0),
        ):  # fmt: skip
            before.apply(event)
    before.flush(ms(100))
    after = restarted(before, 150)
    tell(
        after, unconfirmed(after), queue("north:q", 150), agent("north:a", 150), member("north:q", "north:a", 150),
        is_now("north:a", Availability.READY, 150), link(SourceStatus.UP, 150, source="north"),
    )  # fmt: skip
    shown = figures(after, 200)
    today = [shown[scope, Window.TODAY] for scope in (QueueId("north:q"), QueueId("south:q"), ALL)]
    assert [one.unobserved_ms for one in today] == [50_000, 100_000, 100_000]
    assert [one.ready_ms for one in today] == [150_000, 100_000, 250_000]


def test_that_groups_go_on_too_unless_they_have_other_queues_now() -> None:
    def rules(**queues: str) -> Groups:
        return Groups(by_id={GroupId(name): GroupRule(queues=(words,)) for name, words in queues.items()})

    def engine(groups: Groups) -> Engine:
        return Engine(Calendar(), Goals(), ms(0), groups=groups)

    before = engine(rules(same="s*", other="sales", gone="sales"))
    for event in (
        queue("sales"),
        queue("support"),
        joins("a", "sales", 10),
        hangs_up("a", 30),
        joins("b", "sales", 40),
    ):
        before.apply(event)
    before.flush(ms(50))
    after = engine(rules(same="s*", other="support", new="sales"))
    recall(after, remember(before, with_samples=True), finished_intervals(before))
    counted = {scope: (one.today.counter.offered, one.today.here) for scope, one in after.metrics.counters.items()}
    assert counted == {
        "sales": (2, 0), "support": (0, 0), ALL: (2, 0), "same": (2, 0), "other": (0, 0), "new": (0, 1)
    }  # fmt: skip
    assert remember(after, with_samples=True).is_whole


def test_that_a_callers_record_goes_on_over_a_restart() -> None:
    before = engine_of(
        *CENTRE, UP, joins("a", "sales", 10), joins("b", "sales", 11), answers("ana", "b", 15), ends("b", 30)
    )
    before.flush(ms(40))
    after = restarted(before, 50)
    tell(
        after, unconfirmed(after), *CENTRE, joins("a", "sales", 50, since_s=10), link(SourceStatus.UP, 50),
        answers("ana", "a", 60), handles("ana", "b", "sales", 61, talk_s=15),
    )  # fmt: skip
    [a] = after.contacts.today.of_call(CallId("a"))
    [b] = after.contacts.today.of_call(CallId("b"))
    assert (a.offered_ms, a.entered_ms, a.wait_ms, a.ending) == (ms(10), ms(10), 50_000, Ending.ANSWERED)
    assert (b.ending, b.wait_ms, b.talk_ms) == (Ending.ANSWERED, 4_000, 15_000)


def test_that_other_goals_count_anew_what_was_since_a_restart_and_keep_what_was_before() -> None:
    before = engine_of(*CENTRE, UP, joins("a", "sales", 10), answers("ana", "a", 40), joins("b", "sales", 45))
    before.flush(ms(50))
    after = restarted(before, 60)
    tell(after, unconfirmed(after), *CENTRE, joins("b", "sales", 60, since_s=45), link(SourceStatus.UP, 60))
    tell(after, unconfirmed(after), answers("ana", "b", 70), joins("c", "sales", 80))
    after.renew(goals=Goals(default=Goal(threshold_s=60)), groups=Groups(by_id={TEAM: GroupRule(queues=("s*",))}))
    while after.rebook():
        pass
    assert after.kept_until_ms == ms(50)
    for scope in (QueueId("sales"), ALL, TEAM):
        tally = figures(after, 81)[scope, Window.TODAY].tally
        assert (tally.offered, tally.answered, tally.answered_in) == (3, 2, 1)
