"""The groups of agents' states."""

from wallboard.domain.centre.agent_categories import CATEGORY_OF, STATES_OF, AgentCategory, by_category, logged_in
from wallboard.domain.centre.agent_state import AgentState


def test_that_every_state_is_in_a_group_so_that_counts_add_up_to_all_agents() -> None:
    assert CATEGORY_OF.keys() == {*AgentState, AgentState.UNKNOWN}
    assert set(CATEGORY_OF.values()) == set(AgentCategory)


def test_that_each_group_is_named_after_a_state_of_its_own() -> None:
    assert all(CATEGORY_OF[AgentState(group.value)] is group for group in AgentCategory)


def test_that_agents_are_counted_by_category_as_its_states_say() -> None:
    agents = {AgentState.TALKING: 3, AgentState.HOLD: 2, AgentState.RINGING: 1, AgentState.DO_NOT_DISTURB: 4}
    assert by_category(agents) == {AgentCategory.TALKING: 5, AgentCategory.RINGING: 1, AgentCategory.PAUSED: 4}
    assert sorted(state for states in STATES_OF.values() for state in states) == sorted(CATEGORY_OF)


def test_that_everybody_is_logged_in_who_is_not_logged_out_as_far_as_all_states_are_known() -> None:
    agents = {AgentState.READY: 2, AgentState.UNREACHABLE: 1, AgentState.LOGGED_OUT: 7}
    assert logged_in(agents) == 3
    assert logged_in({}) == 0
    assert logged_in(agents | {AgentState.UNKNOWN: 1}) is None
