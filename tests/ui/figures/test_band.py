"""The band: its tiles, and that it loses its colours with the picture's freshness."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.formulas import Formula
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, Kpi, KpiKind, QueueRow
from wallboard.ui.figures.band import KpiBand, shown_ms
from wallboard.ui.look.theme import DARK

LATE = Freshness(state=FreshnessState.LATE, since_ms=1_000)


def test_that_every_kind_of_figure_has_a_tile_in_order(qtbot: QtBot) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    assert [tile.kind for tile in band.tiles] == list(KpiKind)


def test_that_a_picture_that_is_late_loses_its_colours_and_gets_them_back(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    kpis = (Kpi(kind=KpiKind.SERVICE_LEVEL, value=60.0, level=Level.BAD),)
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
    band.show_frame(make_frame(kpis=tuple(Kpi(kind=kind, value=1.0) for kind in KpiKind)), 0)
    assert all(tile.toolTip() for tile in band.tiles)


def test_that_the_explanation_is_of_now_when_the_pointer_comes(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    band = KpiBand(DARK)
    qtbot.addWidget(band)
    kpis = (Kpi(kind=KpiKind.SERVICE_LEVEL, value=1.0),)
    for share in (10.0, 20.0):
        total = make_queue(ALL, service_levels=dict.fromkeys(Formula, share))
        band.show_frame(make_frame(kpis=kpis, queues=(total,)), 0)
    QApplication.sendEvent(band.tiles[0], QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert "20.0" in band.tiles[0].toolTip()
