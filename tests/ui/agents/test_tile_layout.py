"""The places on a tile: inside it, and none over another."""

import pytest

from wallboard.ui.agents.tile_layout import COMPACT, DETAILED, GENEROUS, MEDIUM, Density, places
from wallboard.ui.look.lettering import Lettering
from wallboard.ui.look.theme import Text, Theme

DENSITIES = pytest.mark.parametrize(
    "density", [GENEROUS, DETAILED, MEDIUM, COMPACT], ids=["large", "three", "two", "one"]
)


@DENSITIES
def test_that_everything_is_inside_the_tile(theme: Theme, density: Density) -> None:
    letters = Lettering(theme)
    size = theme.px(density.least_width + density.gap), theme.px(density.height + density.gap)
    place = places(density, theme, letters, size)
    lines = [(place.name_y, density.name), (place.clock_y, density.clock)]
    if place.word_x >= 0:
        lines.append((place.word_y, Text.BODY))
    if place.detail_y >= 0:
        lines.append((place.detail_y, Text.CAPTION))
    assert all(top >= 0 and top + letters.height(text) <= place.height for top, text in lines)
    assert place.badge_y >= 0
    assert place.icon_y + place.icon_px <= place.height
    assert place.left < place.name_x + 1 <= place.right < place.width


@DENSITIES
def test_that_lines_do_not_cover_each_other(theme: Theme, density: Density) -> None:
    letters = Lettering(theme)
    place = places(density, theme, letters, (theme.px(200), theme.px(density.height + density.gap)))
    if density.lines > 1:
        assert place.name_y + letters.height(density.name) <= place.clock_y
    if density.lines > 2:
        assert place.clock_y + letters.height(density.clock) <= place.detail_y


@DENSITIES
def test_that_there_is_room_for_a_name_beside_a_clock_of_an_hour(theme: Theme, density: Density) -> None:
    letters = Lettering(theme)
    place = places(density, theme, letters, (theme.px(density.least_width + density.gap), theme.px(90)))
    clock = letters.width_of_figures(len("1:00:00"), density.clock) if density.lines == 1 else 0
    assert place.right - place.name_x - clock >= letters.width("Maria S", density.name)
