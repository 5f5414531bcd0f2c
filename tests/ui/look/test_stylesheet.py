"""The style sheet takes every length and colour from the theme."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wallboard.ui.look.stylesheet import apply_theme, palette, style_sheet
from wallboard.ui.look.theme import DARK, Text, Theme


def test_that_nothing_is_left_unfilled(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert theme.colours.accent in sheet


def test_that_lengths_grow_with_the_look(qapp: QApplication) -> None:
    small = [int(px) for px in re.findall(r"(\d+)px", style_sheet(DARK))]
    large = [int(px) for px in re.findall(r"(\d+)px", style_sheet(DARK.scaled(2)))]
    assert len(small) == len(large)
    assert all(small_px <= large_px for small_px, large_px in zip(small, large, strict=True))
    assert sum(large) > sum(small)


def test_that_an_application_takes_the_look(theme: Theme, qapp: QApplication) -> None:
    before = qapp.styleSheet(), qapp.font(), qapp.palette()
    apply_theme(qapp, theme)
    assert qapp.font().pixelSize() == theme.font(Text.BODY).pixelSize()
    assert qapp.styleSheet() == style_sheet(theme)
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


def font_of(name: str) -> QFont:
    """The application's font for widgets of this class; the stub knows bytes alone, which PySide does not take."""
    return QApplication.font(name)  # type: ignore[call-overload, no-any-return] # as said above


@pytest.mark.parametrize("name", ["QHeaderView", "QAbstractItemView", "QMenu", "QTipLabel", "QMessageBox"])
def test_that_what_a_system_writes_its_own_way_is_written_our_way(
    theme: Theme, qapp: QApplication, name: str
) -> None:
    before = qapp.styleSheet(), qapp.font(), qapp.palette()
    qapp.setFont(QFont("serif", 7), name)  # type: ignore[arg-type] # as Windows and macOS do at the start
    assert font_of(name).family() == "serif"
    apply_theme(qapp, theme)
    assert font_of(name).pixelSize() == theme.font(Text.BODY).pixelSize()
    assert font_of(name).family() == theme.font(Text.BODY).family()
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


def test_that_the_palette_writes_with_ink(theme: Theme) -> None:
    assert palette(theme).color(QPalette.ColorRole.Text) == theme.colour("ink")


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    """The application in the dark look."""
    before = qapp.styleSheet()
    apply_theme(qapp, DARK)
    yield
    qapp.setStyleSheet(before)


@pytest.mark.usefixtures("styled")
@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QLineEdit, QComboBox])
def test_that_what_is_clicked_is_high_enough_to_be_hit(kind: type[QWidget], qtbot: QtBot) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert widget.sizeHint().height() >= 32
    widget.setProperty("role", "quiet")
    widget.style().polish(widget)
    assert widget.sizeHint().height() >= 32


@pytest.mark.usefixtures("styled")
def test_that_each_line_of_a_menu_is_high_enough_to_be_hit(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction("Listen")
    assert menu.actionGeometry(action).height() >= 32


def test_that_the_selected_line_of_a_list_is_legible_and_marked(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    before = qapp.styleSheet()
    apply_theme(qapp, theme)
    lines = QListWidget()
    qtbot.addWidget(lines)
    lines.addItems(["Lunch", "Training"])
    lines.setCurrentRow(0)
    lines.show()
    row = lines.visualItemRect(lines.item(0))
    picture = lines.viewport().grab(row).toImage()
    qapp.setStyleSheet(before)
    seen = Counter(picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height()))
    assert seen.most_common(1)[0][0] == theme.colour("selected").name()
    assert theme.colour("ink").name() in seen
