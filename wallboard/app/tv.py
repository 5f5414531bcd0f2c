"""The TV: an unattended screen on one gateway, set up by the command line or by an administrator's file."""

import logging
import os
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.signing_in import AGAIN_MS, SigningIn
from wallboard.app.watchdog import Watchdog, start_again
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import find_screen, open_tv
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId, ScopeId, key_of
from wallboard.domain.problems import ProblemKind
from wallboard.feed.roles import ClientKind
from wallboard.host.autostart import TV_ENTRY, forget_at_login, own_command, start_at_login
from wallboard.host.error_text import why
from wallboard.host.paths import config_dir, machine_config_dir
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.settings.administrator import TV_FILE, TvSetup, read_tv
from wallboard.settings.client import SettingsFile
from wallboard.settings.language import Language
from wallboard.ui.tv.window import TvWindow
from wallboard.ui.words.language import install_language

log = logging.getLogger(__name__)

WELL = 10
"""Event-loop exit code once an invalid tv.toml has been fixed."""


def run_tv(window_options: WindowOptions, gateway_options: GatewayOptions, scope: str) -> int:
    """Shows the TV until it is closed; returns the exit code.

    ``scope`` is the queue or group to show, empty for that of the set-up. A mistake in the administrator's file is
    shown on the TV until it is fixed; in a picture, and for a screen that the command line names, it is a
    `ConfigError`.
    """
    app = start_qt(without_display=window_options.screenshot is not None)
    is_watched = window_options.screenshot is not None or bool(window_options.screen)
    if not is_watched and not wait_until_well(app):
        return 0
    setup = read_tv(machine_config_dir() / TV_FILE)
    preferences = Preferences(config_dir())
    screen = window_options.screen or str(setup.screen) or preferences.current.tv.screen
    language = language_now(window_options)
    layout = window_options.layout or setup.layout or preferences.current.tv.layout
    run = open_tv(app, replace(window_options, screen=screen, language=language, layout=layout))
    SigningIn(run, completed(gateway_options, setup), preferences, ClientKind.TV)
    if wanted := scope or setup.group or setup.queue:
        show_scope(run, wanted)
    if window_options.screenshot is not None:
        return run.execute()
    follow_language(app, run, window_options)
    dog = Watchdog(start_again, run.window)
    dog.start()
    try:
        return run.execute()
    finally:
        dog.stop()


def language_now(options: WindowOptions) -> Language:
    """Returns the language of the command line, else of the set-up, else the user's; `ConfigError` as `read_tv`."""
    setup = read_tv(machine_config_dir() / TV_FILE)
    own = SettingsFile(config_dir() / "client.toml").load().settings
    return options.language or setup.language or own.desk.language


def follow_language(app: QApplication, run: WindowRun, options: WindowOptions) -> None:
    """Changes the language of the TV soon after that of its set-up or of its user changes."""
    current = language_now(options)

    def check() -> None:
        nonlocal current
        try:
            wanted = language_now(options)
        except ConfigError:
            return  # what a mistake in the set-up means is shown at the next start
        if wanted != current and isinstance(run.window, TvWindow):
            current = wanted
            install_language(app, wanted)
            run.window.speak()

    timer = QTimer(run.window, interval=AGAIN_MS)
    timer.timeout.connect(check)
    timer.start()


def wait_until_well(app: QApplication) -> bool:
    """Waits, showing the fault, until the set-up can be used. False if the TV was closed meanwhile."""
    if (first := problem_of_setup()) is None:
        return True
    run = open_tv(app, WindowOptions())

    def check() -> None:
        if (error := problem_of_setup()) is not None:
            problem = error.as_problem(ProblemKind.SETTINGS)
            refused = Freshness(state=FreshnessState.REFUSED, problem=problem)
            run.window.show_frame(BoardFrame(freshness=refused))
        else:
            app.exit(WELL)

    log.error("%s", first)
    timer = QTimer(run.window, interval=AGAIN_MS)
    timer.timeout.connect(check)
    timer.start()
    check()
    is_well = run.execute() == WELL
    run.window.close()
    run.window.deleteLater()
    return is_well


def problem_of_setup() -> ConfigError | None:
    """Returns the fault of the administrator's file; None if it can be used, or if there is none."""
    from wallboard.client.address import check_url, tls_context

    try:
        setup = read_tv(machine_config_dir() / TV_FILE)
        find_screen(str(setup.screen), QGuiApplication.screens())
        if setup.gateway:
            tls_context(check_url(setup.gateway), Path(setup.ca_file) if setup.ca_file else None)
    except ConfigError as error:
        return error
    return None


def completed(options: GatewayOptions, setup: TvSetup) -> GatewayOptions:
    """Returns the command line's options, completed by the set-up."""
    return GatewayOptions(
        url=options.url or setup.gateway,
        ca_file=options.ca_file or (Path(setup.ca_file) if setup.ca_file else None),
        token_file=options.token_file or (Path(setup.token_file) if setup.token_file else None),
    )


def show_scope(run: WindowRun, wanted: str) -> None:
    """Limits the board to a queue or group, on this connection and on any that follows it."""

    def limit(frame: BoardFrame) -> None:
        scope = scope_of(frame, wanted)
        if frame.scope != scope and run.bridge is not None:
            run.bridge.show_queue(scope)

    run.frame_shown.connect(limit)


def scope_of(frame: BoardFrame, wanted: str) -> ScopeId:
    """Returns the queue or group of that id, or else the queue of that key: with one PBX its name is optional."""
    ids = [row.id for row in frame.scopes]
    by_key = (one for one in ids if key_of(one) == wanted)
    return QueueId(wanted) if wanted in ids else next(by_key, QueueId(wanted))


def switch_at_login(is_on: bool, arguments: list[str]) -> str:
    """Starts the TV with ``arguments`` when this user logs in, or no longer; returns what was done, in words."""
    try:
        if is_on:
            place = start_at_login(TV_ENTRY, [*own_command(), "tv", *arguments], os.environ)
            return f"The TV starts when you log in next: {place}"
        forget_at_login(TV_ENTRY, os.environ)
    except OSError as error:
        raise ConfigError(f"The start at login cannot be changed: {why(error)}") from error
    return "The TV does not start when you log in."
