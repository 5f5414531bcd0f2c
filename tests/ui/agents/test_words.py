"""The words of an agent: what a tile, its tip and a screen reader say."""

from collections.abc import Callable

import pytest

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Direction, MonitorMode
from wallboard.domain.ids import CommandId
from wallboard.present.frame import AgentRow, PausedIn, Pending
from wallboard.ui.agents import words

Make = Callable[..., AgentRow]
IN_SALES = (PausedIn(queue="Sales", reason="Backoffice"),)
PENDING = Pending(command_id=CommandId("c"), progress=Progress.RINGING, target="Tom Haddad")


def test_that_ones_own_call_that_is_held_looks_held_and_says_whose_it_is(make_agent: Make) -> None:
    held = make_agent(state=AgentState.BUSY, own_call=Direction.OUTBOUND, on_hold=True)
    assert words.shape_of(held) is AgentState.HOLD
    assert words.tile_words(held) == ("On hold · own call", "On hold")
    talking = make_agent(state=AgentState.BUSY, own_call=Direction.OUTBOUND)
    assert words.shape_of(talking) is AgentState.BUSY
    assert words.tile_words(talking) == ("Own call", "Own call")


@pytest.mark.parametrize(
    ("state", "long", "short"),
    [
        (AgentState.DO_NOT_DISTURB, "Do not disturb", "DND"),
        (AgentState.BUSY_UNKNOWN, "Busy (unknown)", "Busy (?)"),
    ],
)
def test_that_a_long_state_has_a_short_word_too(make_agent: Make, state: AgentState, long: str, short: str) -> None:
    assert words.tile_words(make_agent(state=state)) == (long, short)


@pytest.mark.parametrize(
    ("state", "word", "meaning"),
    [
        (AgentState.COOL_DOWN, "Cool-down", "No calls for a moment, after a call that was refused or missed"),
        (AgentState.ON_DEMAND, "On demand", "Has to ask for the next call"),
    ],
)
def test_that_the_tip_says_why_a_free_agent_is_offered_no_call(
    make_agent: Make, state: AgentState, word: str, meaning: str
) -> None:
    agent = make_agent(state=state)
    assert words.tile_words(agent) == (word, word)
    assert meaning in words.tip(agent)


def test_that_a_pauses_reason_stands_for_the_state(make_agent: Make) -> None:
    paused = make_agent(state=AgentState.PAUSED, pause_reason="Lunch")
    assert words.tile_words(paused) == ("Lunch", "Lunch")
    assert words.tip(paused)[:2] == ["Maria Silva · Paused", "Lunch"]


@pytest.mark.parametrize("direction", [Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL])
def test_that_an_own_call_says_its_direction(make_agent: Make, direction: Direction) -> None:
    agent = make_agent(state=AgentState.BUSY, own_call=direction)
    assert words.detail(agent) == f"{direction.title()} call"
    assert f"{direction.title()} call" in words.tip(agent)
    assert f"{direction.title()} call" in words.spoken(agent, agent.since_ms)


def test_that_a_call_says_what_it_interrupts(make_agent: Make) -> None:
    agent = make_agent(state=AgentState.BUSY, own_call=Direction.INTERNAL, wrap_up_interrupted=True)
    assert words.detail(agent) == "Internal call · in wrap-up"


def test_that_a_pause_in_a_part_of_the_queues_is_told_with_the_queues_and_reasons(make_agent: Make) -> None:
    agent = make_agent(paused_in=IN_SALES)
    assert words.part_paused(agent) == "1/2"
    assert words.detail(agent) == "Paused in 1 of 2 queues: Sales"
    assert "Paused in 1 of 2 queues: Sales (Backoffice)" in words.tip(agent)
    assert "Paused in 1 of 2 queues: Sales (Backoffice)" in words.spoken(agent, agent.since_ms)
    assert words.detail(make_agent()) == "Support, Sales"


def test_that_the_line_below_tells_what_is_most_urgent(make_agent: Make) -> None:
    talking = make_agent(state=AgentState.TALKING, paused_in=IN_SALES)
    assert words.detail(talking) == "Carla Mendes · Support"
    pending = make_agent(state=AgentState.TALKING, paused_in=IN_SALES, pending=PENDING)
    assert words.detail(pending) == "Tom Haddad · ringing"


def test_that_the_tip_names_state_caller_and_queues(make_agent: Make) -> None:
    talking = make_agent("Ana", AgentState.TALKING, pause_pending=True, monitor=MonitorMode.BARGE)
    assert words.tip(talking) == [
        "Ana · Talking", "Carla Mendes · Support", "Pauses after this call", "Barged in", "Queues: Support, Sales",
    ]  # fmt: skip
    assert words.tip(make_agent(queues=()))[-1] == "Not in any queue"
    withheld = make_agent("Ana", AgentState.TALKING, caller="", caller_withheld=True)
    assert "Number withheld · Support" in words.tip(withheld)


def test_that_a_screen_reader_is_told_all_that_a_tile_shows(make_agent: Make) -> None:
    agent = make_agent("Ana", AgentState.TALKING, pause_pending=True, monitor=MonitorMode.LISTEN, pending=PENDING)
    told = words.spoken(agent, agent.since_ms + 61_000)
    assert told == (
        "Ana, Talking, 1:01, with Carla Mendes, pauses after this call, Monitored, Tom Haddad · ringing"
    )
