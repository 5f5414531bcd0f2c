"""Opens the two windows by the command line's options."""

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from wallboard.app.extension import OwnExtension
from wallboard.app.options import WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.updates import UpdateWatch
from wallboard.app.window_run import WindowRun
from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.settings.client import ThemeChoice
from wallboard.settings.language import SYSTEM
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.fonts import load_fonts
from wallboard.ui.look.screenshot import Shot
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.words.language import install_language

FULL_HD = (1920, 1080)


def open_desk(app: QApplication, options: WindowOptions, preferences: Preferences) -> WindowRun:
    """Shows the desk window; returns it with its run."""
    desk = preferences.current.desk
    if options.screenshot is not None and desk.theme is ThemeChoice.SYSTEM:
        desk = replace(desk, theme=ThemeChoice.DARK)  # a picture has no system's look to follow
    install_language(app, options.language or desk.language)
    layer = preferences.layers.locked
    locked = frozenset({**layer.get("desk", {}), **layer.get("supervisor", {})})
    pictured = options.size[1] if options.size is not None and options.screenshot is not None else 0
    window = DeskWindow(desk, locked, screen_height=pictured)
    if options.size is not None:
        window.resize(*options.size)
    if options.screenshot is None:
        window.settings_changed.connect(preferences.remember_desk)
    preferences.problem.connect(window.report)
    if (problem := preferences.first_problem) is not None:
        window.ready.connect(lambda: window.report(problem))
    OwnExtension(window, preferences)
    if options.screenshot is None:
        updates = UpdateWatch(preferences.current.updates.url, window)
        updates.found.connect(window.offer_release)
        window.ready.connect(updates.start)
    window.show()
    return WindowRun(app, window, shot_of(options))


def open_tv(app: QApplication, options: WindowOptions) -> WindowRun:
    """Shows the TV window on its screen; returns it with its run. `ConfigError` for an unknown screen."""
    from wallboard.ui.tv.window import TvWindow, tv_theme

    screen = find_screen(options.screen, QGuiApplication.screens())
    size = options.size
    if size is None and options.screenshot is not None:
        size = FULL_HD
    height = screen.size().height() if size is None else size[1]
    layout = options.layout or TvLayout.FAR
    load_fonts()
    apply_theme(app, tv_theme(height, layout))
    install_language(app, options.language or SYSTEM)
    window = TvWindow(height, layout)
    if size is None:
        window.show_on(screen)
    else:
        window.resize(*size)
        window.show()
    return WindowRun(app, window, shot_of(options))


def find_screen(wanted: str, screens: list[QScreen]) -> QScreen:
    """Returns the screen of this number (from 0) or name; the first where none is given."""
    if not wanted:
        return screens[0]
    if wanted.isdigit() and int(wanted) < len(screens):
        return screens[int(wanted)]
    for screen in screens:
        if screen.name().casefold() == wanted.casefold():
            return screen
    there = ", ".join(f"{number} ({screen.name()})" for number, screen in enumerate(screens))
    problem = Problem(kind=ProblemKind.SCREEN_UNKNOWN, subject={"screen": wanted, "known": there})
    raise ConfigError(f"There is no screen {wanted!r}. There are: {there}.").of(problem)


def shot_of(options: WindowOptions) -> Shot | None:
    """Returns the requested screenshot, if any."""
    return None if options.screenshot is None else Shot(file=options.screenshot, after_s=options.after_s)
