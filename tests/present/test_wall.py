"""Which agents the wall shows, and in which order."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wallboard.domain.actions.commands import Reason
from wallboard.domain.centre.agent_categories import CATEGORY_OF, AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow
from wallboard.present.wall import Wall, WallView, free_categories, revealing, toggled
from wallboard.settings.client import AgentOrder

NONE: frozenset[AgentCategory] = frozenset()
READY_ONLY = WallView(shown=frozenset({AgentCategory.READY}))


def agent(name: str, state: AgentState = AgentState.READY, since_ms: int = 0) -> AgentRow:
    """An agent of this name."""
    refusal = None if state is AgentState.READY else Reason.AGENT_IN_CALL
    return AgentRow(agent_id=AgentId(name), name=name, state=state, since_ms=since_ms, refusal=refusal)


FLOOR = (
    agent("Ana", AgentState.TALKING, 50),
    agent("Bo", AgentState.READY, 40),
    agent("Cy", AgentState.PAUSED, 10),
    agent("Di", AgentState.READY, 20),
    agent("Ed", AgentState.HOLD, 30),
    agent("Flo", AgentState.LOGGED_OUT, 1),
)


def names(view: WallView) -> str:
    """The names that a new wall shows."""
    return " ".join(row.name for row in Wall().arranged(FLOOR, view).agents)


def test_that_without_a_filter_all_are_shown_but_those_who_are_logged_out() -> None:
    assert names(WallView()) == "Ana Bo Cy Di Ed"


def test_that_a_filter_shows_its_groups_alone_and_hold_is_talking() -> None:
    assert names(WallView(shown=frozenset({AgentCategory.TALKING}))) == "Ana Ed"
    assert names(WallView(shown=frozenset({AgentCategory.LOGGED_OUT, AgentCategory.PAUSED}))) == "Cy Flo"
    assert names(WallView(shown=frozenset(AgentCategory))) == "Ana Bo Cy Di Ed Flo"


def test_that_a_chip_clicked_twice_is_as_before_and_chips_add_up() -> None:
    one = toggled(NONE, AgentCategory.READY)
    both = toggled(one, AgentCategory.PAUSED)
    assert both == {AgentCategory.READY, AgentCategory.PAUSED}
    assert toggled(toggled(both, AgentCategory.READY), AgentCategory.PAUSED) == NONE


def test_that_the_longest_in_a_state_comes_first_and_who_is_logged_out_last() -> None:
    everybody = frozenset(AgentCategory)
    assert names(WallView(order=AgentOrder.TIME, shown=everybody)) == "Cy Di Ed Bo Ana Flo"


def test_that_states_stand_together_and_the_longest_first_in_each() -> None:
    assert names(WallView(order=AgentOrder.STATE)) == "Di Bo Ed Ana Cy"


def test_that_agents_of_a_lost_pbx_are_counted_only_while_all_are_lost() -> None:
    wall = Wall()
    assert wall.arranged(FLOOR, WallView()).counts[AgentCategory.READY] == 2
    one_lost = tuple(replace(row, as_of_ms=60) if row.name == "Bo" else row for row in FLOOR)
    assert wall.arranged(one_lost, WallView()).counts[AgentCategory.READY] == 1
    all_lost = tuple(replace(row, as_of_ms=60) for row in FLOOR)
    assert wall.arranged(all_lost, WallView()).counts[AgentCategory.READY] == 2


def test_that_counts_are_of_all_whoever_is_shown() -> None:
    counts = Wall().arranged(FLOOR, READY_ONLY).counts
    assert (counts[AgentCategory.READY], counts[AgentCategory.TALKING], counts[AgentCategory.LOGGED_OUT]) == (
        2,
        2,
        1,
    )
    assert counts[AgentCategory.RINGING] == 0


def test_that_the_same_question_has_the_same_answer_without_work() -> None:
    wall = Wall()
    first = wall.arranged(FLOOR, WallView())
    assert wall.arranged(FLOOR, WallView()) is first
    assert wall.arranged(FLOOR, READY_ONLY) is not first


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(AgentState)), st.integers(1, 3)), max_size=12),
    st.frozensets(st.sampled_from(list(AgentCategory))),
    st.sampled_from(list(AgentOrder)),
)
def test_that_one_change_after_another_gives_what_a_first_look_gives(
    changes: list[tuple[int, AgentState, int]], shown: frozenset[AgentCategory], order: AgentOrder
) -> None:
    wall, view = Wall(), WallView(order=order, shown=shown)
    floor: tuple[AgentRow, ...] = FLOOR
    wall.arranged(floor, view)
    for place, state, since_ms in changes:
        changed = agent(floor[place].name, state, since_ms)
        floor = (*floor[:place], changed, *floor[place + 1 :])
        assert wall.arranged(floor, view) == Wall().arranged(floor, view)
    without = floor[1:]
    assert wall.arranged(without, view) == Wall().arranged(without, view)


def test_that_nobody_leaves_or_changes_places_while_a_caller_is_carried() -> None:
    wall = Wall()
    by_state = WallView(order=AgentOrder.STATE, shown=frozenset({AgentCategory.READY}))
    wall.arranged(FLOOR, by_state)
    later = (agent("Ana", AgentState.READY, 60), FLOOR[1], agent("Di", AgentState.TALKING, 60), *FLOOR[4:])
    held = wall.arranged(later, by_state, is_held=True).agents
    assert [(row.name, row.state) for row in held] == [
        ("Di", AgentState.TALKING),
        ("Bo", AgentState.READY),
        ("Ana", AgentState.READY),
    ]
    assert [row.name for row in wall.arranged(later, by_state).agents] == ["Bo", "Ana"]


def test_that_what_a_filter_hides_comes_before_all_others_for_a_carried_caller() -> None:
    wall = Wall()
    talking = WallView(shown=frozenset({AgentCategory.TALKING}))
    wall.arranged(FLOOR, talking)
    unfolded = WallView(shown=talking.shown, unfolded=frozenset({AgentCategory.READY}))
    assert [row.name for row in wall.arranged(FLOOR, unfolded, is_held=True).agents] == ["Bo", "Di", "Ana", "Ed"]
    later = (*FLOOR[:2], agent("Cy", AgentState.READY, 60), *FLOOR[3:])
    assert [row.name for row in wall.arranged(later, unfolded, is_held=True).agents] == [
        "Bo",
        "Di",
        "Ana",
        "Ed",
        "Cy",
    ]


def test_that_groups_with_somebody_who_can_get_a_caller_are_known() -> None:
    assert free_categories(FLOOR) == {AgentCategory.READY}
    assert free_categories(FLOOR[2:3]) == NONE


def test_that_a_hidden_agent_is_revealed_and_the_filter_stays_as_it_can() -> None:
    assert revealing(READY_ONLY, AgentCategory.READY) is READY_ONLY
    assert revealing(READY_ONLY, AgentCategory.PAUSED).shown == {AgentCategory.READY, AgentCategory.PAUSED}
    assert revealing(WallView(), AgentCategory.LOGGED_OUT).has(AgentCategory.LOGGED_OUT)
    assert revealing(WallView(), AgentCategory.LOGGED_OUT).has(AgentCategory.READY)


@given(
    st.lists(st.sampled_from(list(AgentState)), max_size=20),
    st.frozensets(st.sampled_from(list(AgentCategory))),
    st.sampled_from(list(AgentOrder)),
)
def test_that_each_agent_is_shown_once_or_counted_away(
    states: list[AgentState], shown: frozenset[AgentCategory], order: AgentOrder
) -> None:
    floor = tuple(agent(f"{number:02}", state, number * 7 % 5) for number, state in enumerate(states))
    arranged = Wall().arranged(floor, WallView(order=order, shown=shown))
    assert sum(arranged.counts.values()) == len(floor)
    assert len(arranged.agents) == len({row.agent_id for row in arranged.agents})
    seen = {group for group in AgentCategory if WallView(shown=shown).has(group)}
    assert len(arranged.agents) == sum(arranged.counts[group] for group in seen)
    assert all(CATEGORY_OF[row.state] in seen for row in arranged.agents)
