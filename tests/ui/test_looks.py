"""How large the board is by itself, and in which look it begins."""

import pytest

from wallboard.settings.client import Theme
from wallboard.ui.looks import ZOOMS, is_light, nearest, zoom_for


@pytest.mark.parametrize(("height", "zoom"), [(768, 1.0), (1080, 1.0), (1440, 1.0), (2160, 2.0), (4320, 3.0)])
def test_that_a_screen_that_nothing_scales_makes_the_board_larger(height: int, zoom: float) -> None:
    assert ZOOMS[nearest(zoom_for(height))] == zoom


def test_that_a_look_that_is_asked_for_is_no_question_to_the_system(qapp: object) -> None:
    assert is_light(Theme.LIGHT)
    assert not is_light(Theme.DARK)
