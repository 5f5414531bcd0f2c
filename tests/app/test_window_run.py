"""A window and its connection: choices go out, frames come in, and nothing is left behind."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.app.demo_gateway import DemoGateway
from wallboard.app.options import DemoOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.windows import open_desk
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame
from wallboard.ui.desk import DeskWindow


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
    assert not bridge.is_running
    assert run.bridge is None
