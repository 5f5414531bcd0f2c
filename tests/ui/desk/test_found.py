"""What a line of a list says of a queue, an agent or a caller."""

from collections.abc import Callable

from wallboard.domain.centre.agent_state import AgentState
from wallboard.host import clock
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.ui.desk.found import clock_of, state_words
from wallboard.ui.words import text


def test_that_an_agent_says_what_and_since_when(make_agent: Callable[..., AgentRow], now_ms: int) -> None:
    assert state_words(make_agent(), now_ms) == "Ready 1:05"
    assert state_words(make_agent("Zoë", AgentState.PAUSED, pause_reason="Lunch"), now_ms) == "Lunch 1:05"


def test_that_a_queue_says_how_many_wait_and_how_long(make_queue: Callable[..., QueueRow], now_ms: int) -> None:
    assert state_words(make_queue(), now_ms) == "3 waiting · 0:25"
    assert state_words(make_queue(waiting=0, longest_since_ms=None), now_ms) == "no callers waiting"
    assert state_words(make_queue(is_unread=True), now_ms) == text.not_understood()


def test_that_a_caller_says_how_long_and_where(make_caller: Callable[..., CallerRow], now_ms: int) -> None:
    assert state_words(make_caller(), now_ms) == "waiting 0:05 · Support"


def test_that_clocks_are_read_by_the_gateways_time() -> None:
    assert abs(clock_of(BoardFrame(clock_offset_ms=3_600_000)) - clock.now_ms() - 3_600_000) < 1_000


def test_that_the_clock_of_who_is_at_a_lost_pbx_stands(make_agent: Callable[..., AgentRow], now_ms: int) -> None:
    assert state_words(make_agent(as_of_ms=now_ms - 5_000), now_ms) == "Ready 1:00"
