"""Callers: the level of a wait, and what is said of them."""

from collections.abc import Callable

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import CommandId
from wallboard.present.frame import CallerRow, Pending
from wallboard.ui.callers.caller_model import CallerModel

Make = Callable[..., CallerRow]


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
