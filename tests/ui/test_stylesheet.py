"""The style sheet takes every length and colour from the theme."""

import re

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from wallboard.ui.stylesheet import apply_theme, palette, style_sheet
from wallboard.ui.theme import DARK, Text, Theme


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


@pytest.mark.parametrize("name", [b"QHeaderView", b"QAbstractItemView", b"QMenu", b"QTipLabel", b"QMessageBox"])
def test_that_what_a_system_writes_its_own_way_is_written_our_way(
    theme: Theme, qapp: QApplication, name: bytes
) -> None:
    before = qapp.styleSheet(), qapp.font(), qapp.palette()
    qapp.setFont(QFont("serif", 7), name)  # as Windows and macOS do at the start
    assert QApplication.font(name).family() == "serif"
    apply_theme(qapp, theme)
    assert QApplication.font(name).pixelSize() == theme.font(Text.BODY).pixelSize()
    assert QApplication.font(name).family() == theme.font(Text.BODY).family()
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


def test_that_the_palette_writes_with_ink(theme: Theme) -> None:
    assert palette(theme).color(QPalette.ColorRole.Text) == theme.colour("ink")
