"""The groups of agents' states."""

from wallboard.domain.centre.agent_categories import CATEGORY_OF, AgentCategory
from wallboard.domain.centre.agent_state import AgentState


def test_that_every_state_is_in_a_group_so_that_counts_add_up_to_all_agents() -> None:
    assert CATEGORY_OF.keys() == {*AgentState, AgentState.UNKNOWN}
    assert set(CATEGORY_OF.values()) == set(AgentCategory)


def test_that_each_group_is_named_after_a_state_of_its_own() -> None:
    assert all(CATEGORY_OF[AgentState(group.value)] is group for group in AgentCategory)
