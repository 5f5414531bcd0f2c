"""The card: its clock turns from good to a warning to late, in colour and in shape."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CommandId
from wallboard.present.frame import CallerRow, Pending
from wallboard.ui.callers.caller_model import CallerModel
from wallboard.ui.callers.card_delegate import CallerCardDelegate
from wallboard.ui.look.theme import DARK, Theme

Make = Callable[..., CallerRow]
Paint = Callable[..., QImage]


@pytest.fixture
def model(qapp: object) -> CallerModel:
    """A model to take the row from."""
    return CallerModel()


def delegate(look: Theme, now_ms: int) -> CallerCardDelegate:
    """A delegate that draws live figures."""
    made = CallerCardDelegate(look)
    made.now_ms = now_ms
    made.show_live(is_live=True)
    return made


@pytest.mark.parametrize(
    ("waited_ms", "level"), [(1_000, Level.GOOD), (15_000, Level.WARNING), (30_000, Level.BAD)]
)
def test_that_the_bar_has_the_colour_of_the_wait(
    theme: Theme, now_ms: int, model: CallerModel, make_caller: Make, paint: Paint, waited_ms: int, level: Level
) -> None:
    image = paint(delegate(theme, now_ms), model, [make_caller(since_ms=now_ms - waited_ms)])
    assert QColor(image.pixelColor(3, 80)) == theme.level(level)


def test_that_the_level_changes_with_the_clock_alone(
    now_ms: int, model: CallerModel, make_caller: Make, paint: Paint
) -> None:
    callers, drawn = [make_caller(since_ms=now_ms)], delegate(DARK, now_ms)
    paint(drawn, model, callers)
    drawn.now_ms += 20_001
    assert QColor(paint(drawn, model, callers).pixelColor(3, 80)) == DARK.level(Level.BAD)


def test_that_what_is_special_about_a_caller_shows(
    theme: Theme, now_ms: int, model: CallerModel, make_caller: Make, paint: Paint
) -> None:
    drawn = delegate(theme, now_ms)
    specials: list[dict[str, Any]] = [
        {},
        {"returned": True},
        {"phase": CallPhase.MOVING, "moving_to": "Tom Haddad"},
        {"pending": Pending(command_id=CommandId("c"), progress=Progress.SENT, target="Tom Haddad")},
        {"position": 0},
        {"name": "Carla Mendes"},
    ]
    images = [paint(drawn, model, [make_caller(**parts)]) for parts in specials]
    assert all(one != other for at, one in enumerate(images) for other in images[:at])


def test_that_all_cards_are_of_one_height(theme: Theme, now_ms: int) -> None:
    assert delegate(theme, now_ms).height() == theme.px(68)
