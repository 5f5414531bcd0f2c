"""A tile's look: its level is colour and shape and word, and colour only while the picture is live."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.tile import KpiTile, basis_font, fitting_basis, fitting_note, label_font
from wallboard.ui.look.theme import DARK, LIGHT, Text, Theme

NEARLY_GREY = 12
"""Of 255: a stale colour keeps a trace of its ground's."""


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def look(request: pytest.FixtureRequest, qapp: object) -> Theme:
    theme: Theme = request.param
    return theme


def service_level(level: Level) -> Kpi:
    return Kpi(id=FigureId.SERVICE_LEVEL, value=81.4, level=level, goal=Goal())


@pytest.mark.parametrize("level", [Level.GOOD, Level.WARNING, Level.BAD])
def test_that_a_live_figure_has_its_levels_colour_and_a_stale_one_none(
    level: Level, look: Theme, qtbot: QtBot
) -> None:
    tile = KpiTile(look, FigureId.SERVICE_LEVEL)
    qtbot.addWidget(tile)
    tile.show_kpi(service_level(level), 0)
    assert tile.ink() == look.level(level)
    tile.restyle(look.stale())
    assert tile.ink().saturation() <= NEARLY_GREY


def test_that_a_stale_tile_has_no_colour_anywhere(look: Theme, qtbot: QtBot) -> None:
    tile = KpiTile(look.stale(), FigureId.SERVICE_LEVEL)
    qtbot.addWidget(tile)
    tile.resize(260, 124)
    tile.show_kpi(service_level(Level.BAD), 0)
    image = tile.grab().toImage()
    inner = [image.pixelColor(x, y) for x in range(20, 240, 2) for y in range(30, 90, 2)]
    ground = look.colour("surface").saturation()
    assert len({colour.name() for colour in inner}) > 3
    assert max(colour.saturation() for colour in inner) <= ground + NEARLY_GREY


@pytest.mark.parametrize("level", [Level.GOOD, Level.WARNING, Level.BAD])
def test_that_only_what_asks_somebody_to_act_tints_the_whole_tile(level: Level, look: Theme, qtbot: QtBot) -> None:
    tile = KpiTile(look, FigureId.ABANDONMENT)
    qtbot.addWidget(tile)
    tile.resize(160, 124)
    tile.show_kpi(Kpi(id=FigureId.ABANDONMENT, value=12.0, level=level), 0)
    ground = tile.grab().toImage().pixelColor(150, 60).name()
    assert ground == (look.colours.bad_tint if level is Level.BAD else look.colours.surface)


def test_that_a_running_wait_goes_on_with_the_clock(look: Theme, qtbot: QtBot, now_ms: int) -> None:
    tile = KpiTile(look, FigureId.LONGEST_WAIT)
    qtbot.addWidget(tile)
    tile.show_kpi(Kpi(id=FigureId.LONGEST_WAIT, since_ms=now_ms), now_ms)
    tile.tick(now_ms + 61_000)
    assert tile.words.figure == "1:01"
    assert tile.accessibleName() == "Longest wait 1:01, now"


def test_that_a_screen_reader_is_told_a_whole_sentence(qtbot: QtBot) -> None:
    tile = KpiTile(DARK, FigureId.SERVICE_LEVEL)
    qtbot.addWidget(tile)
    tile.show_kpi(service_level(Level.WARNING), 0)
    assert tile.accessibleName() == (
        "Service level 81.4 %, below target · target 80%, now · answered in 20 s ÷ (answered + abandoned + late)"
    )
    assert QAccessible.queryAccessibleInterface(tile).role() is QAccessible.Role.Button
    for kind in FigureId:
        empty = KpiTile(DARK, kind)
        qtbot.addWidget(empty)
        empty.show_kpi(Kpi(id=kind, value=3.0), 0)
        assert not empty.accessibleName().startswith(",")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_that_the_keyboard_reaches_a_tile_and_shows_its_explanation(key: Qt.Key, qtbot: QtBot) -> None:
    tile = KpiTile(DARK, FigureId.ASA)
    qtbot.addWidget(tile)
    assert tile.focusPolicy() is Qt.FocusPolicy.TabFocus
    asked: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            asked.append(event.type())
            return super().eventFilter(watched, event)

    watch = Watch()
    tile.installEventFilter(watch)
    with qtbot.waitSignal(tile.entered):
        QTest.keyClick(tile, key)
    assert QEvent.Type.ToolTip in asked


def test_that_the_keyboards_place_is_seen_and_a_window_that_becomes_active_shows_none(qtbot: QtBot) -> None:
    tile = KpiTile(DARK, FigureId.ASA)
    qtbot.addWidget(tile)
    tile.resize(160, 124)
    looks = []
    for reason in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.TabFocusReason):
        QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusIn, reason))
        looks.append(tile.grab().toImage().pixelColor(80, 1).name())
        QApplication.sendEvent(tile, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert looks[1] == DARK.colours.accent
    assert looks[0] != looks[1]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_that_the_smallest_tile_says_whole_that_callers_are_late(scale: float, qtbot: QtBot) -> None:
    theme, words = DARK.scaled(scale), "12 past limit"
    tile = KpiTile(theme, FigureId.WAITING)
    qtbot.addWidget(tile)
    room = tile.minimumSizeHint().width() - theme.px(36)  # edges and the shape of the level
    assert QFontMetrics(label_font(theme, words, room, Text.CAPTION)).horizontalAdvance(words) <= room


def test_that_a_note_without_room_loses_its_least_part_whole(qtbot: QtBot) -> None:
    metrics = QFontMetrics(DARK.font(Text.CAPTION))
    both = metrics.horizontalAdvance("3 waiting · of 34 logged in")
    notes = ("3 waiting", "of 34 logged in")
    assert fitting_note(notes, metrics, both) == "3 waiting · of 34 logged in"
    assert fitting_note(notes, metrics, both - 1) == "3 waiting"
    assert fitting_note(notes, metrics, 1) == "3 waiting"
    assert fitting_note((), metrics, both) == ""


def test_that_a_compact_tile_does_without_its_formula(qtbot: QtBot) -> None:
    tile = KpiTile(DARK, FigureId.SERVICE_LEVEL)
    qtbot.addWidget(tile)
    tile.show_kpi(service_level(Level.GOOD), 0)
    tall = tile.sizeHint().height()
    tile.set_compact(is_compact=True)
    assert (tall, tile.sizeHint().height()) == (DARK.px(124), DARK.px(80))
    tile.resize(tile.sizeHint())
    whole = tile.grab().toImage()
    tile.show_kpi(replace(service_level(Level.GOOD), goal=Goal(threshold_s=45)), 0)
    assert tile.grab().toImage() == whole


def test_that_a_formula_that_is_too_long_is_smaller_and_whole(look: Theme) -> None:
    words = "today · conversation + hold + wrap-up of all calls"
    usual = basis_font(look, words, QSize(400, 60))
    smaller = basis_font(look, words, QSize(112, 54))
    assert usual.pixelSize() > smaller.pixelSize() >= look.px(11)
    wrap = int(Qt.TextFlag.TextWordWrap)
    assert QFontMetrics(smaller).boundingRect(QRect(0, 0, 112, 0), wrap, words).height() <= 54
    assert basis_font(look, words, QSize(10, 10)).pixelSize() == look.px(11)


def test_that_a_basis_too_long_for_legible_letters_ends_in_an_ellipsis(look: Theme) -> None:
    words, room = "abandoned after 5 s ÷ (answered + abandoned after 5 s + late)", QSize(look.px(118), look.px(32))
    metrics = QFontMetrics(basis_font(look, words, room))
    shown = fitting_basis(words, metrics, room)
    assert shown.endswith(" …")
    assert words.startswith(shown.removesuffix(" …"))
    assert fitting_basis(words, metrics, QSize(1_000, 32)) == words
    assert fitting_basis(words, metrics, QSize(10, 10)) == ""
