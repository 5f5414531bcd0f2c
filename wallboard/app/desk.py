"""The desk: one supervisor's window on one gateway."""

from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.signing_in import SigningIn
from wallboard.app.windows import open_desk
from wallboard.feed.roles import ClientKind
from wallboard.host.paths import config_dir, machine_config_dir
from wallboard.settings.administrator import DESK_FILE


def run_desk(window_options: WindowOptions, gateway_options: GatewayOptions) -> int:
    """Shows the desk until its window is closed; returns the exit code. `ConfigError` without a display."""
    app = start_qt(without_display=window_options.screenshot is not None)
    preferences = Preferences(config_dir(), machine_config_dir() / DESK_FILE)
    run = open_desk(app, window_options, preferences)
    signing_in = SigningIn(run, gateway_options, preferences, ClientKind.DESK)
    run.sign_in_wanted.connect(signing_in.ask)
    return run.execute()
