"""Keeping the screen on; where nothing can, that is told."""

import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.tv.awake import Awake


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


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="X11's programs")
def test_that_it_is_asked_anew_and_given_back(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A screen that was off, or a saver that was started again, knows nothing of what was asked before."""
    told = tmp_path / "told"
    program = tmp_path / "xdg-screensaver"
    program.write_text(f'#!/bin/sh\necho "$1" >>"{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    window = QWidget()
    qtbot.addWidget(window)
    keeper = Awake(window)
    keeper.renew()
    assert not told.exists()
    assert keeper.begin()
    keeper.renew()
    keeper.end()
    keeper.renew()
    assert told.read_text().split() == ["suspend", "suspend"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="X11's programs")
def test_that_a_bare_x_server_has_its_saver_and_standby_switched_off(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "xset"
    program.write_text(f'#!/bin/sh\necho "$@" >"{told}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    window = QWidget()
    qtbot.addWidget(window)
    keeper = Awake(window)
    assert keeper.begin()
    keeper.end()
    assert told.read_text().strip() == "s off -dpms"
