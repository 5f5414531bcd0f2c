"""What became of the callers, in words that add up."""

from collections.abc import Callable

import pytest

from wallboard.domain.centre.exits import Exit
from wallboard.present.frame import QueueRow
from wallboard.ui.figures.outcome_words import balance, exits

Make = Callable[..., QueueRow]


def test_that_the_classes_are_a_sum_of_all_who_came(make_queue: Make) -> None:
    row = make_queue(offered=10, carried=2, answered=5, abandoned=3, flowed_out=2, unobserved=1, here=1)
    came, went = balance(row).split(" = ")
    assert came == "10 offered + 2 carried over"
    assert went == "5 answered + 3 abandoned + 2 flowed out + 1 with unknown outcome + 1 still in the queue"


def test_that_what_nobody_did_is_left_out(make_queue: Make) -> None:
    assert balance(make_queue(offered=3, answered=3, abandoned=0)) == "3 offered = 3 answered"
    assert balance(make_queue(offered=0, answered=0, abandoned=0)) == "0 offered"


def test_that_exits_are_told_most_frequent_first(make_queue: Make) -> None:
    row = make_queue(flowed_out=6, exits={Exit.KEY: 1, Exit.TIMEOUT: 3, Exit.EMPTY: 2})
    assert exits(row) == "Flowed out: timed out 3 · no agents in the queue 2 · by keypress 1"
    assert exits(make_queue(flowed_out=0)) == ""
    assert exits(make_queue(flowed_out=4)) == "4 flowed out"


@pytest.mark.parametrize("exit_", list(Exit))
def test_that_every_exit_has_words(make_queue: Make, exit_: Exit) -> None:
    assert exits(make_queue(flowed_out=1, exits={exit_: 1})).startswith("Flowed out: ")
