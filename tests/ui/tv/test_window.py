"""The TV: large, without a pointer, and left by purpose only."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.client.bounds import MAX_NUMBER
from wallboard.client.session import Mirror
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.events import Exit
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Interval, QueueNow, Sample, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, QueueId
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role
from wallboard.host.clock import now_ms
from wallboard.present.board import Board
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, LostPbx, QueueRow
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.freshness.pill import FreshnessPill
from wallboard.ui.tv.window import TvWindow, tv_theme


@pytest.fixture(params=TvLayout)
def tv(request: pytest.FixtureRequest, qtbot: QtBot) -> TvWindow:
    window = TvWindow(1080, request.param)
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
    monkeypatch.setattr("wallboard.ui.tv.window.time.monotonic", lambda: next(moments))
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
    monkeypatch.setattr("wallboard.ui.tv.window.now_ms", lambda: now_ms - 3_600_000)
    tv.show_frame(make_frame(time_zone="Asia/Tokyo", clock_offset_ms=3_600_000))
    tv._tick()
    assert "07:13" in [label.text() for label in tv.findChildren(QLabel)]


def test_that_a_stale_board_says_so_across_the_screen(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    queues = (make_queue(ALL, ""), make_queue())
    tv.show_frame(make_frame(queues=queues))
    tv.add_charts()
    live = tv.grab().toImage()
    tv.show_frame(make_frame(queues=queues, freshness=Freshness(state=FreshnessState.PBX_LOST, since_ms=1_000)))
    stale = tv.grab().toImage()
    assert live != stale
    assert tv.banner.isVisible()
    assert tv.has_charts


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_that_a_full_head_stays_on_the_screen_and_names_what_is_shown(
    qtbot: QtBot,
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    size: tuple[int, int],
) -> None:
    window = TvWindow(size[1])
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    at_ms = now_ms()
    lost = Freshness(state=FreshnessState.LIVE, sources=13, lost=(LostPbx(name="lisbon", since_ms=at_ms),))
    queues = (make_queue(ALL, ""), *(make_queue(str(number)) for number in range(25)))
    frame = make_frame(freshness=lost, queues=queues)
    window.show_frame(structs.replace(frame, covered_since_ms=at_ms, unobserved_min=100))
    qtbot.waitUntil(lambda: not window.lost_pbxs.isHidden())
    assert (window.width(), window.height()) == size
    head = [label for label in window.findChildren(QLabel) if label.isVisible()]
    assert all(label.mapTo(window, label.rect().topRight()).x() < size[0] for label in head)
    name = head[0]
    assert name.width() >= name.fontMetrics().horizontalAdvance(name.text())


def test_that_a_queue_that_is_not_there_is_told_large_and_nothing_looks_live(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    queues = (make_queue(ALL, ""), make_queue("team", "Team", is_group=True), make_queue("support", "Support"))
    live = Freshness(state=FreshnessState.LIVE)
    tv.show_frame(make_frame(scope=QueueId("suport"), freshness=live, queues=queues))
    assert tv.banner.isVisible()
    assert "There is no queue or group suport. Set another one" in tv.banner.accessibleName()
    assert "Available: Team, Support" in tv.banner.accessibleName()
    pill = tv.findChild(FreshnessPill)
    assert pill is not None
    assert pill.words == "No such queue or group"
    tv.show_frame(make_frame(scope=QueueId("support"), freshness=live, queues=queues))
    assert not tv.banner.isVisible()
    assert pill.words == "Live"


def test_that_another_height_makes_it_anew_and_loses_nothing(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], qtbot: QtBot
) -> None:
    queues = (make_queue(ALL, ""), make_queue("support", "Support"))
    tv.add_charts()
    tv.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LIVE), queues=queues))
    small, face = tv.theme.scale, tv.face
    tv.fit(2160)
    tv.resize(3840, 2160)
    assert tv.theme.scale == 2 * small
    assert tv.face is not face
    assert tv.has_charts
    assert [row.id for row in tv.face.page().rows] == ["support"]
    qtbot.waitUntil(lambda: tv.face.width() > 3_700 and tv.face.isVisible())
    tv.grab()


def test_that_a_picture_that_cannot_be_shown_does_not_leave_the_old_one_as_live(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    live = make_frame(freshness=Freshness(state=FreshnessState.LIVE))
    tv.show_frame(live)
    with monkeypatch.context() as broken:
        broken.setattr("wallboard.ui.tv.window.show_times_of", Fault(1))
        tv.show_frame(live)
    assert "see its log" in tv.banner.accessibleName()
    tv.show_frame(live)
    assert not tv.banner.isVisible()


class Fault:
    """Fails the first times that it is called."""

    def __init__(self, times: int) -> None:
        self._left = times

    def __call__(self, *_args: object) -> None:
        self._left -= 1
        if self._left >= 0:
            raise OverflowError


@pytest.mark.parametrize("value", [MAX_NUMBER, -MAX_NUMBER, 0])
def test_that_a_wrong_gateways_times_and_counts_raise_nothing_in_paint(tv: TvWindow, value: int) -> None:
    """A fault in a paint is caught by no test of a function, and leaves a TV as it is."""
    mirror = Mirror()
    mirror.ready = Ready(name="tv", role=Role.VIEWER, interval_minutes=value, time_zone="../../etc/passwd")
    counts: dict[str, Any] = dict.fromkeys(Tally.__struct_fields__, value)
    tally = Tally(**counts | {"exits": dict.fromkeys(Exit, value)})
    goal = Goal(threshold_s=value, target_pct=value, short_abandon_s=value)
    mirror.store.put(Queue(id=QueueId("q"), name="Q" * 500, goal=goal, order=value))
    mirror.store.put(Group(id=ALL, name="G" * 500, goal=goal, order=value))
    for scope in (ALL, QueueId("q")):
        agents = dict.fromkeys(AgentState, value)
        mirror.store.put(QueueNow(scope=scope, waiting=value, longest_since_ms=value, agents=agents))
        for at_ms in (value, now_ms()):
            mirror.store.put(Interval(scope=scope, start_ms=at_ms, tally=tally))
            mirror.store.put(Sample(scope=scope, at_ms=at_ms, waiting=value, longest_wait_ms=value))
        for window in Window:
            mirror.store.put(
                Figures(
                    scope=scope, window=window, since_ms=value, covered_since_ms=value + 1, tally=tally,
                    handling_ms=value, ready_ms=value, unobserved_ms=value,
                )
            )  # fmt: skip
    live = Freshness(state=FreshnessState.LIVE)
    frame = Board(mirror).frame(live, now_ms())
    tv.add_charts()
    for state in (live, Freshness(state=FreshnessState.PBX_LOST, since_ms=value, retry_at_ms=value)):
        for offset_ms in (0, value):
            tv._show(structs.replace(frame, freshness=state, clock_offset_ms=offset_ms))
            tv._tick()
            tv.grab()
