"""The band: its tiles, and that it loses its colours with the picture's freshness."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QContextMenuEvent, QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.band import TILES, KpiBand, plain_columns, plain_figures, shown_ms
from wallboard.ui.figures.figure_menu import FigureMenu
from wallboard.ui.look.theme import DARK

LATE = Freshness(state=FreshnessState.LATE, since_ms=1_000)


def test_that_every_figure_that_is_asked_for_has_a_tile_in_order(qtbot: QtBot) -> None:
    for figures in (TILES, (FigureId.ATQ, FigureId.WAITING)):
        band = KpiBand(DARK, figures=figures)
        qtbot.addWidget(band)
        assert tuple(tile.figure_id for tile in band.tiles) == figures


def test_that_a_picture_that_is_late_loses_its_colours_and_gets_them_back(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    kpis = (Kpi(id=FigureId.SERVICE_LEVEL, value=60.0, level=Level.BAD),)
    inks = []
    for frame in (make_frame(kpis=kpis), make_frame(kpis=kpis, freshness=LATE), make_frame(kpis=kpis)):
        band.show_frame(frame, 0)
        inks.append(band.tiles[0].ink())
    assert inks[0] == inks[2] == DARK.level(Level.BAD)
    assert inks[1].saturation() <= 12


def test_that_all_figures_but_the_service_level_have_the_same_room_without_their_formulas(qtbot: QtBot) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    band.set_compact(is_compact=True)
    band.resize(1346, 80)
    band.show()
    widths = [tile.width() for tile in band.tiles]
    assert max(widths[1:]) - min(widths[1:]) <= 1
    assert widths[0] < 1.5 * widths[1]


def test_that_all_figures_are_in_a_laptops_window_at_150_percent(qtbot: QtBot) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    assert band.minimumSizeHint().width() <= 890  # of 910, without the board's edges


def test_that_clocks_stand_still_while_the_picture_is_not_live(make_frame: Callable[..., BoardFrame]) -> None:
    assert shown_ms(make_frame(), 5_000) == 5_000
    assert shown_ms(make_frame(freshness=LATE), 5_000) == 1_000


def test_that_a_tile_explains_its_figure_on_hover(qtbot: QtBot, make_frame: Callable[..., BoardFrame]) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    band.show_frame(make_frame(kpis=tuple(Kpi(id=kind, value=1.0) for kind in FigureId)), 0)
    assert all(tile.toolTip() for tile in band.tiles)


def test_that_the_explanation_is_of_now_when_the_pointer_comes(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    kpis = (Kpi(id=FigureId.SERVICE_LEVEL, value=1.0),)
    for in_time in (10, 20):
        total = make_queue(ALL, answered=100, answered_in=in_time, abandoned=0)
        band.show_frame(make_frame(kpis=kpis, queues=(total,)), 0)
    QApplication.sendEvent(band.tiles[0], QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert "20.0" in band.tiles[0].toolTip()


@pytest.mark.parametrize("late", [0, 1, 9])
def test_that_one_caller_never_colours_waiting_and_longest_wait(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], late: int
) -> None:
    waiting = Kpi(id=FigureId.WAITING, value=9, beside=late, level=Level.WARNING if late else Level.GOOD)
    longest = Kpi(id=FigureId.LONGEST_WAIT, since_ms=0, warn_at_ms=13_000, late_at_ms=20_000)
    band = KpiBand(DARK, figures=(FigureId.WAITING, FigureId.LONGEST_WAIT))
    qtbot.addWidget(band)
    band.show_frame(make_frame(kpis=(waiting, longest)), 15_000)
    band.tick(16_000)
    inks = [tile.ink() for tile in band.tiles]
    assert inks.count(DARK.level(Level.WARNING)) == 1
    assert plain_figures([longest]) == frozenset()


def test_that_of_two_columns_about_late_callers_one_has_colour() -> None:
    assert plain_columns((FigureId.WAITING, FigureId.LONGEST_WAIT)) == {FigureId.WAITING}
    assert plain_columns((FigureId.WAITING, FigureId.ASA)) == frozenset()


def test_that_the_menu_key_on_a_tile_offers_other_figures_where_somebody_may_choose(qtbot: QtBot) -> None:
    band = KpiBand(DARK, figures=(FigureId.WAITING,))
    qtbot.addWidget(band)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(band.tiles[0], asked)
    assert band.findChildren(FigureMenu) == []
    band.let_choose()
    QApplication.sendEvent(band.tiles[0], asked)
    (menu,) = band.findChildren(FigureMenu)
    with qtbot.waitSignal(band.figures_chosen) as chosen:
        next(action for action in menu.actions() if action.text() == "Occupancy").trigger()
    assert chosen.args == [(FigureId.WAITING, FigureId.OCCUPANCY)]
    menu.close()
