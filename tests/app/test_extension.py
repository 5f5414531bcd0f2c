"""The supervisor's own extension: asked once, then known."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from wallboard.app.extension import OwnExtension
from wallboard.app.preferences import Preferences
from wallboard.ui.call_control.extension_dialog import ExtensionDialog
from wallboard.ui.desk.window import DeskWindow


def test_that_the_extension_is_asked_when_it_is_wanted_and_remembered(tmp_path: Path, qtbot: QtBot) -> None:
    preferences = Preferences(tmp_path)
    window = DeskWindow(preferences.current.desk)
    qtbot.addWidget(window)
    OwnExtension(window, preferences)
    with qtbot.waitSignal(window.ready):
        window.show()
    window.extension_wanted.emit()
    dialog = window.findChild(ExtensionDialog)
    assert dialog is not None
    dialog.answer.setText("2001")
    dialog.buttons.accepted.emit()
    assert Preferences(tmp_path).current.supervisor.extension == "2001"
