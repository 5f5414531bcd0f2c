"""Agents of the same name at two PBXs have their source behind it, as queues have, while both are there."""

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.any_centre import Centre
from wallboard.domain.centre import events as e
from wallboard.domain.centre.shown_names import AgentNames
from wallboard.domain.ids import AgentId, source_of

A, OTHER, B = AgentId("a:1"), AgentId("a:2"), AgentId("b:1")


def found(agent_id: AgentId, name: str) -> e.AgentFound:
    return e.AgentFound(at_ms=1, agent_id=agent_id, name=name)


def names(centre: Centre) -> dict[AgentId, str]:
    return {agent.id: agent.name for agent in centre.state.agents.values()}


def test_that_agents_of_one_name_at_two_pbxs_are_told_apart_while_both_are_there() -> None:
    centre = Centre(found(A, "Ana Sá"), found(OTHER, "Rui"))
    assert names(centre) == {A: "Ana Sá", OTHER: "Rui"}
    changes = centre.tell(found(B, "ana sá"))
    assert names(centre) == {A: "Ana Sá (a)", OTHER: "Rui", B: "ana sá (b)"}
    assert changes.put.keys() >= {centre.state.agents[A].key, centre.state.agents[B].key}
    centre.tell(e.AgentRemoved(at_ms=2, agent_id=B))
    assert names(centre) == {A: "Ana Sá", OTHER: "Rui"}


def test_that_another_name_ends_the_likeness_and_two_of_one_pbx_are_none() -> None:
    centre = Centre(found(A, "Ana"), found(OTHER, "Ana"))
    assert names(centre) == {A: "Ana", OTHER: "Ana"}
    centre.tell(found(B, "Ana"))
    assert names(centre) == {A: "Ana (a)", OTHER: "Ana (a)", B: "Ana (b)"}
    centre.tell(found(B, "Bea"))
    assert names(centre) == {A: "Ana", OTHER: "Ana", B: "Bea"}


@given(
    st.lists(
        st.tuples(st.sampled_from(["a:1", "a:2", "b:1", "b:2", "c:1"]), st.sampled_from(["", "Ana", "ANA", "Rui"]))
    )
)
def test_that_all_whose_shown_name_changes_are_named(steps: list[tuple[str, str]]) -> None:
    kept, own = AgentNames(), dict[AgentId, str]()
    shown = dict[AgentId, str]()
    for id_, name in steps:
        agent_id = AgentId(id_)
        others = kept.rename(agent_id, name)
        own[agent_id] = name
        for one, is_called in own.items():
            alike = {source_of(other) for other, called in own.items() if called.casefold() == is_called.casefold()}
            wanted = f"{is_called} ({source_of(one)})" if is_called and len(alike) > 1 else is_called
            assert kept.shown(one) == wanted
            assert one == agent_id or one in others or shown[one] == wanted
            shown[one] = wanted
