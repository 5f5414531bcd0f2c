"""Long names stay apart, and give way to what is beside them."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.look.elided import ElidedChooser, ElidedLabel, elided, elided_at_end
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK, LIGHT, Text, Theme
from wallboard.ui.words.plain import PlainLabel

NAMES = ("Apoio ao Cliente Residencial Norte", "Apoio ao Cliente Residencial Sul")


def test_that_names_that_begin_alike_are_told_apart(qtbot: QtBot) -> None:
    metrics = QFontMetrics(DARK.font(Text.BODY))
    width = metrics.horizontalAdvance("Apoio ao Cliente")
    shown = [elided(name, metrics, width) for name in NAMES]
    assert shown[0].endswith("Norte")
    assert shown[1].endswith("Sul")
    assert all(metrics.horizontalAdvance(words) <= width for words in shown)
    assert elided("VIP", metrics, width) == "VIP"
    assert elided("V" * 1_000_000, metrics, -5) in {"", "…"}


def test_that_words_are_whole_in_a_room_of_their_own_width(qtbot: QtBot) -> None:
    for scale in (1.0, 1.1667, 1.75, 2.3):
        metrics = QFontMetrics(DARK.scaled(scale).font(Text.CAPTION))
        for words in ("target 80%", "objetivo 80%", "tikslas 80 %", *NAMES):
            width = metrics.horizontalAdvance(words)
            assert elided(words, metrics, width) == elided_at_end(words, metrics, width) == words
            assert elided_at_end(words, metrics, width - 2) != words


def test_that_a_long_name_pushes_nothing_out(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.addWidget(ElidedLabel("n" * 1_000, row), 1)
    clock = PlainLabel("14:02", row)
    layout.addWidget(clock)
    row.resize(200, 40)
    row.show()
    assert row.width() == 200
    assert clock.width() >= clock.sizeHint().width()


def test_that_a_choosers_name_is_never_cut_without_a_sign(qtbot: QtBot) -> None:
    chooser = ElidedChooser()
    chooser.setStyleSheet("QComboBox { font-size: 13px; padding: 0 }")  # whatever look the application has
    qtbot.addWidget(chooser)
    chooser.addItems(["Sales", "Night desk, Lisbon and Porto together"])
    chooser.resize(160, 30)
    assert chooser.shown().currentText == "Sales"
    chooser.setCurrentIndex(1)
    words = chooser.shown().currentText
    begin, sign, end = words.partition("…")
    assert sign
    assert "Night desk, Lisbon and Porto together".startswith(begin)
    assert "Night desk, Lisbon and Porto together".endswith(end)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_the_list_of_a_chooser_marks_the_current_name_calmly_and_has_all_names_whole(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    apply_theme(qapp, theme)
    chooser = ElidedChooser()
    qtbot.addWidget(chooser)
    chooser.resize(120, 32)
    chooser.addItems(["All queues", "Second level support of customers in the north", "Sales"])
    chooser.show()
    chooser.showPopup()
    view = chooser.view()
    qtbot.waitUntil(view.isVisible)
    image = view.viewport().grab().toImage()
    row = view.visualRect(view.model().index(0, 0))
    at_end = image.pixelColor(row.right() - theme.px(10), row.center().y())
    assert at_end.name() == theme.colour("selected").name()
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    chooser.hidePopup()
