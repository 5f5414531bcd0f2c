"""Keeping the screen on; where nothing can, that is told."""

import logging
import sys

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.awake import Awake


def test_that_a_system_that_cannot_keep_the_screen_on_is_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PATH", "")
    window = QWidget()
    qtbot.addWidget(window)
    keeper = Awake(window)
    with caplog.at_level(logging.WARNING):
        assert keeper.begin() is False
    keeper.end()
    assert "screen saver" in caplog.text
