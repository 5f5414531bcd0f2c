"""A window's thread that stands still is found, one that works is left alone."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.app import watchdog
from wallboard.app.watchdog import Watchdog


@pytest.fixture
def found(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set when the watchdog would start the program again."""
    monkeypatch.setattr(watchdog, "BEAT_MS", 5)
    monkeypatch.setattr(watchdog, "CHECK_S", 0.05)
    monkeypatch.setattr(watchdog, "PATIENCE", 6)
    hung = threading.Event()
    dog = Watchdog(hung.set)
    dog.start()
    yield hung
    dog.stop()


def test_that_a_window_that_stands_still_is_started_again(
    found: threading.Event, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    assert found.wait(10)  # the window's thread does nothing else
    assert "has not responded" in caplog.text
    assert "thread MainThread stands at wait (" in caplog.text


def test_that_a_window_that_works_is_left_alone(found: threading.Event, qtbot: QtBot) -> None:
    beats = QTimer(interval=5)
    count: list[int] = []
    beats.timeout.connect(lambda: count.append(0))
    beats.start()
    qtbot.waitUntil(lambda: len(count) > 100)
    assert not found.is_set()
