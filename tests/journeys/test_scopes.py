"""Each group and each source has figures of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.recount import End, Story, Visit, here, stories, told_in_order
from tests.domain.recount import service_level_pct as service_level_pct_of
from tests.domain.test_engine import Screen, as_told
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    hangs_up,
    is_now,
    joins,
    leaves,
    link,
    member,
    moves,
    ms,
    pauses,
    queue,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import Availability, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Interval, QueueNow, Sample, Window
from wallboard.domain.counts.formulas import Formula, Goals, service_level_pct
from wallboard.domain.engine import Engine
from wallboard.domain.ids import (
    ALL,
    GroupId,
    Key,
    QueueId,
    ScopeId,
    SourceId,
)

TEAM, SITE = GroupId("team"), GroupId("site")


def _grouped(*events: e.Event, **queues: str) -> Engine:
    """An engine with groups of the queues that are named."""
    rules = {GroupId(name): GroupRule(queues=tuple(words.split())) for name, words in queues.items()}
    engine = Engine(Calendar(), Goals(), DAY_MS, groups=Groups(by_id=rules))
    for event in (queue("sales"), queue("support"), queue("billing"), *events):
        engine.apply(event)
    return engine


def _tally(engine: Engine, scope: ScopeId, at_s: float) -> Tally:
    engine.flush(ms(at_s))
    found = engine.published[Key("figures", scope, Window.TODAY)]
    assert isinstance(found, Figures)
    return found.tally


def test_that_a_group_counts_our_moves_at_its_border_alone() -> None:
    engine = _grouped(
        joins("a", "sales", 1), joins("b", "sales", 1),
        moves("a", 5, to_queue="support"), joins("a", "support", 5, since_s=1, moved_in=True),
        moves("b", 6, to_queue="billing"), joins("b", "billing", 6, since_s=1, moved_in=True),
        answers("ann", "a", 20), hangs_up("b", 31),
        team="sales support", site="billing",
    )  # fmt: skip
    team, site, all_ = (_tally(engine, scope, 32) for scope in (TEAM, SITE, ALL))
    assert (team.offered, team.answered, team.flowed_out, team.abandoned) == (2, 1, 1, 0)
    assert (team.answer_wait_ms, team.exits) == (19_000, {Exit.MOVED: 1})
    assert (site.offered, site.flowed_out, site.abandoned, site.left_wait_ms) == (1, 0, 1, 30_000)
    assert (all_.offered, all_.answered, all_.abandoned, all_.flowed_out) == (2, 1, 1, 0)


def test_that_an_agent_counts_once_in_a_group_and_is_paused_there_who_is_so_in_all_its_queues() -> None:
    engine = _grouped(
        agent("ann"), *(member(name, "ann") for name in ("sales", "support", "billing")),
        is_now("ann", Availability.READY, 1), pauses("ann", "sales", 2), pauses("ann", "support", 2),
        team="sales support", site="support billing",
    )  # fmt: skip
    engine.flush(ms(3))
    agents = {entity.scope: entity.agents for entity in engine.published.values() if isinstance(entity, QueueNow)}
    paused, ready = {AgentState.PAUSED: 1}, {AgentState.READY: 1}
    assert (agents[TEAM], agents[SITE], agents[ALL]) == (paused, ready, ready)


def test_that_a_callers_wait_is_in_each_group_of_the_queue() -> None:
    engine = _grouped(joins("a", "sales", 1), joins("b", "support", 4), team="s*", site="support")
    engine.flush(ms(30))
    now = {key.id: entity for key, entity in engine.published.items() if isinstance(entity, QueueNow)}
    waits = {scope: (one.waiting, one.longest_since_ms) for scope, one in now.items()}
    assert (waits[TEAM], waits[SITE], waits[ALL]) == ((2, ms(1)), (1, ms(4)), (2, ms(1)))
    assert (_tally(engine, TEAM, 30).late, _tally(engine, SITE, 30).late) == (2, 1)
    assert [entry.waiting for entry in engine.series(TEAM) if isinstance(entry, Sample)][-1] == 2


def test_that_groups_that_are_set_anew_count_all_of_today_and_those_as_before_go_on() -> None:
    engine = _grouped(
        agent("ann"), member("support", "ann"), is_now("ann", Availability.READY, 1), joins("a", "sales", 1),
        joins("b", "support", 2), team="sales", site="support",
    )  # fmt: skip
    screen = Screen(engine)
    screen.see(10)
    engine.renew(groups=Groups(by_id={TEAM: GroupRule(name="Team", queues=("s*",))}))
    for event in (hangs_up("b", 12), is_now("ann", Availability.PAUSED, 15)):
        engine.apply(event)
    screen.see(20)
    assert not [key for key in screen.known if SITE in key and key.kind != "sample"]
    figures = screen.known[Key("figures", TEAM, Window.TODAY)]
    assert isinstance(figures, Figures)
    assert (figures.tally.offered, figures.tally.abandoned, figures.carried, figures.here) == (2, 1, 0, 1)
    assert (figures.ready_ms, figures.covered_since_ms) == (5_000, DAY_MS)
    assert _tally(engine, ALL, 20).offered == 2
    assert as_told(engine.entities()) == {
        key: entity for key, entity in screen.known.items() if not isinstance(entity, Interval | Sample)
    }


def _two_sites() -> Engine:
    """Two sources with a queue and a ready agent each, and the south lost from 100 s to 160 s."""
    engine = Engine(Calendar(), Goals(), DAY_MS)
    for site in ("north", "south"):
        queue_id, agent_id = f"{site}:q", f"{site}:ann"
        for event in (
            link(SourceStatus.SYNCING, 0, source=site), queue(queue_id), agent(agent_id),
            member(queue_id, agent_id), is_now(agent_id, Availability.READY, 0),
            link(SourceStatus.UP, 0, source=site),
        ):  # fmt: skip
            engine.apply(event)
    for site in ("north", "south"):
        engine.apply(joins(f"{site}:c", f"{site}:q", 90))
    engine.flush(ms(99))
    engine.apply(link(SourceStatus.DOWN, 100, source="south"))
    return engine


def _of(engine: Engine, scope: ScopeId) -> Figures:
    found = engine.published[Key("figures", scope, Window.TODAY)]
    assert isinstance(found, Figures)
    return found


NORTH, SOUTH = QueueId("north:q"), QueueId("south:q")


def test_that_the_figures_of_a_lost_source_stand_still_and_of_no_other() -> None:
    engine = _two_sites()
    engine.flush(ms(160))
    north, south, both = (_of(engine, scope) for scope in (NORTH, SOUTH, ALL))
    assert (north.ready_ms, south.ready_ms, both.ready_ms) == (160_000, 100_000, 260_000)
    assert (north.unobserved_ms, south.unobserved_ms, both.unobserved_ms) == (0, 60_000, 60_000)
    assert (north.tally.late, south.tally.late, both.tally.late) == (1, 0, 1)
    sampled = {scope: engine.metrics.counters[scope].samples[-1].at_ms for scope in (NORTH, SOUTH, ALL)}
    assert sampled == {NORTH: ms(160), SOUTH: ms(100), ALL: ms(100)}


def _lost_with_callers() -> Engine:
    """The south is lost at 100 s with two callers, one of them late; in the north one waits since 120 s."""
    engine = _two_sites()
    engine.apply(joins("south:d", "south:q", 95, since_s=20))
    engine.apply(hangs_up("north:c", 110))
    engine.apply(joins("north:d", "north:q", 120))
    return engine


def test_that_all_figures_of_now_of_a_group_are_of_its_connected_sources_and_those_of_today_of_all() -> None:
    engine = _lost_with_callers()
    engine.flush(ms(130))
    assert _now_of(engine, ALL) == (1, 0, ms(120), 1)
    assert _now_of(engine, SOUTH) == (2, 1, ms(20), 1)
    both = _of(engine, ALL)
    assert (both.tally.offered, both.tally.late, both.here) == (4, 1, 3)


def test_that_all_is_as_of_then_once_the_last_source_is_lost() -> None:
    engine = _lost_with_callers()
    engine.apply(link(SourceStatus.DOWN, 130, source="north"))
    engine.flush(ms(180))
    assert _now_of(engine, ALL) == (3, 1, ms(20), 2)


def test_that_a_source_counts_among_the_figures_of_now_once_its_state_is_complete_again() -> None:
    engine = _lost_with_callers()
    engine.apply(link(SourceStatus.SYNCING, 130, source="south"))
    engine.flush(ms(131))
    assert _now_of(engine, ALL) == (1, 0, ms(120), 1)
    engine.apply(link(SourceStatus.UP, 131, source="south"))
    engine.flush(ms(131))
    assert _now_of(engine, ALL) == (3, 2, ms(20), 2)


def test_that_a_group_without_the_lost_source_counts_all_its_callers() -> None:
    engine = _lost_with_callers()
    engine.renew(groups=Groups(by_id={TEAM: GroupRule(name="North", queues=("north:q",))}))
    engine.flush(ms(130))
    assert _now_of(engine, TEAM) == (1, 0, ms(120), 1)


def _now_of(engine: Engine, scope: ScopeId) -> tuple[int, int, int | None, int]:
    """Callers who wait, those of them who are late, since when the longest waits, and ready agents."""
    found = engine.published[Key("now", scope)]
    assert isinstance(found, QueueNow)
    return found.waiting, found.late, found.longest_since_ms, found.agents.get(AgentState.READY, 0)


def test_that_a_lost_source_that_is_back_goes_on_alone() -> None:
    engine = _two_sites()
    engine.apply(link(SourceStatus.SYNCING, 150, source="south"))
    engine.apply(link(SourceStatus.UP, 160, source="south"))
    engine.flush(ms(200))
    north, south, both = (_of(engine, scope) for scope in (NORTH, SOUTH, ALL))
    assert (north.ready_ms, south.ready_ms, both.ready_ms) == (200_000, 140_000, 340_000)
    assert (north.unobserved_ms, south.unobserved_ms, both.unobserved_ms) == (0, 60_000, 60_000)


def test_that_a_source_that_is_removed_keeps_no_group_from_being_observed() -> None:
    engine = _two_sites()
    for event in (
        e.QueueRemoved(at_ms=ms(120), queue_id=SOUTH), e.SourceRemoved(at_ms=ms(120), source_id=SourceId("south")),
    ):  # fmt: skip
        engine.apply(event)
    engine.flush(ms(200))
    assert _of(engine, ALL).unobserved_ms == 20_000
    assert list(engine.state.sources) == ["north"]


def test_that_who_left_while_a_source_was_lost_waited_as_long_as_that_source_was_heard() -> None:
    engine = _two_sites()
    engine.apply(leaves("south:c", 150, e.Exit.UNOBSERVED))
    engine.apply(leaves("north:c", 150, e.Exit.UNOBSERVED))
    engine.flush(ms(160))
    assert (_of(engine, SOUTH).tally.unobserved_late, _of(engine, NORTH).tally.unobserved_late) == (0, 1)


QUEUES = ("sales", "support", "billing")
GROUPS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sets(st.sampled_from(QUEUES)), max_size=3)


def _visits_in(group: set[str], day: list[Story]) -> list[Visit]:
    """What a group's callers know of their day: a move within the group is none."""
    visits: list[Visit] = []
    for story in day:
        parts = story.visits()
        inside = [part for part in parts if part.queue in group]
        visits += inside if len(inside) < len(parts) else [story.whole()]
    return visits


def _recounted(visits: list[Visit], since_s: float, now_s: float) -> dict[str, int]:
    came = sum(since_s <= visit.here_s <= now_s for visit in visits)
    ended = [visit.end for visit in visits if since_s <= visit.told_s <= now_s]
    return {"offered": came, **{end.value: ended.count(end) for end in End}}


@given(
    stories(around_s=16 * 3_600, length_s=2_400, threshold_s=20),
    st.lists(st.integers(-2_500, 2_500), min_size=1, max_size=4),
    GROUPS,
)
def test_that_a_groups_figures_equal_a_recount_of_its_callers(
    day: list[Story], looks: list[int], groups: dict[str, set[str]]
) -> None:
    rules = {GroupId(name): GroupRule(queues=tuple(queues)) for name, queues in groups.items()}
    engine = Engine(Calendar(), Goals(), ms(16 * 3_600 - 3_000), groups=Groups(by_id=rules))
    for name in QUEUES:
        engine.apply(queue(name, 16 * 3_600 - 3_000))
    told, goal = told_in_order(day), Goals().default
    for now_s in sorted(16 * 3_600 + off_s for off_s in looks):
        while told and told[0].at_ms <= ms(now_s):
            engine.apply(told.pop(0))
        engine.flush(ms(now_s))
        for name, members in {ALL: set(QUEUES), **groups}.items():
            visits = _visits_in(members, day)
            for window in Window:
                figures = engine.published[Key("figures", name, window)]
                assert isinstance(figures, Figures)
                since_s = (figures.since_ms - DAY_MS) / 1000
                counts = _recounted(visits, since_s, now_s)
                assert {count: getattr(figures.tally, count) for count in counts} == counts
                assert figures.here == here(visits, now_s)
                for formula in Formula:
                    expected = service_level_pct_of(visits, formula, goal, since_s, now_s)
                    assert service_level_pct(figures.tally, formula) == pytest.approx(expected)
