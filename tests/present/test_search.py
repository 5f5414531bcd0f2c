"""Finding a queue or an agent by a part of its name."""

from hypothesis import given
from hypothesis import strategies as st

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.agent_state import AgentState
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow, BoardFrame
from wallboard.present.search import MOST, find


def frame_of(*names: str) -> BoardFrame:
    agents = (
        AgentRow(agent_id=AgentId(f"PJSIP/{place}"), name=name, state=AgentState.READY, since_ms=0)
        for place, name in enumerate(names)
    )
    return BoardFrame(agents=tuple(agents))


def test_that_each_word_must_be_there_in_any_case_and_order() -> None:
    frame = frame_of("Maria Silva", "Mario Rossi", "Silvana Maric")
    assert [hit.name for hit in find(frame, "SIL mar")] == ["Silvana Maric", "Maria Silva"]


def test_that_names_that_begin_with_the_words_come_first() -> None:
    assert [hit.name for hit in find(frame_of("Rosa Amari", "Amara Diop"), "ama")] == ["Amara Diop", "Rosa Amari"]


def test_that_a_queue_is_found_by_its_name_and_by_the_pbxs_and_the_total_is_none() -> None:
    frame = Desk(x.total(), x.queue("400", name="Sales")).frame()
    assert [hit.queue_id for hit in find(frame, "sal")] == ["400"]
    assert [hit.queue_id for hit in find(frame, "400")] == ["400"]
    assert [hit.queue_id for hit in find(frame, "")] == ["400"]


@given(st.lists(st.text(max_size=8), max_size=80), st.text(max_size=4))
def test_that_hits_are_few_and_all_have_the_words(names: list[str], words: str) -> None:
    hits = find(frame_of(*names), words)
    assert len(hits) <= MOST
    for hit in hits:
        assert all(part in f"{hit.name} {hit.agent_id}".casefold() for part in words.casefold().split())
