"""The TV: large, without a pointer, and left by purpose only."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import ALL_QUEUES, QueueId
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.ui.tv import TvWindow, tv_theme


@pytest.fixture
def tv(qtbot: QtBot) -> TvWindow:
    window = TvWindow(1080)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    with qtbot.waitSignal(window.painted):
        window.show()
    return window


def test_that_esc_once_stays_and_twice_leaves(tv: TvWindow, qtbot: QtBot) -> None:
    QTest.keyClick(tv, Qt.Key.Key_Escape)
    assert tv.isVisible()
    with qtbot.waitSignal(tv.closed):
        QTest.keyClick(tv, Qt.Key.Key_Escape)
    assert not tv.isVisible()


def test_that_two_esc_with_a_pause_between_stay(
    tv: TvWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter((100.0, 102.0))
    monkeypatch.setattr("wallboard.ui.tv.time.monotonic", lambda: next(moments))
    QTest.keyClick(tv, Qt.Key.Key_Escape)
    QTest.keyClick(tv, Qt.Key.Key_Escape)
    assert tv.isVisible()


def test_that_ctrl_q_leaves(tv: TvWindow, qtbot: QtBot) -> None:
    tv.activateWindow()
    qtbot.waitActive(tv)
    with qtbot.waitSignal(tv.closed):
        QTest.keyClick(tv, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_that_figures_grow_with_the_screen() -> None:
    assert tv_theme(2160).scale == 2 * tv_theme(1080).scale


def test_that_there_is_no_pointer(tv: TvWindow) -> None:
    assert tv.cursor().shape() is Qt.CursorShape.BlankCursor


def test_that_the_clock_is_the_sites_and_not_the_computers(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], monkeypatch: pytest.MonkeyPatch, now_ms: int
) -> None:
    monkeypatch.setattr("wallboard.ui.tv.now_ms", lambda: now_ms - 3_600_000)
    tv.show_frame(make_frame(time_zone="Asia/Tokyo", clock_offset_ms=3_600_000))
    tv._tick()
    assert "07:13" in [label.text() for label in tv.findChildren(QLabel)]


def test_that_a_stale_board_says_so_across_the_screen(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    queues = (make_queue(ALL_QUEUES, ""), make_queue())
    tv.show_frame(make_frame(queues=queues))
    tv.add_charts()
    live = tv.grab().toImage()
    tv.show_frame(make_frame(queues=queues, freshness=Freshness(state=FreshnessState.PBX_LOST, since_ms=1_000)))
    stale = tv.grab().toImage()
    assert live != stale
    assert tv.banner.isVisible()
    assert tv.has_charts


def test_that_a_queue_that_is_not_there_is_told_and_not_taken_for_all(
    tv: TvWindow, make_frame: Callable[..., BoardFrame]
) -> None:
    tv.show_frame(make_frame(scope=QueueId("suport"), freshness=Freshness(state=FreshnessState.LIVE)))
    assert "There is no queue suport" in [label.text() for label in tv.findChildren(QLabel)]
    tv.show_frame(make_frame(scope=QueueId("suport"), freshness=Freshness(state=FreshnessState.CONNECTING)))
    assert "There is no queue suport" not in [label.text() for label in tv.findChildren(QLabel)]
