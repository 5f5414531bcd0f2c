"""The plot: its ranges never move, and the pointer tells its place."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.ui.charts.plot import EMPTY, Plot
from wallboard.ui.look.theme import DARK, Theme


def shown(theme: Theme, qtbot: QtBot) -> Plot:
    plot = Plot(theme)
    qtbot.addWidget(plot)
    plot.resize(400, 160)
    plot.show()
    qtbot.waitExposed(plot)
    return plot


def test_that_a_line_keeps_its_points_in_another_look(theme: Theme, qtbot: QtBot) -> None:
    plot = shown(theme, qtbot)
    line = plot.add_line("chart_line")
    assert line.data()[0].size == 0
    line.set_data(np.array([0.0, 0.5, 1.0]), np.array([0.2, np.nan, 0.4]))
    plot.restyle(DARK.stale())
    np.testing.assert_array_equal(line.data()[1], [0.2, np.nan, 0.4])


def test_that_lines_and_bars_are_painted(qtbot: QtBot) -> None:
    plot = shown(DARK, qtbot)
    empty = plot.grab().toImage()
    plot.add_line("chart_line").set_data(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    with_line = plot.grab().toImage()
    bars = plot.add_bars("good")
    bars.set_data(EMPTY, EMPTY, EMPTY, EMPTY)
    one = np.ones(1)
    bars.set_data(one * 0.2, one * 0.3, one * 0, one * 0.5)
    with_bar = plot.grab().toImage()
    assert empty != with_line != with_bar


def test_that_dots_are_painted_and_hollow_ones_otherwise(qtbot: QtBot) -> None:
    looks = []
    for hollow in (False, True):
        plot = shown(DARK, qtbot)
        empty = plot.grab().toImage()
        plot.add_dots("chart_line", hollow=hollow).set_data(np.array([0.5]), np.array([0.5]))
        looks.append(plot.grab().toImage())
        assert looks[-1] != empty
    assert looks[0] != looks[1]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_a_line_is_as_thick_on_a_screen_of_another_scale(
    qtbot: QtBot, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = shown(DARK, qtbot)
    plot.add_line("chart_line", width=2)
    monkeypatch.setattr(Plot, "devicePixelRatioF", lambda _plot: ratio)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.DevicePixelRatioChange))
    pens = {item.opts["pen"].widthF() for item in plot._view.getPlotItem().curves}
    assert pens == {2 * ratio}


def test_that_a_compact_plot_has_the_room_of_its_scales(qtbot: QtBot) -> None:
    plot = shown(DARK, qtbot)
    whole = plot._view.getPlotItem().getViewBox().width()
    plot.set_compact(is_compact=True)
    QApplication.processEvents()
    assert plot._view.getPlotItem().getViewBox().width() > whole
    plot.set_compact(is_compact=False)
    QApplication.processEvents()
    assert plot._view.getPlotItem().getViewBox().width() == whole


def test_that_the_pointer_is_told_on_a_desk(qtbot: QtBot) -> None:
    plot = shown(DARK, qtbot)
    plot.enable_hover()
    inner = plot.childAt(QPoint(200, 60))
    assert inner is not None
    # sent to the widget itself: where an earlier test left the pointer must not matter
    there = QPointF(200, 60)
    none, bare = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, there, inner.mapToGlobal(there), none, none, bare)
    with qtbot.waitSignal(plot.hovered, check_params_cb=lambda at: at is not None and 0 < at < 1):
        QApplication.sendEvent(inner, move)


def test_that_a_tv_hears_no_pointer(qtbot: QtBot) -> None:
    plot = shown(DARK, qtbot)
    assert plot.childAt(QPoint(200, 60)) is None
    assert plot.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_that_no_dot_stands_at_the_end_of_an_axis(qtbot: QtBot) -> None:
    plot = shown(DARK, qtbot)
    bare = plot.grab().toImage()
    plot.set_ticks(bottom=[(0.0, ""), (0.5, ""), (1.0, "")], left=[(0.0, " "), (1.0, " ")])
    QApplication.processEvents()
    ticked = plot.grab().toImage()
    brightest = max(
        ticked.pixelColor(x, y).lightness() for x in range(ticked.width()) for y in range(ticked.height())
    )
    assert brightest <= max(
        bare.pixelColor(x, y).lightness() for x in range(bare.width()) for y in range(bare.height())
    )
