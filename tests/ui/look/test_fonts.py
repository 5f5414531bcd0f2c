"""The font that comes with the program."""

from PySide6.QtGui import QFontDatabase

from wallboard.ui.look.fonts import load_fonts


def test_that_our_own_font_is_known_to_qt(qapp: object) -> None:
    load_fonts()
    assert "Inter" in QFontDatabase.families()
