"""The three charts: what they draw, what the pointer reads, and that they draw one at a time."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.present.frame import BoardFrame, ChartPoint, Charts, Freshness, FreshnessState, WaitPoint
from wallboard.ui.charts import ChartRow, ServiceLevelChart, VolumeChart, WaitingChart
from wallboard.ui.theme import DARK, Theme


def some_charts(now_ms: int) -> Charts:
    start_ms = now_ms - now_ms % 900_000 - 3 * 900_000
    intervals = tuple(
        ChartPoint(
            start_ms=start_ms + place * 900_000,
            service_level_pct=level,
            offered=12,
            answered=10,
            abandoned=2,
            abandonment_pct=16.7,
        )
        for place, level in enumerate((82.0, None, 64.5))
    )
    waits = tuple(
        WaitPoint(at_ms=now_ms - 60_000 + 5_000 * place, waiting=place, longest_wait_s=7.0) for place in range(12)
    )
    return Charts(intervals=intervals, waits=waits, day_start_ms=start_ms)


def row_with(theme: Theme, now_ms: int, qtbot: QtBot) -> ChartRow:
    row = ChartRow(theme, lambda: now_ms)
    qtbot.addWidget(row)
    row.resize(1200, 180)
    row.show()
    return row


def test_that_the_service_level_has_a_gap_where_there_is_no_data(theme: Theme, qtbot: QtBot, now_ms: int) -> None:
    chart = ServiceLevelChart(theme)
    qtbot.addWidget(chart)
    chart.draw(some_charts(now_ms), now_ms)
    np.testing.assert_array_equal(np.isnan(chart.line.data()[1]), [False, False, True, False, False])
    legend = chart.words.replace("&nbsp;", " ")
    assert "target 80%" in legend
    assert "now 64%" in legend or "now 65%" in legend


def test_that_the_pointer_reads_exact_values(qtbot: QtBot, now_ms: int) -> None:
    charts = some_charts(now_ms)
    level, waiting, volume = ServiceLevelChart(DARK), WaitingChart(DARK), VolumeChart(DARK)
    for chart in (level, waiting, volume):
        qtbot.addWidget(chart)
        chart.draw(charts, now_ms)
    assert "64.5%" in level.readout(charts.intervals[2].start_ms + 1)
    assert "12 offered · 10 answered · 2 abandoned" in volume.readout(charts.intervals[0].start_ms)
    assert "<b>11</b> waiting" in waiting.readout(charts.waits[-1].at_ms)
    assert level.readout(charts.intervals[0].start_ms - 1) == ""


def test_that_the_legend_comes_back_when_the_pointer_leaves(qtbot: QtBot, now_ms: int) -> None:
    chart = VolumeChart(DARK)
    qtbot.addWidget(chart)
    chart.draw(some_charts(now_ms), now_ms)
    legend = chart.words
    chart.plot.hovered.emit(0.07)
    assert chart.words != legend
    chart.plot.hovered.emit(None)
    assert chart.words == legend


def test_that_a_frame_is_drawn_by_every_chart_and_the_same_charts_only_once(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    row = row_with(DARK, now_ms, qtbot)
    frame = make_frame(charts=some_charts(now_ms))
    row.show_frame(frame)
    qtbot.waitUntil(lambda: all(chart.charts is frame.charts for chart in row.charts))
    row.show_frame(make_frame(charts=frame.charts))
    assert row.is_up_to_date


def test_that_a_chart_is_drawn_anew_only_for_points_of_its_own_or_in_another_size(
    qtbot: QtBot, now_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Charts] = []
    monkeypatch.setattr(WaitingChart, "redraw", lambda _chart, charts: drawn.append(charts))
    chart, charts = WaitingChart(DARK), some_charts(now_ms)
    qtbot.addWidget(chart)
    for shown in (charts, replace(charts, intervals=charts.intervals[1:]), replace(charts, waits=charts.waits[1:])):
        chart.draw(shown, now_ms)
    assert [len(shown.waits) for shown in drawn] == [12, 11]
    chart.plot.resize(chart.plot.width() + 50, chart.plot.height())
    chart.draw(charts, now_ms)
    assert drawn[2:] == [charts]


def test_that_newer_points_are_drawn_a_moment_later_and_not_forgotten(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    row = row_with(DARK, now_ms, qtbot)
    row.show_frame(make_frame(charts=some_charts(now_ms)))
    newer = make_frame(charts=some_charts(now_ms + 900_000))
    row.show_frame(newer)
    qtbot.waitUntil(lambda: all(chart.charts is newer.charts for chart in row.charts))


def test_that_charts_lose_their_colours_with_the_picture(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    row = row_with(DARK, now_ms, qtbot)
    row.show_frame(make_frame())
    assert not any(chart.theme.is_stale for chart in row.charts)
    row.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LATE, since_ms=now_ms)))
    assert all(chart.theme.is_stale for chart in row.charts)


def test_that_the_chart_of_volume_names_its_interval(qtbot: QtBot, now_ms: int) -> None:
    chart = VolumeChart(DARK)
    qtbot.addWidget(chart)
    chart.draw(replace(some_charts(now_ms), interval_minutes=30), now_ms)
    assert "Calls per 30 min" in [label.text() for label in chart.findChildren(QLabel)]
