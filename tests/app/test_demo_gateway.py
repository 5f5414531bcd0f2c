"""The demonstration's gateway, in its thread."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from wallboard.app.demo_gateway import DemoGateway
from wallboard.app.options import DemoOptions
from wallboard.feed.roles import ClientKind, Role
from wallboard.present.frame import BoardFrame
from wallboard.ui.bridge import Bridge


@pytest.fixture
def gateway() -> Iterator[DemoGateway]:
    made = DemoGateway(DemoOptions(agents=6, queues=2, seed=1))
    yield made
    made.stop()


def test_that_a_board_gets_figures_of_a_day_that_is_half_over(gateway: DemoGateway, qtbot: QtBot) -> None:
    frames: list[BoardFrame] = []
    gateway.start()
    bridge = Bridge(lambda: gateway.connect_options(ClientKind.DESK))
    bridge.frame_ready.connect(frames.append)
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].freshness.is_live, timeout=20_000)
    bridge.stop()
    board = frames[-1]
    assert board.role is Role.SUPERVISOR
    assert len(board.queues) == 3
    assert len(board.agents) == 6
    assert len(board.charts.intervals) > 20
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_that_stopping_what_never_began_does_no_harm(gateway: DemoGateway) -> None:
    gateway.stop()


def test_that_the_token_is_random_and_not_shown() -> None:
    one, other = (DemoGateway(DemoOptions()) for _ in range(2))
    assert one.token != other.token
    assert one.token not in repr(one)
