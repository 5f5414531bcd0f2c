"""The desk window: the board with keys and a menu, and a stored size and theme."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu

from wallboard.domain.ids import ALL
from wallboard.settings import client as settings_of
from wallboard.settings.client import DeskSettings
from wallboard.settings.language import ENGLISH, Language
from wallboard.ui.desk.looks import Look
from wallboard.ui.desk.window_place import WHOLE, place_window, toggle_fullscreen
from wallboard.ui.look.fonts import load_fonts
from wallboard.ui.look.stylesheet import apply_theme, palette
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.day_time import show_times_of
from wallboard.ui.words.language import install_language, spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from wallboard.client.updates import Release
    from wallboard.domain.problems import Problem
    from wallboard.present.frame import AgentRow, BoardFrame
    from wallboard.ui.call_control.answer_dialog import TextQuestion
    from wallboard.ui.call_control.call_controller import CallController
    from wallboard.ui.call_control.keys import CallKeys
    from wallboard.ui.call_control.leaving import Leaving
    from wallboard.ui.desk.announcer import Announcer
    from wallboard.ui.desk.board import DeskBoard
    from wallboard.ui.desk.newer import NewerVersions
    from wallboard.ui.desk.page import BoardPage
    from wallboard.ui.desk.reveal import Reveal
    from wallboard.ui.desk.window_menu import WindowMenu

CLOCKS_MS = 100
"""Clocks advance within a tenth of a second of their own moment: a few at a time, never all together."""


class DeskWindow(QMainWindow):
    """A supervisor's window. It is painted first and gets its board right after that.

    Attributes:
        board: what is inside, None until the first paint.
        controller: what moves callers and monitors agents, None until the first paint.
        newer: what tells of newer versions, None until the first paint.

    Signals:
        frame_shown: a `BoardFrame` that the window shows now.
        painted: the window has been painted for the first time.
        ready: the board is there.
        command_wanted: an `AnyCommand` that a gesture asks for.
        queue_chosen: the id of the queue to limit the board to.
        window_chosen: the `Window` that the figures shall stand for.
        sign_in_wanted: the user asks to sign in to another gateway.
        extension_wanted: the user asks to set their own extension.
        settings_changed: the `DeskSettings` as they are to be remembered.
        closed: the window is closed; the program may end.
    """

    frame_shown = Signal(object)
    painted = Signal()
    ready = Signal()
    command_wanted = Signal(object)
    queue_chosen = Signal(str)
    window_chosen = Signal(object)
    sign_in_wanted = Signal()
    extension_wanted = Signal()
    settings_changed = Signal(object)
    closed = Signal()

    def __init__(
        self, settings: DeskSettings, locked: frozenset[str] = frozenset(), screen_height: int = 0
    ) -> None:
        """``settings`` are the size, look and zoom to begin with; those named in ``locked`` stay as they are.

        ``screen_height`` is the screen's, device-independent pixels; 0 for that of the screen it opens on.
        """
        super().__init__()
        self.setWindowTitle("Wallboard")
        self._settings, self._locked = settings, locked
        self._is_painted = self._has_charts = False
        self._frame: BoardFrame | None = None
        self._appearance = Look(settings, screen_height or self.screen().size().height())
        self.board: DeskBoard | None = None
        self._page: BoardPage | None = None
        self.controller: CallController | None = None
        self.newer: NewerVersions | None = None
        self._leaving: Leaving | None = None
        self._reveal: Reveal | None = None
        self._announcer: Announcer | None = None
        self._menu = QMenu(self)
        self._commands: WindowMenu | None = None
        self._keys: CallKeys | None = None
        self._maximised_from = place_window(self, settings.geometry, WHOLE * self._appearance.own_scale)
        QApplication.setPalette(palette(self.theme))  # all that the first paint takes of the look
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._on_second)
        self._clocks = QTimer(self, interval=CLOCKS_MS)
        self._clocks.timeout.connect(self._on_clocks)

    def show(self) -> None:
        """Opens the window, maximised where it would be larger than the screen and has no other size."""
        place, self._maximised_from = self._maximised_from, None
        if place is not None and place == self.geometry():
            self.showMaximized()
        else:
            super().show()

    def _ask(self, question: "TextQuestion") -> None:
        from wallboard.ui.call_control.answer_dialog import AnswerDialog  # noqa: PLC0415 - start-up time

        AnswerDialog(self.theme, question, self).open()

    @property
    def theme(self) -> Theme:
        """Returns the look as it is now, in its size."""
        return self._appearance.theme

    def show_frame(self, frame: "BoardFrame") -> None:
        """Shows the frame, or keeps it until there is a board."""
        self._frame = frame
        show_times_of(frame.time_zone)
        if self.board is not None and self.controller is not None:
            self.controller.show_frame(frame)
            self.board.show_frame(frame)
        if self._announcer is not None:
            self._announcer.show_frame(frame)
        if self.newer is not None:
            self.newer.show_frame(frame)
        self.frame_shown.emit(frame)

    @property
    def has_charts(self) -> bool:
        """Whether there are charts, or will be with the board."""
        return self._has_charts

    def add_charts(self) -> None:
        """Adds the charts; call it after `painted`."""
        if not self._has_charts:
            self._has_charts = True
            if self.board is not None:
                self.board.add_charts()

    def tell(self, words: str) -> None:
        """Shows a text in the line at the foot."""
        if self.board is not None:
            self.board.tell(words)

    def report(self, problem: "Problem") -> None:
        """Shows a problem in the line at the foot, with a library's message on hover."""
        from wallboard.ui.words.problem_words import details, problem_words  # noqa: PLC0415 - start-up time

        if self.board is not None:
            self.board.tell(problem_words(problem), details(problem.technical))

    def mention(self, words: str) -> None:
        """Shows a text of low urgency in the line at the foot."""
        if self.board is not None:
            self.board.mention(words)

    def offer_release(self, release: "Release") -> None:
        """Shows that there is a newer version; to be called after `ready`."""
        if self.newer is not None:
            self.newer.offer_release(release)

    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._on_painted)

    def closeEvent(self, event: "QCloseEvent") -> None:
        if self._leaving is not None and not self._leaving.may_close():
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._remember(replace(self._settings, geometry=geometry))
        self._seconds.stop()
        self._clocks.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _on_painted(self) -> None:
        self.painted.emit()
        hints = QGuiApplication.styleHints()  # kept by a name: PySide lets what it has go with it
        contrast = hints.accessibility()
        self._appearance.follow_contrast(contrast.contrastPreference())
        load_fonts()  # the first paint has no words
        self._apply_appearance()
        # What the board is made of is loaded only now, while the first paint is on the screen already. Even the
        # name space ``Qt`` is not touched before: making its enumerations takes longer than the first paint.
        from wallboard.ui.call_control.call_controller import CallController  # noqa: PLC0415 - start-up time
        from wallboard.ui.call_control.leaving import Leaving  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.announcer import Announcer  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.newer import NewerVersions  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.reveal import Reveal  # noqa: PLC0415 - start-up time

        self.controller = CallController(self)
        self._announcer = Announcer(self)
        self.controller.not_done.connect(self._announcer.tell)
        self.controller.command_wanted.connect(self.command_wanted)
        self.controller.extension_wanted.connect(self.extension_wanted)
        self.controller.question_wanted.connect(self._ask)
        self._reveal = Reveal(lambda: self.board, self)
        self._reveal.queue_wanted.connect(self.queue_chosen)
        self.frame_shown.connect(self._reveal.show_frame)
        self._fill_menu()
        self._add_keys()
        self._leaving = Leaving(self.controller, self)
        self._leaving.left.connect(self.close)
        self.newer = NewerVersions(self._menu, self.mention, self)
        self._build()
        hints.colorSchemeChanged.connect(self._follow_system)
        contrast.contrastPreferenceChanged.connect(self._follow_contrast)
        self._seconds.start()
        self._clocks.start()
        self.ready.emit()

    def _add_keys(self) -> None:
        from wallboard.ui.call_control.keys import CallKeys  # noqa: PLC0415 - start-up time

        if self._keys is not None:
            self._keys.remove()
        if self.controller is not None:
            self._keys = CallKeys(self.controller, self._chosen_agent, self)

    def _chosen_agent(self) -> "AgentRow | None":
        return self.board.agents.chosen if self.board is not None else None

    def _build(self) -> None:
        from wallboard.present.frame import BoardFrame  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk import board_state  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.board import DeskBoard  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.page import BoardPage  # noqa: PLC0415 - start-up time

        if self.controller is None:
            return
        before, kept = self.board, () if self.board is None else self.board.keep()
        figures = board_state.figures_of(self._settings)
        self.board = board = DeskBoard(self.theme, self._menu, self.controller, figures)
        if before is not None:
            board.notices.take_over(before.notices)
        board.queue_chosen.connect(self.queue_chosen)
        board.window_chosen.connect(self.window_chosen)
        board_state.arrange(board, self._settings, self._kept_by)
        for chosen in (board.tiles_chosen, board.columns_chosen):
            chosen.connect(self._build)
        place = self._page.place() if self._page is not None else (0.0, 0.0)
        self._page = page = BoardPage(board, self)
        self.setCentralWidget(page)
        board.setFocus()  # and not the first chooser, whose frame would catch the eye
        if self._has_charts:
            board.add_charts()
        self.show_frame(self._frame or BoardFrame())
        board.tick()
        board.advance_clocks()
        if before is not None:
            board.take_up(kept)
            page.go_to(place)

    def _on_second(self) -> None:
        if self.board is not None:
            self.board.tick()

    def _on_clocks(self) -> None:
        if self.board is not None:
            self.board.advance_clocks()

    # look and size

    def _apply_appearance(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.theme)

    def _remember(self, settings: DeskSettings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit(settings)

    def _kept_by(self, put: Callable[[DeskSettings, Any], DeskSettings]) -> Callable[[object], None]:
        """Returns a slot that stores its argument in the settings by ``put``."""
        return lambda made: self._remember(put(self._settings, made))

    def _restyle(self) -> None:
        self._apply_appearance()
        if self.board is not None and self._page is not None:
            place = self._page.place()
            self.board.restyle(self.theme)
            self._page.go_to(place)

    def _follow_system(self, scheme: object) -> None:
        """Follows the system from dark to light, where no look was chosen here."""
        if self._settings.theme is settings_of.ThemeChoice.SYSTEM and self._appearance.follow_scheme(scheme):
            self._restyle()

    def _follow_contrast(self, preference: object) -> None:
        if self._appearance.follow_contrast(preference):
            self._restyle()

    def switch_theme(self) -> None:
        """Switches between dark and light."""
        self._remember(replace(self._settings, theme=self._appearance.switch()))
        self._restyle()

    def zoom(self, step: int) -> None:
        """Makes the board one size larger (1) or smaller (-1), or the screen's own (0)."""
        is_other = self._appearance.step(step)
        self._remember(replace(self._settings, zoom=self._appearance.scale if step else 0.0))
        if is_other:
            self._restyle()

    def _step_back(self) -> None:
        """Ends the limit to one queue and, if there is none, fullscreen."""
        if self._frame is not None and self._frame.scope != ALL:
            self.queue_chosen.emit(ALL)
        elif self.isFullScreen():
            toggle_fullscreen(self)

    # menu and dialogs

    def _fill_menu(self) -> None:
        from wallboard.ui.desk.language_menu import LanguageMenu  # noqa: PLC0415 - start-up time
        from wallboard.ui.desk.window_menu import WindowMenu  # noqa: PLC0415 - start-up time

        if self._commands is not None:
            self._commands.clear()
        menu = self._commands = WindowMenu(self._menu, self)
        menu.add(self.tr("Find a queue, an agent or a caller…"), self.open_finder, "Ctrl+K")
        menu.add(self.tr("All queues"), self._step_back, "Esc")
        look = menu.add(self.tr("Light or dark"), self.switch_theme, "Ctrl+T")
        sizes = (
            menu.add(self.tr("Larger"), lambda: self.zoom(1), "Ctrl++", "Ctrl+="),
            menu.add(self.tr("Smaller"), lambda: self.zoom(-1), "Ctrl+-"),
            menu.add(self.tr("Original size"), lambda: self.zoom(0), "Ctrl+0"),
        )
        menu.add(self.tr("Fullscreen"), lambda: toggle_fullscreen(self), "F11")
        self._menu.addSeparator()
        extension = menu.add(self.tr("My extension…"), self.extension_wanted.emit)
        menu.add(self.tr("Sign in to a gateway…"), self.sign_in_wanted.emit)
        languages = LanguageMenu(self._settings.language, self._menu)
        languages.setEnabled("language" not in self._locked)
        languages.chosen.connect(self._choose_language)
        language = self._menu.addMenu(languages)
        why = self.tr("Set by your administrator.")
        menu.lock(self._locked, why, theme=(look,), zoom=sizes, extension=(extension,), language=(language,))
        self._menu.addSeparator()
        menu.add(self.tr("Keyboard shortcuts"), self._show_keys, "F1")
        is_own = spoken() == ENGLISH
        manual = self.tr("Help") if is_own else self.tr("Help (partly in English)")
        menu.add(manual, self._show_help, "Shift+F1")
        menu.add(self.tr("Quit"), self.close, "Ctrl+Q")

    def _choose_language(self, language: Language) -> None:
        self._remember(replace(self._settings, language=language))
        app = QApplication.instance()
        if app is not None:
            install_language(app, language)
            self._speak()

    def _speak(self) -> None:
        """Rebuilds menu, keys and board in the current language."""
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self._fill_menu()
        if self.newer is not None:
            self.newer.speak()
        self._add_keys()
        self._build()
        if self.board is not None:
            self.board.notices.speak()

    def open_finder(self) -> None:
        """Opens the finder, where the user types a part of a name or a number."""
        from wallboard.ui.desk.finder import Finder  # noqa: PLC0415 - start-up time

        if self._frame is None:
            return
        finder = Finder(self.theme, self._frame, self)
        finder.queue_found.connect(self.queue_chosen)
        self.frame_shown.connect(finder.show_frame)
        if self._reveal is not None:
            finder.agent_found.connect(self._reveal.show_agent)
            finder.caller_found.connect(self._reveal.show_caller)
        finder.open()

    def _show_keys(self) -> None:
        from wallboard.ui.desk.shortcuts import ShortcutList  # noqa: PLC0415 - start-up time

        ShortcutList(self.theme, self).open()

    def _show_help(self) -> None:
        from wallboard.ui.desk.help_dialog import HelpDialog  # noqa: PLC0415 - start-up time

        HelpDialog(self.theme, self).open()
