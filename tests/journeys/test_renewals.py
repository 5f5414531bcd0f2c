"""Groups, listings and goals are changed at any time of any day: who saw every flush knows what the engine has."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.any_day import EVENTS, told_at
from tests.domain.words import agent, link, member, ms, queue
from tests.gateway.fanned import Fanned
from wallboard.domain.centre import events as e
from wallboard.domain.centre.grouping import groups_for
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.ids import ALL, GroupId, Key, QueueId

PATTERNS = st.lists(st.sampled_from(["sales", "s*", "*", "none", "Support"]), min_size=1, max_size=2).map(tuple)
RULES = st.builds(GroupRule, name=st.sampled_from(["", "A"]), queues=PATTERNS)
GROUPS = st.builds(Groups, by_id=st.dictionaries(st.sampled_from([GroupId("g"), GroupId("h"), ALL]), RULES))
QUEUES = st.sampled_from([QueueId("sales"), QueueId("support"), QueueId("billing")])
LISTED = st.builds(Listing, name=st.sampled_from(["", "Support"]), hidden=st.booleans())
LISTINGS = st.builds(Listings, by_queue=st.dictionaries(QUEUES, LISTED))
GOALS = st.sampled_from(
    [Goals(), Goals(default=Goal(threshold_s=5)), Goals(by_group={GroupId("g"): Goal(threshold_s=7)})]
)
SOURCE = st.sampled_from(SourceStatus).map(lambda status: link(status, 0))
Step = e.Event | Groups | Listings | Goals | None
STEPS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.3, 6.0, 61.0, 950.0]),
        st.one_of(EVENTS, EVENTS, EVENTS, SOURCE, GROUPS, LISTINGS, GOALS, st.none()),
    ),
    max_size=30,
)


class Seen(Fanned):
    """A centre, and what a screen knows of it that was told every flush."""

    def __init__(self, *first: e.Event) -> None:
        super().__init__(*first)
        self.known: dict[Key, AnyEntity] = {}

    def look(self, at_s: float) -> None:
        self.flush(ms(at_s))
        flush = self.flushes[-1]
        if flush.is_whole:
            self.known.clear()
        self.known.update({entity.key: entity for entity in flush.put})
        for key in flush.gone:
            self.known.pop(key, None)

    def takes(self, step: Step, at_s: float) -> None:
        match step:
            case None:
                self.look(at_s)
            case Groups():
                self.engine.renew(groups=step)
            case Listings():
                self.engine.renew(listings=step)
            case Goals():
                self.engine.renew(goals=step)
            case _:
                self.happens(told_at(step, at_s))
        while self.engine.rebook():
            pass


@given(STEPS)
def test_that_a_screen_misses_nothing_of_what_a_reload_changes(steps: list[tuple[float, Step]]) -> None:
    centre = Seen(link(SourceStatus.UP, 0), queue("sales"), queue("support"), agent("ann"), member("sales", "ann"))
    at_s = 1.0
    for after_s, step in steps:
        at_s += after_s
        centre.takes(step, at_s)
    centre.look(at_s + 1)
    state = centre.engine.state
    now = {key: one for key, one in centre.known.items() if not isinstance(one, Interval | Sample)}
    assert now == {entity.key: entity for entity in centre.engine.entities()}
    assert all(state.groups_of[one.id] == groups_for(state, one) for one in state.queues.values())
    for group in state.groups.values():
        assert set(group.queue_ids) == {one for one in state.queues if group.id in state.groups_of[one]}
