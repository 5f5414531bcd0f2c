"""Keeps a TV's screen on while its board is shown, by what each system offers; gives it back at the end."""

import logging
import os
import shutil
import sys

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001
_ES_DISPLAY_REQUIRED = 0x00000002


class Awake:
    """Asks the system not to blank the screen that ``window`` is on, from `begin` until `end`."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._process = QProcess(window)

    def begin(self) -> bool:
        """Whether the system agreed; where it did not, the log says what the user can do."""
        if sys.platform == "win32":
            return _set_execution_state(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)
        if sys.platform == "darwin":
            self._process.start("/usr/bin/caffeinate", ["-dims", "-w", str(os.getpid())])
            return self._process.waitForStarted(1000)
        if _inhibit_by_dbus() or self._suspend_by_xdg():
            return True
        log.warning(
            "nothing here keeps the screen on: please switch off the screen saver and the monitor's sleep"
            " in the system's settings"
        )
        return False

    def end(self) -> None:
        """Let the system blank the screen again; over D-Bus that happens by itself as the program ends."""
        if sys.platform == "win32":
            _set_execution_state(_ES_CONTINUOUS)
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.terminate()
            self._process.waitForFinished(1000)

    def _suspend_by_xdg(self) -> bool:
        program = shutil.which("xdg-screensaver")
        if program is None or not os.environ.get("DISPLAY"):
            return False
        # The program watches the window by itself and resumes the screen saver when it is gone.
        return QProcess.execute(program, ["suspend", hex(int(self._window.winId()))]) == 0


def _inhibit_by_dbus() -> bool:
    from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage  # noqa: PLC0415 - TVs alone need it

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    name = "org.freedesktop.ScreenSaver"
    saver = QDBusInterface(name, "/org/freedesktop/ScreenSaver", name, bus)
    reply = saver.call("Inhibit", "Wallboard", "The board is shown on this screen")
    return reply.type() is QDBusMessage.MessageType.ReplyMessage


if sys.platform == "win32":
    import ctypes

    def _set_execution_state(flags: int) -> bool:
        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))

else:

    def _set_execution_state(flags: int) -> bool:
        raise NotImplementedError(flags)
