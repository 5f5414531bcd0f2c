"""The font that comes with the program."""

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from wallboard.ui.look.fonts import load_fonts


def test_that_our_own_font_is_known_to_qt(qapp: object) -> None:
    load_fonts()
    assert "Inter" in QFontDatabase.families()


def test_that_each_file_is_loaded_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(file: str) -> int:
        loaded.append(file)
        return 0

    monkeypatch.setattr(QFontDatabase, "addApplicationFont", load)
    monkeypatch.setattr("wallboard.ui.look.fonts._LOADED", "fonts of this test")
    load_fonts()
    load_fonts()
    assert len(loaded) == len(set(loaded)) > 0
