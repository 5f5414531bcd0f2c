"""Cards, icons and marks."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from wallboard.ui.look.brush import Brush, Card, Mark, ground_of
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import DARK, Theme

BOX = QRect(0, 0, 100, 60)


def canvas() -> QImage:
    """A black picture of the size of one card."""
    image = QImage(100, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.black)
    return image


def test_that_a_card_has_its_ground_and_its_bar_at_the_left(theme: Theme) -> None:
    image = canvas()
    painter = QPainter(image)
    Brush(theme).card(painter, BOX, Card(bar="paused"))
    painter.end()
    assert image.pixelColor(50, 30) == theme.colour("raised")
    assert image.pixelColor(1, 30) == theme.colour("paused")


def test_that_a_card_without_ground_shows_what_lies_below(theme: Theme) -> None:
    image = canvas()
    painter = QPainter(image)
    Brush(theme).card(painter, BOX, Card(ground="", border="line_strong", is_dashed=True))
    painter.end()
    assert image.pixelColor(50, 30) == Qt.GlobalColor.black


@pytest.mark.parametrize("mark", [Mark.LEGAL, Mark.ILLEGAL, Mark.AIMED])
def test_that_each_mark_shows(theme: Theme, mark: Mark) -> None:
    image = canvas()
    image.fill(theme.colour("good"))
    before = image.copy()
    painter = QPainter(image)
    Brush(theme).mark(painter, BOX, mark)
    painter.end()
    assert image != before


def test_that_an_icon_is_drawn_where_it_is_wanted(theme: Theme) -> None:
    image = canvas()
    painter = QPainter(image)
    Brush(theme).icon(painter, QPoint(40, 20), Icon.PAUSED, (theme.colour("ink"), 20))
    painter.end()
    assert image.pixelColor(44, 24) == theme.colour("ink")
    assert image.pixelColor(10, 10) == Qt.GlobalColor.black


def test_that_more_cards_than_are_kept_can_be_drawn(qapp: object) -> None:
    brush, image = Brush(DARK), canvas()
    painter = QPainter(image)
    for width in range(20, 500):
        brush.card(painter, QRect(0, 0, width, 20), Card())
    painter.end()
    assert image.pixelColor(50, 10) == DARK.colour("raised")


def test_that_selection_and_pointer_change_the_ground(qapp: object) -> None:
    option = QStyleOptionViewItem()
    option.state = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_Active
    assert ground_of(option.state) == Card(ground="selected", border="accent", border_px=2)
    option.state = QStyle.StateFlag.State_Selected
    assert ground_of(option.state) == Card(ground="raised", border="accent", border_px=2)
    option.state = QStyle.StateFlag.State_MouseOver
    assert ground_of(option.state) == Card(ground="hover")
    option.state = QStyle.StateFlag.State_Enabled
    assert ground_of(option.state) == Card()


@pytest.mark.parametrize(("one", "other"), [("talking", "hold"), ("wrap_up", "busy")])
def test_that_the_bars_of_near_colours_differ_in_shape(qapp: object, one: str, other: str) -> None:
    def gaps(state: str) -> int:
        image = canvas()
        painter = QPainter(image)
        Brush(DARK).card(painter, QRect(0, 0, 80, 40), Card(bar=state))
        painter.end()
        return sum(image.pixelColor(2, y) != DARK.colour(state) for y in range(8, 32))

    assert gaps(one) == 0
    assert gaps(other) > 6
