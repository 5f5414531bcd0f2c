"""A window and its connection: choices go out, frames come in, and nothing is left behind."""

import gc
import linecache
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.app import window_run
from wallboard.app.demo_gateway import DemoGateway
from wallboard.app.options import DemoOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.windows import open_desk
from wallboard.domain.errors import ConfigError
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame
from wallboard.present.live import ConnectOptions
from wallboard.ui.desk.window import DeskWindow


def test_that_choosing_a_queue_limits_the_board_and_charts_come_with_the_first_figures(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    run = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    window = run.window
    qtbot.addWidget(window)
    assert isinstance(window, DeskWindow)
    gateway = DemoGateway(DemoOptions(agents=4, queues=2, seed=1))
    gateway.start()
    frames: list[BoardFrame] = []
    run.frame_shown.connect(frames.append)
    run.connect_to(lambda: gateway.connect_options(ClientKind.DESK))
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].freshness.is_live, timeout=20_000)
    qtbot.waitUntil(lambda: window.has_charts)
    queue = frames[-1].queues[1].id
    window.queue_chosen.emit(queue)
    qtbot.waitUntil(lambda: frames[-1].scope == queue)
    bridge = run.bridge
    assert bridge is not None
    run.let_go()
    gateway.stop()
    assert "feed" not in {thread.name for thread in threading.enumerate()}
    assert run.bridge is None


@pytest.fixture
def nothing_frozen() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.parametrize(("start_ms", "is_over"), [(60_000, False), (0, True)])
def test_that_garbage_is_collected_again_when_the_start_is_over_and_at_the_end(
    start_ms: int,
    is_over: bool,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    nothing_frozen: None,
) -> None:
    monkeypatch.setattr(window_run, "START_MS", start_ms)
    run = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    qtbot.addWidget(run.window)

    def run_until_it_is_so() -> int:
        qtbot.waitUntil(lambda: gc.isenabled() is is_over)
        return 0

    monkeypatch.setattr(qapp, "exec", run_until_it_is_so)
    linecache.getlines(__file__)
    assert run.execute() == 0
    assert gc.isenabled()
    assert (__file__ in linecache.cache) is not is_over  # the sources are no use to a window


def test_that_the_charts_come_with_the_reason_why_there_are_no_figures(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_run, "CHARTS_AFTER_MS", 600_000)
    run = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    qtbot.addWidget(run.window)
    assert isinstance(run.window, DeskWindow)
    qtbot.waitUntil(lambda: isinstance(run.window, DeskWindow) and run.window.board is not None)
    assert not run.window.has_charts

    def refuse() -> ConnectOptions:
        raise ConfigError("There is no token")

    run.connect_to(refuse)
    qtbot.waitUntil(lambda: run.window.has_charts)
    run.let_go()
