"""What a screen remembers, read at the start and written at each change."""

import logging
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from wallboard.domain.errors import ConfigError
from wallboard.settings.client import ClientSettings, DeskSettings, SettingsFile

log = logging.getLogger(__name__)


class Preferences(QObject):
    """The settings as they are now. A file that cannot be used is told and costs nothing else.

    Attributes:
        current: all settings.

    Signals:
        problem: words about a file that cannot be read or written.
    """

    problem = Signal(str)

    def __init__(self, folder: Path) -> None:
        """``folder`` is the user's own for settings."""
        super().__init__()
        self._file = SettingsFile(folder / "client.toml")
        loaded = self._file.load()
        for words in loaded.problems:
            log.warning("%s", words)
        self.current = loaded.settings

    def remember_desk(self, desk: DeskSettings) -> None:
        """Keep the desk window's size and look."""
        self._change(replace(self.current, desk=desk))

    def remember_extension(self, extension: str) -> None:
        """Keep the supervisor's own extension."""
        self._change(replace(self.current, supervisor=replace(self.current.supervisor, extension=extension)))

    def remember_gateway(self, url: str) -> None:
        """Keep the address of the gateway that was signed in to."""
        self._change(replace(self.current, gateway=replace(self.current.gateway, url=url)))

    def _change(self, settings: ClientSettings) -> None:
        self.current = settings
        try:
            self._file.save(settings)
        except ConfigError as error:
            log.warning("%s", error)
            self.problem.emit(str(error))
