"""Colours that come and go with the freshness of the figures."""

from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.theme import DARK


def test_that_figures_have_no_colour_until_they_are_known_to_be_live(qapp: object) -> None:
    delegate = BoardDelegate(DARK)
    assert delegate.brush.theme.is_stale
    assert delegate.show_live(is_live=True)
    assert delegate.brush.theme is DARK
    assert not delegate.show_live(is_live=True)
    assert delegate.show_live(is_live=False)
    assert delegate.brush.theme.is_stale
