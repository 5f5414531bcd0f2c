"""Runs one window with one connection until the window is closed, for desk, TV and demo."""

import gc
import linecache
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from PySide6.QtCore import QObject, QTimer, Signal, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wallboard import __version__
from wallboard.domain.ids import QueueId
from wallboard.host.resources import resource
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.screenshot import Shot, take_later

if TYPE_CHECKING:
    from wallboard.present.frame import BoardFrame
    from wallboard.ui.bridge import Bridge, Connect
    from wallboard.ui.tv.window import TvWindow

log = logging.getLogger(__name__)

CHARTS_AFTER_MS = 5_000
"""When the charts are loaded at the latest. The first live figures, or why there are none, bring them earlier: on a
slow computer they would be loaded at the figures' cost."""

LOGGED_AFTER_MS = 1_500
"""When the log names version and system."""

FREEZE_AFTER_MS = 3_000
"""Delay after the first live figures before `gc.freeze()`: a full collection later
costs two frames each time."""

START_MS = 10_000
"""Longest startup; the garbage collector is off until it is over."""

SETTLED_AFTER_MS = 30_000
"""When a screenshot's time begins at the latest, where no gateway responds."""


class WindowRun(QObject):
    """A window and its connection: paints first, then connects, and loads the charts last.

    Attributes:
        window: what is shown.
        bridge: the connection that feeds the window now, if there is one.

    Signals:
        frame_shown: a `BoardFrame` that the window shows now.
        sign_in_wanted: the user asks to sign in to another gateway.
    """

    frame_shown = Signal(object)
    sign_in_wanted = Signal()

    def __init__(self, app: QApplication, window: "DeskWindow | TvWindow", shot: Shot | None) -> None:
        super().__init__(window)
        self._app = app
        self.window = window
        self._shot = shot
        self.bridge: Bridge | None = None
        self._exit_code = 0
        self._is_running = False
        window.painted.connect(self._on_painted)
        window.closed.connect(app.quit)
        if isinstance(window, DeskWindow):
            window.command_wanted.connect(lambda command: self._with_bridge(lambda bridge: bridge.send(command)))
            window.queue_chosen.connect(self._show_queue)
            window.sign_in_wanted.connect(self.sign_in_wanted)
            window.window_chosen.connect(lambda chosen: self._with_bridge(lambda bridge: bridge.set_window(chosen)))

    def connect_to(self, connect: "Connect") -> None:
        """Connects the window to this gateway, and drops any other."""
        from wallboard.ui.bridge import Bridge  # with all that a frame has: not before the first paint

        self.let_go()
        self.bridge = Bridge(connect)
        self.bridge.frame_ready.connect(self._on_frame)
        self.bridge.start()

    def let_go(self) -> None:
        """Ends the connection, if there is one."""
        if self.bridge is not None:
            self.bridge.frame_ready.disconnect()
            self.bridge.stop()
            self.bridge = None

    def execute(self) -> int:
        """Runs until the window is closed; returns the program's exit code."""
        gc.disable()
        QTimer.singleShot(START_MS, self.window, self._end_start)
        try:
            code = self._app.exec()
        finally:
            gc.enable()
            self.let_go()
        return code or self._exit_code

    def _on_painted(self) -> None:
        self._app.setWindowIcon(QIcon(str(resource("icons/wallboard.svg"))))  # not before: loading SVG takes time
        QTimer.singleShot(CHARTS_AFTER_MS, self.window, self.window.add_charts)
        QTimer.singleShot(LOGGED_AFTER_MS, self.window, log_start)
        if self._shot is not None:
            QTimer.singleShot(SETTLED_AFTER_MS, self.window, self.settle)

    def _on_frame(self, frame: "BoardFrame") -> None:
        self.window.show_frame(frame)
        self.frame_shown.emit(frame)
        if frame.freshness.is_live or frame.freshness.has_reason:
            self.settle()
            if not self.window.has_charts:
                QTimer.singleShot(0, self.window, self.window.add_charts)
        if frame.freshness.is_live and not self._is_running:
            self._is_running = True
            _forget_sources()  # before the charts are loaded, into the memory that they leave
            QTimer.singleShot(FREEZE_AFTER_MS, self.window, self._end_start)

    def _end_start(self) -> None:
        _forget_sources()
        gc.freeze()
        gc.enable()

    def settle(self) -> None:
        """Allows the screenshot: the first figures are shown, or the reason why there are none."""
        shot, self._shot = self._shot, None
        if shot is not None:
            take_later(self.window, shot, lambda is_written: self._on_shot(is_written, shot))

    def _show_queue(self, queue_id: str) -> None:
        self._with_bridge(lambda bridge: bridge.show_queue(QueueId(queue_id)))

    def _with_bridge(self, do: "Callable[[Bridge], None]") -> None:
        if self.bridge is not None:
            do(self.bridge)

    def _on_shot(self, is_written: bool, shot: Shot) -> None:
        if not is_written:
            click.echo(
                f"{shot.file} cannot be written: check that the folder exists and that the name ends in .png",
                err=True,
            )
            self._exit_code = 1
        self.window.close()


def _forget_sources() -> None:
    """Drops the text of all modules: PySide reads it at each import, and Python keeps it, some 10 MB."""
    linecache.clearcache()


def log_start() -> None:
    """Logs the program's version and environment, which readers of a log need first."""
    import platform

    system = f"{platform.system()} {platform.release()}"
    log.info("Wallboard %s, Python %s, Qt %s, %s", __version__, platform.python_version(), qVersion(), system)
