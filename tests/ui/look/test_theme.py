"""The tokens: told apart by lightness, readable, grey when stale."""

from itertools import combinations

import pytest
from msgspec.structs import asdict
from PySide6.QtGui import QColor

from tests.ui.seeing import VISIONS, contrast, difference, lab
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.thresholds import Level
from wallboard.ui.look.theme import DARK, LIGHT, Text, Theme

pytestmark = pytest.mark.usefixtures("qapp")
LEVELS = (Level.GOOD, Level.WARNING, Level.BAD)


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
def test_that_what_is_bad_differs_in_lightness_from_what_is_not(look: Theme) -> None:
    for other in (Level.GOOD, Level.WARNING):
        assert abs(lab(look.level(Level.BAD))[0] - lab(look.level(other))[0]) >= 8


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


TINTS = ("good_tint", "warning_tint", "bad_tint")
PLAIN = ("window", "surface", "raised", "hover", "selected")
ON_TILES = ("surface", "raised", "hover", "selected", "warning_tint")

WORDS: dict[str, tuple[str, ...]] = {
    "ink": PLAIN + TINTS,
    "ink_soft": PLAIN + TINTS,
    "ink_faint": PLAIN + TINTS,
    "good": (*PLAIN, "good_tint"),
    "warning": (*PLAIN, "warning_tint"),
    "bad": (*PLAIN, "bad_tint"),
    "paused": ON_TILES,
    "accent": PLAIN,
    "on_accent": ("accent",),
}
"""What words are written in, and on what; a banner has the window's colour on a level's, which is the same pair."""

MARKS: dict[str, tuple[str, ...]] = {
    **{state.value: ON_TILES for state in AgentState},
    **{level.value: (*PLAIN, f"{level.value}_tint") for level in (Level.GOOD, Level.WARNING, Level.BAD)},
    "line_strong": ("window", "surface", "raised"),
    "accent": PLAIN + TINTS,
    "chart_line": ("surface",),
    "chart_target": ("surface",),
    "chart_offered": ("surface",),
    "chart_answered": ("surface",),
    "chart_abandoned": ("surface",),
}
"""Shapes of states and levels, borders of fields, the outline of what is current and has the focus, charts."""

LOOKS = pytest.mark.parametrize(
    "look",
    [DARK, LIGHT, DARK.stale(), LIGHT.stale(), DARK.strong(), LIGHT.strong()],
    ids=["dark", "light", "dark, stale", "light, stale", "dark, strong", "light, strong"],
)
IN_COLOUR = pytest.mark.parametrize("look", [DARK, LIGHT], ids=["dark", "light"])
SEEN = pytest.mark.parametrize("vision", VISIONS)


def too_weak(look: Theme, pairs: dict[str, tuple[str, ...]], least: float) -> dict[str, float]:
    """Every pair below ``least``, with its contrast."""
    found = {
        f"{ink} on {ground}": contrast(look.colour(ink), look.colour(ground))
        for ink, grounds in pairs.items()
        for ground in grounds
    }
    return {pair: round(value, 2) for pair, value in found.items() if value < least}


@LOOKS
def test_that_all_words_can_be_read_on_every_ground(look: Theme) -> None:
    assert too_weak(look, WORDS, 4.5) == {}


@LOOKS
def test_that_shapes_borders_focus_and_charts_are_seen(look: Theme) -> None:
    assert too_weak(look, MARKS, 3) == {}


@IN_COLOUR
@SEEN
def test_that_levels_are_told_apart_by_all_eyes(look: Theme, vision: str) -> None:
    levels = [look.level(level) for level in (Level.GOOD, Level.WARNING, Level.BAD)]
    assert min(difference(one, other, vision) for one, other in combinations(levels, 2)) >= 15


@IN_COLOUR
@SEEN
@pytest.mark.parametrize(
    ("one", "other"),
    [(AgentState.TALKING, AgentState.HOLD), (AgentState.BUSY, AgentState.WRAP_UP)],
    ids=["talking and hold", "own call and wrap-up"],
)
def test_that_states_of_one_hue_differ_in_lightness_for_all_eyes(
    look: Theme, vision: str, one: AgentState, other: AgentState
) -> None:
    assert abs(lab(look.state(one), vision)[0] - lab(look.state(other), vision)[0]) >= 10
