"""The bridge: starts and stops in good order, and gives the GUI the newest frame only."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.counts.figures import Window
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import ALL, CommandId, QueueId
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame, FreshnessState
from wallboard.present.live import ConnectOptions
from wallboard.ui.bridge import Bridge
from wallboard.ui.words.problem_words import raw_words, reason_words

NOBODY_LISTENS = "ws://127.0.0.1:9"


def nowhere() -> ConnectOptions:
    return ConnectOptions(url=NOBODY_LISTENS, token="wb_x", kind=ClientKind.DESK, client_name="test")


@pytest.fixture
def frames() -> list[BoardFrame]:
    return []


@pytest.fixture
def bridge(qapp: QCoreApplication, frames: list[BoardFrame]) -> Iterator[Bridge]:
    made = Bridge(nowhere)
    made.frame_ready.connect(frames.append)
    yield made
    made.stop()


def test_that_a_stopped_bridge_leaves_no_thread(bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot) -> None:
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames))
    bridge.stop()
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_that_a_bridge_can_be_stopped_before_it_has_loaded_anything(bridge: Bridge) -> None:
    bridge.start()
    bridge.stop()
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_that_stopping_twice_or_before_the_start_does_no_harm(bridge: Bridge) -> None:
    bridge.stop()
    bridge.stop()
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_that_an_unreachable_gateway_is_told_and_tried_again(
    bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot
) -> None:
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].freshness.retry_at_ms > 0)
    assert "cannot be reached" in reason_words(frames[-1].freshness)


def test_that_frames_made_while_the_gui_is_busy_are_shown_as_one_the_newest(
    bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot
) -> None:
    def work() -> None:
        for number in range(5_000):
            bridge.take(BoardFrame(user=f"frame {number}"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(frames))
    QCoreApplication.processEvents()
    assert [frame.user for frame in frames] == ["frame 4999"]


def test_that_five_thousand_signals_from_another_thread_do_no_harm(
    bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot
) -> None:
    """PySide6 6.12.0 aborted CPython 3.11 after some hundred of them."""
    for number in range(5_000):
        bridge.take(BoardFrame(user=str(number)))
        QCoreApplication.processEvents()
    assert len(frames) == 5_000


def test_that_what_cannot_be_connected_to_is_told_with_its_own_words_as_details(
    frames: list[BoardFrame], qtbot: QtBot, qapp: QCoreApplication
) -> None:
    def without_token() -> ConnectOptions:
        raise ConfigError("there is no token: sign in")

    bridge = Bridge(without_token)
    bridge.frame_ready.connect(frames.append)
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames))
    bridge.stop()
    assert frames[-1].freshness.state is FreshnessState.REFUSED
    assert reason_words(frames[-1].freshness).startswith("The connection failed")
    assert raw_words(frames[-1].freshness) == "Details: there is no token: sign in"


def test_that_a_command_without_a_gateway_ends_as_refused(
    bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot
) -> None:
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames))
    bridge.send(StopMonitor(id=CommandId("c1"), monitor_id=CommandId("m1")))
    qtbot.waitUntil(lambda: bool(frames[-1].notices))
    assert frames[-1].notices[0].command.id == "c1"


def test_that_choices_made_before_the_connection_is_there_are_not_lost(
    bridge: Bridge, frames: list[BoardFrame], qtbot: QtBot
) -> None:
    bridge.set_window(Window.INTERVAL)
    bridge.show_queue(QueueId("sales"))
    bridge.start()
    qtbot.waitUntil(lambda: bool(frames) and bool(frames[-1].kpis))
    assert frames[-1].scope in {QueueId("sales"), ALL}
    assert {kpi.window for kpi in frames[-1].kpis if kpi.window is not None} == {Window.INTERVAL}


def test_that_a_fault_of_the_program_is_told_and_the_board_begun_anew(
    frames: list[BoardFrame], qtbot: QtBot, qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a TV would stay as it is until somebody starts it again."""
    attempts: list[int] = []

    def fail() -> ConnectOptions:
        attempts.append(len(attempts))
        raise RecursionError

    monkeypatch.setattr("wallboard.ui.bridge.AGAIN_S", 0.01)
    bridge = Bridge(fail)
    bridge.frame_ready.connect(frames.append)
    bridge.start()
    qtbot.waitUntil(lambda: len(attempts) > 1 and bool(frames))
    bridge.stop()
    assert frames[-1].freshness.state is FreshnessState.GATEWAY_LOST
    assert "see its log" in reason_words(frames[-1].freshness)
