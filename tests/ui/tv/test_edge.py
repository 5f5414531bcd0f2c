"""The edge is there for ten seconds after a limit was crossed, and at no other time."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.look.theme import DARK
from wallboard.ui.tv.edge import LimitEdge, LimitWatch

LIVE = Freshness(state=FreshnessState.LIVE)


def test_that_a_figure_that_becomes_bad_crosses_a_limit_once(make_frame: Callable[..., BoardFrame]) -> None:
    def at(level: Level) -> BoardFrame:
        return make_frame(freshness=LIVE, kpis=(Kpi(id=FigureId.SERVICE_LEVEL, level=level),))

    watch = LimitWatch()
    course = [Level.BAD, Level.WARNING, Level.BAD, Level.BAD, Level.GOOD, Level.NO_DATA, Level.BAD]
    assert [watch.crossed(at(level)) for level in course] == [False, False, True, False, False, False, False]


def test_that_a_queue_below_its_target_counts_and_one_late_caller_does_not(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    def at(level: Level, wait: Level) -> BoardFrame:
        kpi = Kpi(id=FigureId.LONGEST_WAIT, level=wait)
        return make_frame(freshness=LIVE, kpis=(kpi,), queues=(make_queue(service_level=level),))

    watch = LimitWatch()
    assert not watch.crossed(at(Level.GOOD, Level.GOOD))
    assert not watch.crossed(at(Level.GOOD, Level.BAD))
    assert watch.crossed(at(Level.BAD, Level.BAD))


def test_that_a_queue_that_cannot_be_decoded_crosses_no_limit(
    make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    def at(level: Level, *, is_unread: bool) -> BoardFrame:
        return make_frame(freshness=LIVE, queues=(make_queue(service_level=level, is_unread=is_unread),))

    watch = LimitWatch()
    assert not watch.crossed(at(Level.GOOD, is_unread=False))
    assert not watch.crossed(at(Level.BAD, is_unread=True))


def test_that_what_was_crossed_while_nothing_was_known_is_no_news(make_frame: Callable[..., BoardFrame]) -> None:
    watch = LimitWatch()
    good = make_frame(freshness=LIVE, kpis=(Kpi(id=FigureId.WAITING, level=Level.GOOD),))
    lost = make_frame(freshness=Freshness(state=FreshnessState.PBX_LOST), kpis=good.kpis)
    bad = make_frame(freshness=LIVE, kpis=(Kpi(id=FigureId.WAITING, level=Level.BAD),))
    assert [watch.crossed(frame) for frame in (good, lost, bad)] == [False, False, False]


def test_that_the_edge_covers_the_whole_height_and_goes_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(400, 300)
    parent.show()
    edge = LimitEdge(DARK, parent)
    edge._timer.setInterval(50)
    edge.light()
    picture = parent.grab().toImage()
    bad = DARK.colour("bad")
    for at in ((0, 0), (0, 299), (399, 0), (399, 299)):
        assert picture.pixelColor(*at) == bad
    assert picture.pixelColor(200, 150) != bad
    qtbot.waitUntil(edge.isHidden)
