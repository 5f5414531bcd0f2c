"""Whatever is changed when: the figures are those of an engine that had the new goals and groups from the start."""

from collections.abc import Set
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import DAY_MS, agent, hangs_up, joins, link, member, ms, queue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts import rebooking
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import GroupId, QueueId, ScopeId
from wallboard.domain.recounting import Rules

CENTRE = (link(SourceStatus.UP, 0), queue("sales"), queue("support"), agent("ann"), member("sales", "ann"))
_QUEUES = ["sales", "support", "billing"]
_GOALS = st.builds(
    Goal, threshold_s=st.sampled_from([0.5, 10.0, 300.0]), short_abandon_s=st.sampled_from([0.1, 5.0])
)
RULES = st.builds(
    Rules,
    goals=st.builds(
        Goals, default=_GOALS, by_queue=st.dictionaries(st.sampled_from(_QUEUES).map(QueueId), _GOALS, max_size=2)
    ),
    listings=st.builds(
        Listings,
        by_queue=st.dictionaries(st.sampled_from(_QUEUES).map(QueueId), st.just(Listing(hidden=True)), max_size=1),
    ),
    groups=st.builds(
        Groups,
        by_id=st.dictionaries(
            st.sampled_from(["a", "b"]).map(GroupId),
            st.builds(GroupRule, queues=st.lists(st.sampled_from([*_QUEUES, "s*"]), max_size=2).map(tuple)),
        ),
    ),
)


def _engine(rules: Rules | None = None) -> Engine:
    rules = rules or Rules(goals=Goals(), listings=Listings(), groups=Groups())
    engine = Engine(Calendar(), rules.goals, DAY_MS, rules.listings, rules.groups)
    for event in CENTRE:
        engine.apply(event)
    return engine


def _renew(engine: Engine, rules: Rules) -> None:
    engine.renew(goals=rules.goals, listings=rules.listings, groups=rules.groups)


def _finish(engine: Engine) -> None:
    while engine.rebook():
        pass


def _figures(engine: Engine, now_s: float, began: Set[ScopeId]) -> dict[tuple[ScopeId, Window], Figures]:
    """All figures; of groups that ``began`` later without agents' times, which are counted from then on."""
    engine.flush(ms(now_s))
    everybody = engine.metrics.counters.values()
    figures = [one for own in everybody for one in own.figures(ms(now_s), late=0)]
    return {
        (one.scope, one.window): replace(one, handling_ms=0, ready_ms=0, logged_in_ms=None, agents_since_ms=None)
        if one.scope in began
        else one
        for one in figures
    }


def _intervals(engine: Engine, began: Set[ScopeId]) -> dict[ScopeId, list[IntervalRow]]:
    return {
        own.scope: [_without_agents(row) if own.scope in began else row for row in own.intervals]
        for own in engine.metrics.counters.values()
    }


def _without_agents(row: IntervalRow) -> IntervalRow:
    return replace(row, handling_ms=None, ready_ms=None, paused_ms=None, logged_in_ms=None, agents_since_ms=None)


@given(STEPS, STEPS, STEPS, RULES, RULES)
def test_that_figures_are_as_if_the_rules_had_always_been_so(
    before: list[tuple[float, e.Event, bool]],
    meanwhile: list[tuple[float, e.Event, bool]],
    after: list[tuple[float, e.Event, bool]],
    first: Rules,
    then: Rules,
) -> None:
    renewed, always = _engine(first), _engine(then)
    at_s = 0.0
    with patch.object(rebooking, "SLICE", 1):
        for part in (before, meanwhile, after):
            for after_s, event, looks in part:
                at_s += after_s
                for engine in (renewed, always):
                    engine.apply(told_at(event, at_s))
                    if looks:
                        engine.flush(ms(at_s))
                if part is meanwhile and looks:
                    renewed.rebook()
            if part is before:
                _renew(renewed, then)
            if part is meanwhile:
                _finish(renewed)
    began: Set[ScopeId] = set(always.state.groups)
    assert _figures(renewed, at_s, began) == _figures(always, at_s, began)
    assert _intervals(renewed, began) == _intervals(always, began)
    assert renewed.state.queues.keys() == always.state.queues.keys()
    for group_id, group in always.state.groups.items():
        mine = renewed.state.groups[group_id]
        assert (mine.queue_ids, mine.goal) == (group.queue_ids, group.goal)


MIDNIGHT_S = 16 * 3600


def test_that_a_day_drops_the_contacts_of_the_day_before_once_no_window_reaches_into_it() -> None:
    engine = _engine()
    for at_s in range(0, MIDNIGHT_S, 3_600):
        for event in (joins(f"c{at_s}", "sales", at_s), hangs_up(f"c{at_s}", at_s + 5)):
            engine.apply(event)
    last_s = MIDNIGHT_S - 60
    for event in (joins("last", "sales", last_s), hangs_up("last", last_s + 5)):
        engine.apply(event)
    engine.flush(ms(MIDNIGHT_S + 600))
    assert len(engine.contacts.today) == 17
    engine.renew(goals=Goals(default=Goal(threshold_s=1.0)))
    _finish(engine)
    rolling = _figures(engine, MIDNIGHT_S + 601, set())[QueueId("sales"), Window.ROLLING_30].tally
    assert (rolling.abandoned, rolling.abandoned_in) == (1, 0)
    engine.flush(ms(MIDNIGHT_S + 1_860))
    assert len(engine.contacts.today) == 0
