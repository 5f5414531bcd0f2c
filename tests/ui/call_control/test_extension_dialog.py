"""The supervisor's own extension must be something that can be dialled."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.call_control.extension_dialog import ExtensionDialog
from wallboard.ui.look.theme import DARK


@pytest.mark.parametrize(("typed", "may_be_saved"), [("2001", True), ("", False), ("20 01x", False)])
def test_that_only_what_can_be_dialled_is_saved(typed: str, may_be_saved: bool, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ExtensionDialog(DARK, "", window)
    chosen: list[str] = []
    dialog.chosen.connect(chosen.append)
    dialog.open()
    dialog.answer.setText(typed)
    assert dialog.save.isEnabled() is may_be_saved
    dialog.buttons.accepted.emit()
    assert chosen == ([typed] if may_be_saved else [])
