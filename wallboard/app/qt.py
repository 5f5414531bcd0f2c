"""Starts Qt, or explains why no window can be opened here."""

import os
import sys
from typing import TYPE_CHECKING

from wallboard import __version__
from wallboard.domain.errors import ConfigError

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

LIBRARIES = (
    "libegl1 libgl1 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
)
EXIT_NO_WINDOW = 3
WITHOUT_WINDOW_MANAGER = "This plugin does not support propagateSizeHints()"
"""Qt's warning about each window of a picture that is drawn without a display: nothing is wrong."""


def start_qt(*, without_display: bool) -> "QApplication":
    """Returns the application object; ``without_display`` draws into memory where that needs no screen.

    Raises `ConfigError` where no window can be opened, with what to do about it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads cost start-up time and are never used
    sys.setswitchinterval(0.001)  # how soon the feed's thread yields to the window's: a frame has 16 ms
    if sys.platform == "linux" and "QT_QPA_PLATFORM" not in os.environ:
        if without_display:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        elif not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise ConfigError(
                "There is no display to open a window on. Start Wallboard in a desktop session, set DISPLAY, "
                "or use --screenshot FILE, which needs no display."
            )
    try:
        from PySide6.QtCore import QCoreApplication, qInstallMessageHandler
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise ConfigError(
            f"Qt cannot be loaded: {error}. On Debian and Ubuntu this installs what it needs: "
            f"sudo apt install {LIBRARIES}"
        ) from error
    QCoreApplication.setApplicationName("Wallboard")
    QCoreApplication.setApplicationVersion(__version__)
    qInstallMessageHandler(_log)
    app = QApplication(sys.argv[:1])
    app.setDesktopFileName("org.wallboard.Wallboard")
    return app


def _log(kind: "QtMsgType", _context: "QMessageLogContext", message: str) -> None:
    """Logs Qt's own messages; shows a fatal one to the user."""
    import logging

    from PySide6.QtCore import QtMsgType

    from wallboard.host.window_log import wait_for_log

    if kind is QtMsgType.QtFatalMsg:
        logging.getLogger("qt").critical("%s", message)
        wait_for_log(1.0)
        print(  # noqa: T201 - Qt ends the program right after this call
            f"Wallboard cannot open a window: {message}\n"
            f"On Debian and Ubuntu this installs what Qt needs: sudo apt install {LIBRARIES}",
            file=sys.stderr,
        )
        if sys.stderr is not None:  # a windowed program on Windows has none
            sys.stderr.flush()
        os._exit(EXIT_NO_WINDOW)
    levels = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR}
    level = logging.DEBUG if message == WITHOUT_WINDOW_MANAGER else levels.get(kind, logging.DEBUG)
    logging.getLogger("qt").log(level, "%s", message)
