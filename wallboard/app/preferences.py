"""A screen's stored settings, read at the start and written at each change."""

import logging
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.settings.administrator import read_desk
from wallboard.settings.client import ClientSettings, DeskSettings, Layers, SettingsFile

log = logging.getLogger(__name__)


class Preferences(QObject):
    """The current settings. A file that cannot be used is reported and has no other effect.

    Attributes:
        current: all settings.
        layers: what an administrator set beneath and above the user's own.
        problems: what was wrong with the files at the start, as technical details.

    Signals:
        problem: a `Problem` with a file that cannot be written, or a value that cannot be changed.
    """

    problem = Signal(object)

    def __init__(self, folder: Path, administrators: Path | None = None) -> None:
        """``folder`` is the user's own for settings, ``administrators`` the file that overrides it, if any."""
        super().__init__()
        self.layers, problems = (Layers(), ()) if administrators is None else read_desk(administrators)
        self._file = SettingsFile(folder / "client.toml", self.layers)
        loaded = self._file.load()
        self.problems = (*problems, *loaded.problems)
        for words in self.problems:
            log.warning("%s", words)
        self.current = loaded.settings

    @property
    def first_problem(self) -> Problem | None:
        """Returns the first fault of the files at the start; None without any."""
        technical = " ".join(self.problems)
        return Problem(kind=ProblemKind.SETTINGS_PARTLY, technical=technical) if technical else None

    def remember_desk(self, desk: DeskSettings) -> None:
        """Stores the desk window's size and look."""
        self._change(replace(self.current, desk=desk))

    def remember_extension(self, extension: str) -> None:
        """Stores the supervisor's own extension."""
        self._change(replace(self.current, supervisor=replace(self.current.supervisor, extension=extension)))

    def remember_gateway(self, url: str) -> None:
        """Stores the address of the gateway that was signed in to."""
        self._change(replace(self.current, gateway=replace(self.current.gateway, url=url)))

    def _change(self, wanted: ClientSettings) -> None:
        self.current = self.layers.held(wanted)
        if self.current != wanted:
            self.problem.emit(Problem(kind=ProblemKind.SETTINGS_LOCKED))
        try:
            self._file.save(self.current)
        except ConfigError as error:
            log.warning("%s", error)
            self.problem.emit(Problem(kind=ProblemKind.SETTINGS_NOT_SAVED, technical=str(error)))
