"""Asks for the supervisor's own extension when it is first needed, and remembers it."""

from PySide6.QtCore import QObject, QSettings

from wallboard.ui.desk import DeskWindow
from wallboard.ui.extension_dialog import ExtensionDialog

KEY = "desk/extension"


class OwnExtension(QObject):
    """Gives the desk's hands the extension: from ``settings``, else from the dialog."""

    def __init__(self, window: DeskWindow, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._extension = str(settings.value(KEY, ""))
        if self._extension:
            window.hands.set_extension(self._extension)
        window.extension_wanted.connect(self._ask)

    def _ask(self) -> None:
        dialog = ExtensionDialog(self._window.theme, self._extension, self._window)
        dialog.chosen.connect(self._take)
        dialog.open()

    def _take(self, extension: str) -> None:
        self._extension = extension
        self._settings.setValue(KEY, extension)
        self._window.hands.set_extension(extension)
