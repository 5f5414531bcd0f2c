"""Callers: the level of a wait, and what is said of them."""

from collections.abc import Callable

import pytest

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId
from wallboard.present.frame import CallerRow, Pending, QueueRow
from wallboard.ui.callers.caller_model import CallerModel, wait_level

Make = Callable[..., CallerRow]


@pytest.mark.parametrize(
    ("waited_ms", "level"),
    [(0, Level.GOOD), (13_332, Level.GOOD), (13_333, Level.WARNING), (19_999, Level.WARNING), (20_000, Level.BAD)],
)
def test_that_a_wait_turns_to_a_warning_and_then_late(make_caller: Make, waited_ms: int, level: Level) -> None:
    caller = make_caller(since_ms=1_000_000)
    assert wait_level(caller, 1_000_000 + waited_ms) is level


@pytest.mark.parametrize("waiting", [Level.NO_DATA, Level.WARNING, Level.BAD])
def test_that_a_queues_longest_wait_is_bad_only_where_its_waiting_are(
    make_queue: Callable[..., QueueRow], waiting: Level
) -> None:
    queue = make_queue(longest_since_ms=1_000_000, waiting_level=waiting)
    assert wait_level(queue, 1_000_000 + 19_999) is Level.WARNING
    assert wait_level(queue, 1_000_000 + 20_000) is (Level.BAD if waiting is Level.BAD else Level.WARNING)


def test_that_a_screen_reader_is_told_who_where_and_how_long(qapp: object, make_caller: Make) -> None:
    model = CallerModel()
    pending = Pending(command_id=CommandId("c"), progress=Progress.SENT, target="Tom")
    caller = make_caller(name="Carla", pending=pending)
    model.now_ms = caller.since_ms + 75_000
    assert model.accessible_text(caller) == "Carla, Support, 1:15, waiting, Tom · in progress"


def test_that_the_tip_tells_what_the_card_has_no_room_for(qapp: object, make_caller: Make) -> None:
    model = CallerModel()
    assert "+351" in model.tool_tip(make_caller(name="Carla"))
    assert "Position 1 in Support" in model.tool_tip(make_caller())
    assert "waiting again" in model.tool_tip(make_caller(returned=True, position=0))
    moving = make_caller(phase=CallPhase.MOVING, moving_to="Tom Haddad")
    assert "Moving to Tom Haddad" in model.tool_tip(moving)
