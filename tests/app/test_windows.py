"""The two windows as the command line asks for them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import wallboard.client.updates
from wallboard.app.options import WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.windows import find_screen, open_desk, open_tv
from wallboard.client.updates import Release
from wallboard.domain.errors import ConfigError
from wallboard.ui.desk import DeskWindow
from wallboard.ui.tv import TvWindow


def test_that_a_screen_is_found_by_number_and_by_name(qapp: QApplication) -> None:
    screens = qapp.screens()
    assert find_screen("", screens) is screens[0]
    assert find_screen("0", screens) is screens[0]
    assert find_screen(screens[0].name().upper(), screens) is screens[0]


def test_that_a_screen_that_is_not_there_is_told_with_those_that_are(qapp: QApplication) -> None:
    with pytest.raises(ConfigError, match=r"no screen '7'.*0 \("):
        find_screen("7", qapp.screens())


def test_that_a_tv_picture_is_full_hd_unless_asked_otherwise(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    for size, wanted in ((None, (1920, 1080)), ((3840, 2160), (3840, 2160))):
        run = open_tv(qapp, WindowOptions(screenshot=tmp_path / "tv.png", size=size))
        qtbot.addWidget(run.window)
        assert isinstance(run.window, TvWindow)
        assert (run.window.width(), run.window.height()) == wanted


def test_that_a_picture_leaves_the_users_own_window_settings_alone(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    preferences = Preferences(tmp_path)
    run = open_desk(qapp, WindowOptions(screenshot=tmp_path / "desk.png", size=(1366, 768)), preferences)
    qtbot.addWidget(run.window)
    assert isinstance(run.window, DeskWindow)
    window = run.window
    qtbot.waitUntil(lambda: window.board is not None)
    window.close()
    assert Preferences(tmp_path).current.desk.geometry == ""


def test_that_a_desk_says_what_is_wrong_with_its_settings_and_offers_a_newer_version(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallboard.client.updates, "fetch_release", lambda _url: Release(version="999.0"))
    (tmp_path / "client.toml").write_text('[desk]\nzoom = "big"\n[updates]\nurl = "https://intranet.example/w"\n')
    run = open_desk(qapp, WindowOptions(), Preferences(tmp_path))
    window = run.window
    qtbot.addWidget(window)
    assert isinstance(window, DeskWindow)
    qtbot.waitUntil(lambda: window.newer is not None and window.newer.offer is not None)
    assert window.board is not None
    assert "zoom" in window.board.notices.words.text()
