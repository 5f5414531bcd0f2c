"""The colour marks of queues and groups."""

from typing import get_args

import pytest

from wallboard.gateway.setup.queue_tables import Colour
from wallboard.ui.look.marks import mark_colour
from wallboard.ui.look.theme import DARK, LIGHT, Theme


def brightness(value: str) -> float:
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", [name for name in get_args(Colour) if name])
def test_that_each_colour_of_the_configuration_is_seen_on_a_panel(theme: Theme, name: str) -> None:
    colour = mark_colour(theme, name)
    assert colour is not None
    one, other = sorted((brightness(colour.name()), brightness(theme.colours.surface)))
    assert (other + 0.05) / (one + 0.05) >= 3


def test_that_a_colour_that_is_not_known_and_none_have_no_mark_and_a_stale_one_is_grey() -> None:
    assert mark_colour(DARK, "") is None
    assert mark_colour(DARK, "ultraviolet") is None
    stale = DARK.stale()
    assert mark_colour(stale, "pink") == stale.colour("ink_faint")
