"""What all charts have: words for a screen reader, values by the keys, and nothing of that on a TV."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.charts.test_row import some_charts
from wallboard.ui.charts.chart import Chart
from wallboard.ui.charts.row import ServiceLevelChart, VolumeChart, WaitingChart
from wallboard.ui.look.theme import DARK

EVERY = pytest.mark.parametrize("chart_type", [ServiceLevelChart, WaitingChart, VolumeChart])


@EVERY
def test_that_a_chart_has_a_name_and_words_and_is_read_by_keys(
    chart_type: type[Chart], qtbot: QtBot, now_ms: int
) -> None:
    chart = chart_type(DARK)
    qtbot.addWidget(chart)
    chart.enable_reading()
    chart.draw(some_charts(now_ms), now_ms)
    assert chart.accessibleName() in ("Service level", "Waiting", "Calls per 15 min")
    latest = chart.accessibleDescription()
    assert latest
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == chart.words == latest
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.words != latest
    inside = [one for one in chart.findChildren(QWidget) if one.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    assert inside == []


@EVERY
def test_that_a_reading_by_keys_ends_where_the_keyboard_goes_on(
    chart_type: type[Chart], qtbot: QtBot, now_ms: int
) -> None:
    chart = chart_type(DARK)
    qtbot.addWidget(chart)
    chart.enable_reading()
    chart.draw(some_charts(now_ms), now_ms)
    legend = chart.words
    for _ in range(9):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.words == chart.readout(chart.moments_ms()[0])
    chart.focusOutEvent(QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert chart.words == legend


@EVERY
def test_that_a_tv_s_chart_takes_no_keys(chart_type: type[Chart], qtbot: QtBot) -> None:
    chart = chart_type(DARK)
    qtbot.addWidget(chart)
    assert chart.focusPolicy() is Qt.FocusPolicy.NoFocus
