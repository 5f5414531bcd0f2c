"""Finding a queue, an agent or a caller by a part of a name or a number."""

from hypothesis import given
from hypothesis import strategies as st

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity
from wallboard.domain.ids import (
    ALL,
    AgentId,
    Key,
    QueueId,
)
from wallboard.present.frame import AgentRow, BoardFrame
from wallboard.present.search import MOST, agents_of, callers_of, find, follow


def frame_of(*names: str) -> BoardFrame:
    agents = (
        AgentRow(agent_id=AgentId(f"PJSIP/{place}"), name=name, state=AgentState.READY, since_ms=0)
        for place, name in enumerate(names)
    )
    return BoardFrame(agents=tuple(agents))


def centre() -> Desk:
    """Two queues with an agent each, and a caller in each."""
    return Desk(
        x.total(),
        x.queue("400", name="Sales"),
        x.queue("500", name="Claims"),
        x.agent("kim"),
        x.agent("beatriz"),
        x.member("400", "kim"),
        x.member("500", "beatriz"),
        x.waiting("1234", "400"),
        x.waiting("5678", "500"),
    )


def names(frame: BoardFrame, words: str) -> list[str]:
    return [hit.name for hit in find(frame, words, "All queues")]


def test_that_each_word_must_be_there_in_any_case_and_order() -> None:
    assert set(names(frame_of("Maria Silva", "Mario Rossi", "Silvana Maric"), "SIL mar")) == {
        "Silvana Maric",
        "Maria Silva",
    }


def test_that_names_that_begin_with_the_words_come_first() -> None:
    assert names(frame_of("Rosa Amari", "Joama", "Amara Diop"), "ama") == ["Amara Diop", "Rosa Amari", "Joama"]


def test_that_accents_do_not_count() -> None:
    assert names(frame_of("Jürgen Müller", "Lukas Žukauskas"), "jur") == ["Jürgen Müller"]
    assert names(frame_of("Jürgen Müller", "Lukas Žukauskas"), "zukaus") == ["Lukas Žukauskas"]


def test_that_the_total_comes_first_and_has_a_name() -> None:
    frame = centre().frame()
    assert names(frame, "")[0] == "All queues"
    assert names(frame, "all") == ["All queues"]


def test_that_a_queue_is_found_by_its_name_and_by_the_pbxs() -> None:
    frame = centre().frame()
    assert names(frame, "sal") == ["Sales"]
    assert names(frame, "400") == ["Sales"]


def test_that_a_caller_is_found_by_number_with_or_without_spaces() -> None:
    frame = centre().frame()
    assert names(frame, "30 1234") == ["+49 30 1234"]
    assert names(frame, "+49301234") == ["+49 30 1234"]


def test_that_a_board_limited_to_a_queue_finds_the_whole_centre() -> None:
    desk = centre()
    desk.board.set_scope(QueueId("400"))
    frame = desk.frame()
    assert [row.name for row in frame.agents] == ["Kim"]
    assert names(frame, "bea") == ["Beatriz"]
    assert names(frame, "5678") == ["+49 30 5678"]
    desk.put(x.agent("beatriz", Activity.TALKING, rev=2))
    (hit,) = find(desk.frame(), "bea")
    assert isinstance(hit.row, AgentRow)
    assert hit.row.state is not AgentState.READY


def test_that_the_whole_centre_costs_nothing_where_the_board_is_not_limited() -> None:
    frame = centre().frame()
    assert (frame.all_agents, frame.all_callers) == ((), ())
    assert agents_of(frame) is frame.agents
    assert callers_of(frame) is frame.callers


def test_that_hits_stay_where_they_are_and_are_as_they_are_now() -> None:
    desk = centre()
    hits = find(desk.frame(), "", "All queues")
    desk.mirror.store.remove(Key("call", "1234"))
    desk.put(x.agent("kim", Activity.TALKING, rev=2))
    after = follow(hits, desk.frame())
    assert [hit.key for hit in after] == [hit.key for hit in hits if hit.key != "caller 1234"]
    assert after[0].name == "All queues"
    assert after[0].key == f"queue {ALL}"


@given(st.lists(st.text(max_size=8), max_size=80), st.text(max_size=4))
def test_that_hits_are_few(some: list[str], words: str) -> None:
    assert len(find(frame_of(*some), words)) <= MOST
