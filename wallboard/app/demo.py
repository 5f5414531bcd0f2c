"""The demonstration: a simulated contact centre, its gateway and a window in one process, over a real feed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wallboard.app.options import DemoOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.reload import CHANGED, CHECK_S, Sources
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import open_desk, open_tv
from wallboard.feed.roles import ClientKind
from wallboard.host.paths import config_dir

if TYPE_CHECKING:
    from wallboard.app.demo_gateway import DemoGateway


class Demo:
    """Starts the gateway once the window is painted, and connects the window to it."""

    def __init__(self, options: DemoOptions, run: WindowRun, kind: ClientKind) -> None:
        self._options = options
        self._run = run
        self._kind = kind
        self._gateway: DemoGateway | None = None
        self._is_changed = False
        run.window.painted.connect(self._begin)

    def execute(self) -> int:
        """Runs until the window is closed; returns the exit code, `CHANGED` where a changed source closed it."""
        if self._options.is_reloaded:
            self._watch_sources()
        try:
            code = self._run.execute()
            return CHANGED if self._is_changed else code
        finally:
            if self._gateway is not None:
                self._gateway.stop()

    def _watch_sources(self) -> None:
        sources = Sources()

        def check() -> None:
            if sources.is_changed():
                self._is_changed = True
                self._run.window.close()

        timer = QTimer(self._run.window, interval=int(CHECK_S * 1000))
        timer.timeout.connect(check)
        timer.start()

    def _begin(self) -> None:
        from wallboard.app.demo_gateway import DemoGateway

        gateway = self._gateway = DemoGateway(self._options)
        gateway.start()
        self._run.connect_to(lambda: gateway.connect_options(self._kind))


def run_demo(options: DemoOptions, window_options: WindowOptions, *, is_tv: bool) -> int:
    """Shows the demonstration until its window is closed; returns the exit code."""
    app = start_qt(without_display=window_options.screenshot is not None)
    if is_tv:
        return Demo(options, open_tv(app, window_options), ClientKind.TV).execute()
    run = open_desk(app, window_options, Preferences(config_dir() / "demo"))
    return Demo(options, run, ClientKind.DESK).execute()
