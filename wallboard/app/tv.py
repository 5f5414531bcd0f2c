"""The TV: a floor's screen on one gateway."""

from msgspec.structs import replace

from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.signing_in import SigningIn
from wallboard.app.windows import open_tv
from wallboard.feed.roles import ClientKind
from wallboard.host.paths import config_dir


def run_tv(window_options: WindowOptions, gateway_options: GatewayOptions) -> int:
    """Show the TV until it is left; returns the exit code. `ConfigError` if there is no such screen, or none."""
    app = start_qt(without_display=window_options.screenshot is not None)
    preferences = Preferences(config_dir())
    screen = window_options.screen or preferences.current.tv.screen
    run = open_tv(app, replace(window_options, screen=screen))
    SigningIn(run, gateway_options, preferences, ClientKind.TV)
    return run.execute()
