"""The far TV is read from eight metres: every text of it, computed, in every language's longest words too."""

from collections.abc import Callable
from math import atan, degrees, hypot

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.freshness.pill import FreshnessPill
from wallboard.ui.look.theme import DARK, Text
from wallboard.ui.tv.far import (
    FIGURE_PX,
    LEAST_PX,
    ROW_FIGURE_PX,
    ROW_NAME_PX,
    UNIT_PX,
    FarFace,
    far_font,
)
from wallboard.ui.tv.window import TvWindow, tv_theme

CAP_HEIGHT_EM = 0.727
"""Inter's capitals and figures."""
DIAGONAL_IN = 55
FAR_M, NEAR_M, NEAR_FIGURES_M = 8.0, 2.0, 8.0
LEAST_MINUTES = 11.0
LIVE = Freshness(state=FreshnessState.LIVE)


def arc_minutes(font_px: float, lines: int, distance_m: float) -> float:
    """How high a font's capitals are on a 16:9 screen of 55 inches with so many lines, seen from a distance."""
    height_m = DIAGONAL_IN * 0.0254 * 9 / hypot(16, 9)
    return degrees(atan(font_px * CAP_HEIGHT_EM * height_m / lines / distance_m)) * 60


@pytest.fixture
def tv(qtbot: QtBot) -> TvWindow:
    window = TvWindow(1080, TvLayout.FAR)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    with qtbot.waitSignal(window.painted):
        window.show()
    return window


def face_of(window: TvWindow) -> FarFace:
    assert isinstance(window.face, FarFace)
    return window.face


def test_that_the_rule_of_thumb_is_computed_as_in_the_books() -> None:
    assert arc_minutes(77, 1080, 8) == pytest.approx(15.3, abs=0.1)
    assert arc_minutes(32, 1080, 8) == pytest.approx(6.3, abs=0.1)


@pytest.mark.parametrize("lines", [720, 1080, 2160])
@pytest.mark.parametrize("size", [LEAST_PX, FIGURE_PX, UNIT_PX, ROW_FIGURE_PX, ROW_NAME_PX])
def test_that_every_size_is_eleven_minutes_high_at_eight_metres(size: int, lines: int, qtbot: QtBot) -> None:
    theme = DARK.scaled(lines / 1080)
    assert arc_minutes(far_font(theme, size).pixelSize(), lines, FAR_M) >= LEAST_MINUTES
    squeezed = far_font(theme, size, "9:59:59 is far too long", 10)
    assert arc_minutes(squeezed.pixelSize(), lines, FAR_M) >= LEAST_MINUTES


def test_that_figures_are_larger_still(qtbot: QtBot) -> None:
    assert arc_minutes(far_font(DARK, FIGURE_PX).pixelSize(), 1080, FAR_M) > 29
    assert arc_minutes(far_font(DARK, ROW_FIGURE_PX).pixelSize(), 1080, FAR_M) > 16


@pytest.mark.parametrize("lines", [720, 1080, 2160])
def test_that_the_head_and_the_banner_are_read_from_there_too(lines: int, qtbot: QtBot) -> None:
    window = TvWindow(lines, TvLayout.FAR)
    qtbot.addWidget(window)
    head = tv_theme(lines, TvLayout.FAR)  # what the style sheet writes titles with, and the banner its words
    pill = window.findChild(FreshnessPill)
    assert pill is not None
    sizes = [head.font(text).pixelSize() for text in (Text.HEADING, Text.FIGURE)]
    sizes.append(pill._theme.font(Text.STRONG).pixelSize())
    sizes += [
        label.font().pixelSize() for label in window.findChildren(QLabel) if label.property("role") != "title"
    ]
    assert min(arc_minutes(size, lines, FAR_M) for size in sizes) >= LEAST_MINUTES


def test_that_the_near_layout_is_what_its_manual_says(qtbot: QtBot) -> None:
    theme = tv_theme(1080, TvLayout.NEAR)
    assert arc_minutes(theme.font(Text.HUGE).pixelSize(), 1080, NEAR_FIGURES_M) >= LEAST_MINUTES
    assert arc_minutes(theme.px(9), 1080, NEAR_M) >= LEAST_MINUTES  # the least that a tile's formula shrinks to


def test_that_four_figures_and_six_queues_fill_the_screen_and_nothing_is_cut(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], now_ms: int
) -> None:
    kpis = (
        Kpi(id=FigureId.SERVICE_LEVEL, value=79.96, level=Level.WARNING, goal=Goal()),
        Kpi(id=FigureId.WAITING, value=112.0, level=Level.BAD),
        Kpi(id=FigureId.LONGEST_WAIT, since_ms=now_ms - 3_723_000, warn_at_ms=0, late_at_ms=0, level=Level.BAD),
        Kpi(id=FigureId.AGENTS_READY, value=10.0, of=36),
    )
    rows = tuple(
        make_queue(f"q{number}", "Apoio ao Cliente Residencial e Empresarial Norte") for number in range(20)
    )
    tv.show_frame(make_frame(freshness=LIVE, kpis=kpis, queues=(make_queue(ALL, ""), *rows)))
    face = face_of(tv)
    assert [tile.figure_id for tile in face.tiles] == [kpi.id for kpi in kpis]
    assert len(face.page().rows) == 6
    assert face.page().count > 1
    assert f"1/{face.page().count}" in [label.text() for label in tv.findChildren(QLabel) if label.isVisible()]
    assert tv.size().toTuple() == (1920, 1080)
    for tile in face.tiles:
        figure = QFontMetrics(far_font(DARK, FIGURE_PX, tile.text.figure, tile.width() - 110))
        assert figure.horizontalAdvance(tile.text.figure) <= tile.width() - 44, tile.figure_id


def test_that_a_stale_far_board_has_no_colours_and_says_why(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    queues = (make_queue(ALL, ""), make_queue(service_level=Level.BAD))
    tv.show_frame(make_frame(freshness=LIVE, queues=queues))
    live = tv.grab().toImage()
    problem = Problem(kind=ProblemKind.PROXY_REFUSES, subject={"url": "wss://gateway.example " * 20})
    lost = Freshness(state=FreshnessState.PBX_LOST, since_ms=1_000, problem=problem)
    tv.show_frame(make_frame(queues=queues, freshness=lost))
    stale = tv.grab().toImage()
    assert live != stale
    assert tv.banner.isVisible()
    bad = DARK.colour("bad")
    face = face_of(tv)
    top = face.mapTo(tv, face.rect().topLeft()).y()
    assert bad.rgb() not in {stale.pixel(x, y) for x in range(0, 1920, 3) for y in range(top + 8, 1080, 5)}


def test_that_a_row_that_cannot_be_decoded_has_its_mark_and_no_figures(
    tv: TvWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    def pictures(row: QueueRow) -> QImage:
        tv.show_frame(make_frame(freshness=LIVE, queues=(make_queue(ALL, ""), row)))
        return face_of(tv).queues.grab().toImage()

    bad = make_queue(service_level=Level.BAD, service_level_pct=20.0, waiting=7, longest_since_ms=1_000)
    unread = pictures(replace(bad, is_unread=True))
    assert shades(unread).isdisjoint({DARK.level(level).rgb() for level in (Level.BAD, Level.WARNING, Level.GOOD)})
    assert DARK.level(Level.BAD).rgb() in shades(pictures(bad))
    none = make_queue(service_level_pct=None, waiting=None, longest_since_ms=None, service_level=Level.NO_DATA)
    assert unread != pictures(none)


def shades(picture: QImage) -> set[int]:
    """The colours in a picture."""
    return {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 3)}


def test_that_ready_agents_are_named_in_a_word(tv: TvWindow, make_frame: Callable[..., BoardFrame]) -> None:
    tv.show_frame(make_frame(kpis=(Kpi(id=FigureId.AGENTS_READY, value=3.0, of=9),)))
    ready = face_of(tv).tiles[-1]
    assert (ready._name(), ready._note) == ("Ready", "of 9")
    assert AgentState.READY.value in ready._name().casefold()
