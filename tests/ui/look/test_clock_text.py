"""When clocks turn."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.ui.look.clock_text import second_changed
from wallboard.ui.words import text

INSTANTS = st.integers(min_value=0, max_value=10**7)


@given(INSTANTS, INSTANTS, INSTANTS)
def test_that_a_clock_turns_exactly_when_it_shows_something_else(
    since_ms: int, before_ms: int, now_ms: int
) -> None:
    before_ms, now_ms = since_ms + before_ms, since_ms + now_ms
    shows_another = text.clock(before_ms - since_ms) != text.clock(now_ms - since_ms)
    assert second_changed(since_ms, before_ms, now_ms) is shows_another


def test_that_clocks_that_began_apart_turn_apart() -> None:
    assert second_changed(since_ms=250, before_ms=1_200, now_ms=1_260)
    assert not second_changed(since_ms=700, before_ms=1_200, now_ms=1_260)
