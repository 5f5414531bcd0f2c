"""Keeps a TV's screen on while its board is shown, by what each system offers; gives it back at the end."""

import logging
import os
import shutil
import subprocess
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
        self._cookie: int | None = None
        self._has_begun = False
        self._is_logged = False

    def begin(self) -> bool:
        """Prevents the screen from blanking; returns whether that worked, else logs what the user can do."""
        self._has_begun = True
        if sys.platform == "win32":
            return _set_execution_state(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)
        if sys.platform == "darwin":
            if self._process.state() is not QProcess.ProcessState.NotRunning:
                return True
            self._process.start("/usr/bin/caffeinate", ["-dims", "-w", str(os.getpid())])
            return self._process.waitForStarted(1000)
        if self._inhibit_by_dbus() or self._suspend_by_xdg() or self._switch_off_by_xset():
            self._is_logged = False
            return True
        if not self._is_logged:
            self._is_logged = True
            log.warning(
                "nothing here keeps the screen on: please switch off the screen saver and the monitor's sleep"
                " in the system's settings"
            )
        return False

    def renew(self) -> None:
        """Repeats the request: the screen or its saver may have been restarted since."""
        if self._has_begun:
            self.begin()

    def end(self) -> None:
        """Allows the system to blank the screen again; over D-Bus that happens at the end of the program."""
        self._has_begun = False
        if sys.platform == "win32":
            _set_execution_state(_ES_CONTINUOUS)
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.terminate()
            self._process.waitForFinished(1000)

    def _suspend_by_xdg(self) -> bool:
        program = _on_x11("xdg-screensaver")
        if program is None:
            return False
        # The program watches the window by itself and resumes the screen saver when it is gone.
        return _succeeds(program, "suspend", hex(int(self._window.winId())))

    @staticmethod
    def _switch_off_by_xset() -> bool:
        """Turns off saver and standby of a bare X server, as on a computer for a TV alone, and the monitor on."""
        program = _on_x11("xset")
        return program is not None and _succeeds(program, "s", "off", "-dpms")

    def _inhibit_by_dbus(self) -> bool:
        from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage  # noqa: PLC0415 - TVs alone need it

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        name = "org.freedesktop.ScreenSaver"
        saver = QDBusInterface(name, "/org/freedesktop/ScreenSaver", name, bus)
        reply = saver.call("Inhibit", "Wallboard", "The board is shown on this screen")
        if reply.type() is not QDBusMessage.MessageType.ReplyMessage:
            return False
        if self._cookie is not None:
            saver.call("UnInhibit", self._cookie)  # the older request, if the saver still has it
        self._cookie = next(iter(reply.arguments()), None)
        saver.call("SimulateUserActivity")  # lights a screen that is dark already
        return True


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=5, check=False).returncode == 0  # noqa: S603 - ours
    except (OSError, subprocess.SubprocessError):
        return False


def _on_x11(program: str) -> str | None:
    """Returns the path of a program of X11; None without it, or without X11."""
    return shutil.which(program) if os.environ.get("DISPLAY") else None


if sys.platform == "win32":
    import ctypes

    def _set_execution_state(flags: int) -> bool:
        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))

else:

    def _set_execution_state(flags: int) -> bool:
        raise NotImplementedError(flags)
