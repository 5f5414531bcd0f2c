"""The three charts: what they draw, what the pointer reads, and that they draw one at a time."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wallboard.present.chart_points import ChartPoint, Charts, WaitPoint
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.ui.charts.data import waits_span
from wallboard.ui.charts.row import ChartRow, ServiceLevelChart, VolumeChart, WaitingChart
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK, Theme
from wallboard.ui.words.day_time import show_times_of


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
    running = ChartPoint(
        start_ms=start_ms + 3 * 900_000,
        service_level_pct=46.7,
        counted=15,
        offered=16,
        answered=9,
        abandoned=2,
        flowed_out=4,
        abandonment_pct=13.3,
    )
    waits = tuple(
        WaitPoint(at_ms=now_ms - 60_000 + 5_000 * place, waiting=place, longest_wait_s=7.0) for place in range(12)
    )
    return Charts(
        intervals=intervals,
        running=running,
        running_counts=True,
        waits=waits,
        day_start_ms=start_ms - 2 * 3_600_000,
    )


def picture(row: ChartRow) -> QImage:
    """What a row looks like."""
    return row.grab().toImage()


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
    np.testing.assert_array_equal(np.isnan(chart.line.data()[1]), [False, True, False])
    np.testing.assert_array_equal(chart.dots.data()[1], [0.82, 0.645])
    assert "target 80%" in chart.words


@pytest.mark.parametrize("after_ms", [0, 1, 60_000, 899_999])
def test_that_the_running_interval_is_a_hollow_point_of_its_own_and_never_in_the_future(
    qtbot: QtBot, now_ms: int, after_ms: int
) -> None:
    chart, charts = ServiceLevelChart(DARK), some_charts(now_ms)
    qtbot.addWidget(chart)
    assert charts.running is not None
    at_ms = charts.running.start_ms + after_ms
    chart.draw(charts, at_ms)
    x, y = chart.running.data()
    np.testing.assert_array_equal(y, [0.467])
    span = chart.span
    assert charts.running.start_ms <= span.moment_ms(x[0]) <= at_ms
    assert span.moment_ms(np.nanmax(chart.line.data()[0])) <= charts.running.start_ms
    assert "46.7" not in str(chart.line.data()[1])


def test_that_the_legend_names_the_running_interval_by_its_time_and_callers(qtbot: QtBot, now_ms: int) -> None:
    show_times_of("UTC")
    chart, charts = ServiceLevelChart(DARK), some_charts(now_ms)
    qtbot.addWidget(chart)
    chart.draw(charts, now_ms)
    assert chart.words == "22:00–22:15: 47% (of 15) · target 80%"
    assert charts.running is not None
    few = replace(charts, running=replace(charts.running, counted=9), running_counts=False)
    chart.draw(few, now_ms)
    assert "(of 9)" in chart.words
    assert chart.running.data()[0].size == 0
    none = replace(charts.running, counted=0, service_level_pct=None)
    chart.draw(replace(charts, running=none, running_counts=False), now_ms)
    assert chart.words == "22:00–22:15: – · target 80%"


def test_that_calls_are_stacked_and_the_running_interval_is_paler(qtbot: QtBot, now_ms: int) -> None:
    chart, charts = VolumeChart(DARK), some_charts(now_ms)
    qtbot.addWidget(chart)
    chart.draw(charts, now_ms)
    for bars, many in ((chart.stacks, 3), (chart.running, 1)):
        answered, abandoned, flowed_out = (bar.data() for bar in bars)
        assert answered[0].size == many
        np.testing.assert_allclose(abandoned[0], answered[0] + answered[1])
        np.testing.assert_allclose(flowed_out[0], abandoned[0] + abandoned[1])
    answered, abandoned, flowed_out = (bar.data() for bar in chart.running)
    np.testing.assert_allclose([one[1][0] * 20 for one in (answered, abandoned, flowed_out)], [9, 2, 4])


def test_that_a_round_of_drawing_has_the_same_points_in_all_charts(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    row = row_with(DARK, now_ms, qtbot)
    first, second = some_charts(now_ms), some_charts(now_ms + 900_000)
    row.show_frame(make_frame(charts=first))
    qtbot.waitUntil(lambda: row.charts[0].charts is first)
    row.show_frame(make_frame(charts=second))
    qtbot.waitUntil(lambda: all(chart.charts is second for chart in row.charts))


def test_that_charts_of_another_size_have_as_many_times_as_fit(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    def shown(theme: Theme, width: int) -> ChartRow:
        row = row_with(theme, now_ms, qtbot)
        row.resize(width, 180)
        row.show_frame(make_frame(charts=charts))
        qtbot.waitUntil(lambda: row.is_up_to_date)
        return row

    charts = some_charts(now_ms)
    row = shown(DARK, 1800)
    row.restyle(DARK.scaled(2.0))
    qtbot.waitUntil(lambda: row.is_up_to_date)
    assert picture(row) == picture(shown(DARK.scaled(2.0), 1800))
    row.resize(900, 180)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: row.is_up_to_date)
    assert picture(row) == picture(shown(DARK.scaled(2.0), 900))


def test_that_a_picture_that_is_not_live_is_drawn_as_of_its_last_moment(
    qtbot: QtBot, now_ms: int, make_frame: Callable[..., BoardFrame]
) -> None:
    row = row_with(DARK, now_ms + 7_200_000, qtbot)
    lost = Freshness(state=FreshnessState.PBX_LOST, since_ms=now_ms)
    row.show_frame(make_frame(charts=some_charts(now_ms), freshness=lost))
    qtbot.waitUntil(lambda: row.is_up_to_date)
    assert row.charts[1].span == waits_span(now_ms)


def test_that_a_strip_has_no_scales_and_its_words_beside_it(qapp: QApplication, qtbot: QtBot, now_ms: int) -> None:
    apply_theme(qapp, DARK)  # a TV's would be higher
    row = row_with(DARK, now_ms, qtbot)
    row.set_compact(is_compact=True)
    row.resize(1340, 60)
    for chart in row.charts:
        chart.draw(some_charts(now_ms), now_ms)
        QApplication.processEvents()
        assert chart.plot.x() > chart.legend.x() + chart.legend.width() - 1
        assert chart.minimumSizeHint().height() <= 60
    row.set_compact(is_compact=False)
    row.resize(1340, 180)
    QApplication.processEvents()
    assert row.charts[0].plot.y() > row.charts[0].legend.y()


def test_that_the_pointer_reads_exact_values(qtbot: QtBot, now_ms: int) -> None:
    charts = some_charts(now_ms)
    level, waiting, volume = ServiceLevelChart(DARK), WaitingChart(DARK), VolumeChart(DARK)
    for chart in (level, waiting, volume):
        qtbot.addWidget(chart)
        chart.draw(charts, now_ms)
    assert "64.5%" in level.readout(charts.intervals[2].start_ms + 1)
    assert "12 offered · 10 answered · 2 abandoned (16.7%)" in volume.readout(charts.intervals[0].start_ms)
    assert charts.running is not None
    assert "4 flowed out" in volume.readout(charts.running.start_ms)
    assert "11 waiting" in waiting.readout(charts.waits[-1].at_ms)
    assert level.readout(charts.intervals[0].start_ms - 1) == ""


def test_that_the_legend_comes_back_when_the_pointer_leaves(qtbot: QtBot, now_ms: int) -> None:
    chart = VolumeChart(DARK)
    qtbot.addWidget(chart)
    chart.draw(some_charts(now_ms), now_ms)
    legend = chart.words
    chart.plot.hovered.emit(chart.span.fraction(chart.charts.intervals[0].start_ms + 1))
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


def test_that_a_title_is_whole_from_the_first_paint_on_and_after_each_change(qtbot: QtBot) -> None:
    chart = VolumeChart(DARK)
    qtbot.addWidget(chart)
    chart.resize(500, 160)
    chart.show()
    assert chart._title.text() == "Calls per 15 min"
    for compact in (True, False):
        chart.set_compact(is_compact=compact)
        for minutes in (5, 30):
            chart.draw(Charts(interval_minutes=minutes), 1)
            assert chart._title.width() >= chart._title.sizeHint().width()
