"""The tokens: told apart by lightness, readable, grey when stale."""

from itertools import combinations

import pytest
from msgspec.structs import asdict
from PySide6.QtGui import QColor

from wallboard.domain.agent_state import AgentState
from wallboard.domain.thresholds import Level
from wallboard.ui.theme import DARK, LIGHT, Text, Theme

pytestmark = pytest.mark.usefixtures("qapp")
LEVELS = (Level.GOOD, Level.WARNING, Level.BAD)


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: QColor) -> float:
    """CIE L*, 0 to 100."""
    return float(116 * luminance(colour) ** (1 / 3) - 16)


def contrast(one: QColor, other: QColor) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_that_good_warning_and_bad_differ_in_lightness(look: Theme) -> None:
    for one, other in combinations(LEVELS, 2):
        assert abs(lightness(look.level(one)) - lightness(look.level(other))) >= 8


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", ["surface", "raised", "selected"])
def test_that_text_can_be_read_on_every_ground(look: Theme, ground: str) -> None:
    assert contrast(look.colour("ink"), look.colour(ground)) >= 7
    assert contrast(look.colour("ink_soft"), look.colour(ground)) >= 4.5


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_that_large_figures_can_be_read_in_the_colour_of_each_level(look: Theme) -> None:
    assert all(contrast(look.level(level), look.colour("surface")) >= 3 for level in LEVELS)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_that_stale_figures_have_no_colour_and_no_level(look: Theme) -> None:
    stale = look.stale()
    shades = [stale.level(level) for level in LEVELS] + [stale.state(state) for state in AgentState]
    assert all(shade.hsvSaturationF() < 0.1 for shade in shades)
    assert len({stale.level(level).name() for level in LEVELS}) == 1
    assert stale.is_stale
    assert contrast(stale.colour("ink"), stale.colour("surface")) >= 4.5


def test_that_every_token_is_a_colour() -> None:
    for look in (DARK, LIGHT, DARK.stale(), LIGHT.stale()):
        assert all(QColor(value).isValid() for value in asdict(look.colours).values())


def test_that_every_state_has_a_colour_of_its_own() -> None:
    for look in (DARK, LIGHT):
        assert len({look.state(state).name() for state in AgentState}) == len(AgentState)


def test_that_a_scaled_look_has_larger_type_and_lengths() -> None:
    twice = DARK.scaled(2)
    assert twice.px(10) == 20
    assert twice.font(Text.LARGE).pixelSize() == 2 * DARK.font(Text.LARGE).pixelSize()


def test_that_the_smallest_line_is_still_drawn() -> None:
    assert DARK.scaled(0.1).px(1) == 1
    assert DARK.px(0) == 0


def test_that_figures_are_all_of_one_width() -> None:
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(DARK.font(Text.FIGURE))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
