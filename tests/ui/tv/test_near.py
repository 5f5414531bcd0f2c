"""The near TV: band, queues, agents and charts, which lose their colours with the connection."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.tv.near import FIGURES, NearFace
from wallboard.ui.tv.window import TvWindow, tv_theme


@pytest.fixture
def face(qtbot: QtBot) -> NearFace:
    made = NearFace(tv_theme(1080, TvLayout.NEAR))
    qtbot.addWidget(made)
    made.resize(1900, 1000)
    made.show()
    return made


def test_that_charts_are_brought_in_once(face: NearFace) -> None:
    assert not face.has_charts
    face.add_charts()
    face.add_charts()
    assert face.has_charts


def test_that_band_queues_and_agents_show_the_frame(
    face: NearFace, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    rows = (make_queue(ALL, ""), make_queue("sales", "Sales"))
    face.show_frame(make_frame(queues=rows), now_ms)
    assert [tile.figure_id for tile in face.band.tiles] == list(FIGURES)
    assert [row.id for row in face.page().rows] == ["sales"]
    stale = face.grab().toImage()
    face.set_live(True)
    assert face.grab().toImage() != stale


def test_that_the_near_layout_has_charts_and_the_far_one_none(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    for layout, before in ((TvLayout.NEAR, False), (TvLayout.FAR, True)):
        window = TvWindow(1080, layout)
        qtbot.addWidget(window)
        assert window.has_charts is before
        window.add_charts()
        window.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LIVE)))
        assert window.has_charts
