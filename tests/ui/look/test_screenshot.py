"""A picture of a window, by itself."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wallboard.ui.look.screenshot import Shot, take_later


def test_that_the_picture_is_written_and_a_folder_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    label = QLabel("wallboard")
    qtbot.addWidget(label)
    results: list[bool] = []
    take_later(label, Shot(file=tmp_path / "a.png", after_s=0), results.append)
    take_later(label, Shot(file=tmp_path / "no" / "a.png", after_s=0), results.append)
    qtbot.waitUntil(lambda: len(results) == 2)
    assert sorted(results) == [False, True]
    assert not QImage(str(tmp_path / "a.png")).isNull()
