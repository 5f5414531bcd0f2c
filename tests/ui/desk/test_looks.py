"""How large the board is by itself, and in which look it begins."""

import pytest
from PySide6.QtCore import Qt

from wallboard.settings.client import DeskSettings, ThemeChoice
from wallboard.ui.desk.looks import ZOOMS, Look, is_light, nearest, zoom_for


@pytest.mark.parametrize(("height", "zoom"), [(768, 1.0), (1080, 1.0), (1440, 1.0), (2160, 2.0), (4320, 3.0)])
def test_that_a_screen_that_nothing_scales_makes_the_board_larger(height: int, zoom: float) -> None:
    assert ZOOMS[nearest(zoom_for(height))] == zoom


def test_that_a_look_that_is_asked_for_is_no_question_to_the_system(qapp: object) -> None:
    assert is_light(ThemeChoice.LIGHT)
    assert not is_light(ThemeChoice.DARK)


def test_that_a_size_ends_at_the_largest_and_the_smallest_and_0_is_the_screens_own(qapp: object) -> None:
    look = Look(DeskSettings(zoom=ZOOMS[-1]), screen_height=2160)
    assert not look.step(1)
    assert look.step(-1)
    assert look.scale == ZOOMS[-2]
    assert look.step(0)
    assert look.scale == look.own_scale == 2.0
    assert not look.step(0)


def test_that_only_another_look_of_the_system_is_one_to_follow(qapp: object) -> None:
    look = Look(DeskSettings(theme=ThemeChoice.DARK), screen_height=1080)
    assert not look.follow_scheme(Qt.ColorScheme.Unknown)
    assert not look.follow_scheme(Qt.ColorScheme.Dark)
    assert look.follow_scheme(Qt.ColorScheme.Light)
    assert look.theme.name == "light"
    assert look.follow_contrast(Qt.ContrastPreference.HighContrast)
    assert not look.follow_contrast(Qt.ContrastPreference.HighContrast)
    assert look.follow_contrast(Qt.ContrastPreference.NoPreference)
    assert look.switch() is ThemeChoice.DARK
