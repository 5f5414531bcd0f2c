"""Keeps a TV on its own screen through standby, reconnection, and changes of resolution or scale."""

import logging

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

CALM_MS = 500
"""A change of screens comes in several parts; so long after the last of them the window is put right."""

CHECK_MS = 2_000
"""How often the window's place is checked: not every system reports all changes of a screen."""

_PATIENCE = 15
"""After so many corrections of a window that a window manager moves back, there is only one a minute."""


class TvPlace(QObject):
    """Puts a window back onto the screen of one name, over the whole of it.

    While there is no such screen the window is on the first that there is.

    Signals:
        settled: the window is right on a screen of this height, device-independent pixels, after something changed:
            it may have to be made anew, and what keeps the screen awake asked again.
    """

    settled = Signal(int)

    def __init__(self, window: QWidget, own: str) -> None:
        """``own`` is the name of the window's screen."""
        super().__init__(window)
        self._window = window
        self._own = own
        self._wrong_checks = 0
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self.settle)
        self._check_timer = QTimer(self, interval=CHECK_MS)
        self._check_timer.timeout.connect(self._check)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_added)
            app.screenRemoved.connect(self._on_change)
            app.primaryScreenChanged.connect(self._on_change)
        for screen in QGuiApplication.screens():
            self._watch(screen)
        self._check_timer.start()

    def screen(self) -> QScreen | None:
        """Returns the screen that the window belongs on now; None while there is none at all."""
        screens = QGuiApplication.screens()
        own = next((screen for screen in screens if screen.name() == self._own), None)
        return own or (screens[0] if screens else None)

    def is_right(self) -> bool:
        """Whether the window fills the screen that it belongs on."""
        screen, window = self.screen(), self._window
        if screen is None:
            return True  # nothing can be done
        return window.isVisible() and not window.isMinimized() and window.geometry() == screen.geometry()

    def settle(self) -> None:
        """Moves the window onto its screen."""
        screen, window = self.screen(), self._window
        if screen is None:
            return
        if not self.is_right():
            where: QRect = screen.geometry()
            log.info("the TV is put onto %s, %d × %d", screen.name(), where.width(), where.height())
            window.setScreen(screen)
            if window.isFullScreen() or window.isMinimized():
                window.showNormal()  # a window manager moves no fullscreen window to another screen
            window.setGeometry(where)
            window.showFullScreen()
        self.settled.emit(screen.geometry().height())

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._on_change)
        screen.logicalDotsPerInchChanged.connect(self._on_change)

    def _on_added(self, screen: QScreen) -> None:
        self._watch(screen)
        self._on_change()

    def _on_change(self, *_what: object) -> None:
        self._calm.start()

    def _check(self) -> None:
        if self.is_right():
            self._wrong_checks = 0
            return
        self._wrong_checks += 1
        if self._wrong_checks < _PATIENCE or self._wrong_checks % (60_000 // CHECK_MS) == 0:
            self.settle()
