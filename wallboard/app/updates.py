"""Queries the company's update address, if it has one, at the start and once a day, in its own thread."""

import logging
import threading
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from wallboard import __version__
from wallboard.domain.errors import WallboardError

log = logging.getLogger(__name__)

DAY_MS = 24 * 60 * 60 * 1_000


class UpdateWatch(QObject):
    """Signals a newer version. Without an address it sends no requests.

    Signals:
        found: a `Release` that is newer than this program.
    """

    found = Signal(object)

    def __init__(self, url: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._url = url
        self._timer = QTimer(self, interval=DAY_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        """Queries now, and then every day."""
        if self._url:
            self._ask()
            self._timer.start()

    def _ask(self) -> None:
        # a daemon: quitting does not wait for a server that does not respond
        threading.Thread(target=self._ask_in_thread, name="updates", daemon=True).start()

    def _ask_in_thread(self) -> None:
        from wallboard.client.updates import fetch_release

        try:
            release = fetch_release(self._url)
        except WallboardError as error:
            log.warning("%s", error)
            return
        if release.is_newer_than(__version__):
            with suppress(RuntimeError):  # the window was closed in the meantime, and this object with it
                self.found.emit(release)
