"""Shapes: one for each state and level, drawn in what colour is asked for."""

import pytest
from PySide6.QtGui import QColor, QImage

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.counts.thresholds import Level
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import DARK

pytestmark = pytest.mark.usefixtures("qapp")
RED = QColor("#ff0000")


def drawn(icon: Icon, size_px: int = 24) -> QImage:
    """An icon in red on black."""
    return icons.pixmap(icon, RED, QColor("#000000"), size_px).toImage()


def test_that_states_are_told_apart_by_shape_alone() -> None:
    shapes = {bytes(drawn(icons.state_icon(state)).constBits()) for state in AgentState}
    assert len(shapes) == len(AgentState)


def test_that_levels_are_told_apart_by_shape_alone() -> None:
    assert len({bytes(drawn(icons.level_icon(level)).constBits()) for level in Level}) == len(Level)


@pytest.mark.parametrize("icon", list(Icon))
def test_that_each_shape_is_there_and_takes_its_colour(icon: Icon) -> None:
    image = drawn(icon)
    points = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    inked = [point for point in points if point.alpha() > 200]
    assert len(inked) >= 20
    assert all(point.green() == 0 and point.blue() == 0 for point in inked)


def test_that_each_mode_of_monitoring_has_a_shape() -> None:
    assert {icons.mode_icon(mode) for mode in MonitorMode} == {Icon.LISTEN, Icon.WHISPER, Icon.BARGE}


def test_that_a_sharp_screen_gets_more_pixels_for_the_same_size() -> None:
    sharp = icons.pixmap(Icon.READY, RED, RED, 16, 2.0)
    assert sharp.width() == 32
    assert sharp.deviceIndependentSize().width() == 16


def test_that_a_menus_icon_has_both_sharpnesses() -> None:
    assert not icons.menu_icon(Icon.MOVE, DARK.colour("ink"), DARK.colour("raised"), 16).isNull()
