"""Why a queue is in trouble, in words."""

import pytest

from wallboard.present.frame import Paused, Why
from wallboard.ui.queues.why_words import why_words
from wallboard.ui.words.day_time import show_times_of

LUNCH = Paused(reason="Lunch", count=3, since_ms=1_772_438_400_000)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Why(logged_in=5, paused=(LUNCH,)), "0 ready, 3 on Lunch since 08:00"),
        (Why(logged_in=5, wrap_up=2, in_call=3), "0 ready, 2 in wrap-up, 3 in calls"),
        (Why(logged_in=3, ringing=1, in_call=2), "0 ready, 1 ringing, 2 in calls"),
        (Why(logged_in=None, in_call=2), "0 ready, 2 in calls"),
        (Why(logged_in=2, ready=1, paused=(Paused(count=1, since_ms=0),)), "1 ready, 1 paused since 00:00"),
        (Why(logged_in=3, cool_down=1, on_demand=2), "0 ready, 1 in cool-down, 2 on demand"),
        (Why(logged_in=1, unreachable=1), "0 ready, 1 unreachable"),
        (Why(), "No agents logged in"),
    ],
)
def test_that_words_say_where_the_agents_are(why: Why, words: str, qapp: object) -> None:
    show_times_of("UTC")
    assert why_words(why) == words


def test_that_times_are_left_out_where_there_is_no_room(qapp: object) -> None:
    assert why_words(Why(logged_in=3, paused=(LUNCH,)), has_times=False) == "0 ready, 3 on Lunch"
