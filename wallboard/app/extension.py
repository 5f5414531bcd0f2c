"""Asks for the supervisor's own extension when it is first needed, and stores it."""

from PySide6.QtCore import QObject

from wallboard.app.preferences import Preferences
from wallboard.ui.desk.window import DeskWindow


class OwnExtension(QObject):
    """Provides the desk's call control with the extension: the stored one, else the dialog's answer."""

    def __init__(self, window: DeskWindow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        window.ready.connect(self._give)
        window.extension_wanted.connect(self._ask)

    def _give(self) -> None:
        if self._window.controller is not None:
            self._window.controller.set_extension(self._preferences.current.supervisor.extension)

    def _ask(self) -> None:
        from wallboard.ui.call_control.extension_dialog import ExtensionDialog

        dialog = ExtensionDialog(self._window.theme, self._preferences.current.supervisor.extension, self._window)
        dialog.chosen.connect(self._take)
        dialog.open()

    def _take(self, extension: str) -> None:
        self._preferences.remember_extension(extension)
        self._give()
