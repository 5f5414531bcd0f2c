"""The last resort of an unattended TV: a program that hangs is restarted."""

import logging
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import NoReturn

from PySide6.QtCore import QObject, QTimer

from wallboard.host.autostart import own_command
from wallboard.host.window_log import wait_for_log

log = logging.getLogger(__name__)

BEAT_MS = 1_000
CHECK_S = 5.0
PATIENCE = 12
"""The checks without a sign of the window's thread: a minute. They pause while the machine sleeps."""

LOG_S = 1.0
"""How long a restart waits for the disk to take the log's last lines."""


class Watchdog(QObject):
    """Checks from a thread of its own whether the window's thread still runs."""

    def __init__(self, start_again: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start_again = start_again
        self._beats = 0
        self._stopping = threading.Event()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Starts the checks; once only."""
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """Stops the checks."""
        self._stopping.set()
        self._timer.stop()
        self._thread.join()

    def _beat(self) -> None:
        self._beats += 1

    def _watch(self) -> None:
        seen, silent = -1, 0
        while not self._stopping.wait(CHECK_S):
            beats = self._beats
            silent = silent + 1 if beats == seen else 0
            seen = beats
            if silent >= PATIENCE:
                log.critical("the window has not responded for %g s: restarting the program", silent * CHECK_S)
                for name, place in _places():
                    log.critical("thread %s stands at %s", name, place)
                self._start_again()
                return


def _places() -> Iterator[tuple[str, str]]:
    """Returns the stack of each thread, innermost call first."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    for number, frame in sys._current_frames().items():
        calls = reversed(traceback.extract_stack(frame))
        yield names.get(number, "?"), " < ".join(f"{c.name} ({c.filename}:{c.lineno})" for c in calls)


def start_again() -> NoReturn:
    """Restarts this program with the same arguments; does not return."""
    command = [*own_command(), *sys.argv[1:]]
    wait_for_log(LOG_S)
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - ourselves
    subprocess.Popen(command)  # noqa: S603 - ourselves
    os._exit(0)  # the hanging thread would block any other exit
