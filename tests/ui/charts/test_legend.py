"""A legend says what fits on its one line, the most needed first."""

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from wallboard.ui.charts.legend import Legend
from wallboard.ui.look.theme import DARK, Text

MARKS = (
    ("○", "chart_line", "21:30–21:45: 47% (of 9)"),
    ("┅", "chart_target", "target 80%"),
    ("■", "chart_answered", "answered"),
)


def legend_with(qtbot: QtBot) -> Legend:
    legend = Legend(DARK)
    qtbot.addWidget(legend)
    legend.show_marks(MARKS)
    return legend


def test_that_all_is_said_where_there_is_room(qtbot: QtBot) -> None:
    legend = legend_with(qtbot)
    legend.resize(900, legend.sizeHint().height())
    assert legend.shown() == MARKS
    assert legend.words == "21:30–21:45: 47% (of 9) · target 80% · answered"


def test_that_the_least_needed_gives_way_and_the_line_stays_one(qtbot: QtBot) -> None:
    legend = legend_with(qtbot)
    height = legend.minimumSizeHint().height()
    seen = set()
    for width in range(900, 10, -10):
        legend.resize(width, height)
        shown = legend.shown()
        seen.add(len(shown))
        assert shown == MARKS[: len(shown)]
        assert not legend.grab().isNull()
    assert seen == {3, 2, 1}
    assert (legend.minimumSizeHint().height(), legend.minimumSizeHint().width()) == (height, 1)


def test_that_the_most_needed_is_said_in_shorter_words_before_it_is_cut(qtbot: QtBot) -> None:
    legend = legend_with(qtbot)
    legend.show_marks(MARKS, "21:30–21:45: 47%")
    metrics = QFontMetrics(DARK.font(Text.CAPTION))
    legend.resize(metrics.horizontalAdvance(f"{MARKS[0][0]}{MARKS[0][2]}"), 20)  # without the gap between them
    assert [words for _, _, words in legend.shown()] == ["21:30–21:45: 47%"]
    assert legend.words.startswith(MARKS[0][2])


def test_that_a_readout_takes_its_place_and_gives_it_back(qtbot: QtBot) -> None:
    legend = legend_with(qtbot)
    legend.resize(400, 20)
    before = legend.grab().toImage()
    legend.show_readout("21:30–21:45 · 47% · target 80%")
    assert legend.words == "21:30–21:45 · 47% · target 80%"
    assert legend.grab().toImage() != before
    legend.show_readout("")
    assert legend.grab().toImage() == before
