"""The desk window: the board in a window with keys, a menu, a size and a look that are remembered."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from wallboard.domain.ids import AgentId
from wallboard.present.frame import BoardFrame
from wallboard.ui.board import Board
from wallboard.ui.finder import Finder
from wallboard.ui.hands import Hands
from wallboard.ui.shortcuts import ShortcutList
from wallboard.ui.stylesheet import apply_theme
from wallboard.ui.theme import DARK, LIGHT, Theme

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)

CLOCKS_MS = 100
"""Clocks turn within a tenth of a second of their own moment: a few at a time, never all at once."""


class DeskWindow(QMainWindow):
    """What a supervisor keeps open all day.

    Signals:
        painted: the window has been painted for the first time.
        command_wanted: an `AnyCommand` that a gesture asks for.
        queue_chosen: the id of the queue to limit the board to.
        window_chosen: the `Window` that the figures shall stand for.
        sign_in_wanted: the user asks to sign in to another gateway.
        extension_wanted: the user asks to set their own extension.
        closed: the window is closed; the program may end.
    """

    painted = Signal()
    command_wanted = Signal(object)
    queue_chosen = Signal(str)
    window_chosen = Signal(object)
    sign_in_wanted = Signal()
    extension_wanted = Signal()
    closed = Signal()

    def __init__(self, settings: QSettings) -> None:
        """``settings`` remembers size, look and zoom."""
        super().__init__()
        self.setWindowTitle("Wallboard")
        self._settings = settings
        self._is_painted = False
        self._has_charts = False
        self._frame = BoardFrame()
        self._zoom = ZOOMS.index(1.0)
        self._looks = DARK
        self._restore_look()
        self._menu = QMenu(self)
        self._fill_menu()
        self.hands = Hands(self)
        self.hands.command_wanted.connect(self.command_wanted)
        self.hands.extension_wanted.connect(self.extension_wanted)
        self.board = self._new_board()
        self.setMinimumSize(960, 600)
        self.resize(1440, 900)
        if (geometry := settings.value("desk/geometry")) is not None:
            self.restoreGeometry(geometry)
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._on_second)
        self._clocks = QTimer(self, interval=CLOCKS_MS)
        self._clocks.timeout.connect(self._on_clocks)
        for timer in (self._seconds, self._clocks):
            timer.start()
        self.board.tick()

    @property
    def theme(self) -> Theme:
        """The look as it is now, in its size."""
        return self._looks.scaled(ZOOMS[self._zoom])

    def show_frame(self, frame: BoardFrame) -> None:
        """Show this picture."""
        self._frame = frame
        self.hands.show_frame(frame)
        self.board.show_frame(frame)

    @property
    def has_charts(self) -> bool:
        """Whether the charts are there."""
        return self._has_charts

    def add_charts(self) -> None:
        """Bring in the charts; call it after `painted`."""
        if not self._has_charts:
            self._has_charts = True
            self.board.add_charts()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("desk/geometry", self.saveGeometry())
        self._seconds.stop()
        self._clocks.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _on_second(self) -> None:
        self.board.tick()

    def _on_clocks(self) -> None:
        self.board.turn_clocks()

    # look and size

    def _restore_look(self) -> None:
        self._looks = LIGHT if self._settings.value("desk/theme", DARK.name) == LIGHT.name else DARK
        zoom = float(str(self._settings.value("desk/zoom", 1.0)))
        self._zoom = ZOOMS.index(zoom) if zoom in ZOOMS else ZOOMS.index(1.0)
        self._apply_look()

    def _apply_look(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.theme)

    def _new_board(self) -> Board:
        board = Board(self.theme, self._menu, self.hands)
        board.queue_chosen.connect(self.queue_chosen)
        board.window_chosen.connect(self.window_chosen)
        self.setCentralWidget(board)
        board.setFocus()  # and not the first chooser, whose frame would catch the eye
        return board

    def _rebuild(self) -> None:
        self._settings.setValue("desk/theme", self._looks.name)
        self._settings.setValue("desk/zoom", ZOOMS[self._zoom])
        self._apply_look()
        self.board = self._new_board()
        if self._has_charts:
            self.board.add_charts()
        self.board.show_frame(self._frame)
        self.board.tick()

    def switch_theme(self) -> None:
        """From dark to light and back."""
        self._looks = LIGHT if self._looks is DARK else DARK
        self._rebuild()

    def zoom(self, step: int) -> None:
        """One size larger (1) or smaller (-1), or the original one (0)."""
        last = self._zoom
        self._zoom = ZOOMS.index(1.0) if step == 0 else min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        if self._zoom != last:
            self._rebuild()

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # menu and dialogs

    def _fill_menu(self) -> None:
        self._add_action(self.tr("Find a queue or an agent…"), self.open_finder, "Ctrl+K")
        self._add_action(self.tr("Light or dark"), self.switch_theme, "Ctrl+T")
        self._add_action(self.tr("Larger"), lambda: self.zoom(1), "Ctrl++", "Ctrl+=")
        self._add_action(self.tr("Smaller"), lambda: self.zoom(-1), "Ctrl+-")
        self._add_action(self.tr("Original size"), lambda: self.zoom(0), "Ctrl+0")
        self._add_action(self.tr("Fullscreen"), self.toggle_fullscreen, "F11")
        self._menu.addSeparator()
        self._add_action(self.tr("My extension…"), self.extension_wanted.emit)
        self._add_action(self.tr("Sign in to a gateway…"), self.sign_in_wanted.emit)
        self._menu.addSeparator()
        self._add_action(self.tr("Keys"), self._show_keys, "F1")
        self._add_action(self.tr("Quit"), self.close, "Ctrl+Q")

    def _add_action(self, words: str, do: Callable[[], object], *keys: str) -> None:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked: do())
        self.addAction(action)
        self._menu.addAction(action)

    def open_finder(self) -> None:
        """Let the user type the name of a queue or an agent."""
        finder = Finder(self.theme, self._frame, self)
        finder.queue_found.connect(self.queue_chosen)
        finder.agent_found.connect(lambda agent_id: self.board.reveal_agent(AgentId(agent_id)))
        finder.open()

    def _show_keys(self) -> None:
        ShortcutList(self.theme, self.actions(), self).open()
