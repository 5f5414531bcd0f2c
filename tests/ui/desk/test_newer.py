"""News of versions: once, quietly, and to be found again in the menu."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from wallboard.client.updates import Release
from wallboard.present.frame import BoardFrame
from wallboard.ui.desk.newer import NewerVersions

RELEASE = Release(version="1.4.0", url="https://intranet.example/wb", notes="Charts of two queues.")


@pytest.fixture
def menu(qtbot: QtBot) -> QMenu:
    made = QMenu()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def newer(menu: QMenu, said: list[str]) -> NewerVersions:
    return NewerVersions(menu, said.append, menu)


def test_that_a_newer_gateway_is_told_once(
    newer: NewerVersions, said: list[str], make_frame: Callable[..., BoardFrame]
) -> None:
    newer.show_frame(make_frame())
    assert said == []
    newer.show_frame(make_frame(gateway_is_newer=True))
    newer.show_frame(make_frame(gateway_is_newer=True, user="bo"))
    assert len(said) == 1
    assert "newer" in said[0]


def test_that_a_release_is_said_once_and_stays_in_the_menu(
    newer: NewerVersions, menu: QMenu, said: list[str]
) -> None:
    newer.offer_release(RELEASE)
    newer.offer_release(RELEASE)
    assert said == ["Wallboard 1.4.0 is available. Charts of two queues."]
    assert [action.text() for action in menu.actions() if action.text()] == ["Wallboard 1.4.0 is available"]
    newer.offer_release(Release(version="1.5.0"))
    assert [action.text() for action in menu.actions() if action.text()] == ["Wallboard 1.5.0 is available"]


def test_that_the_menus_line_opens_the_page_of_the_release(
    newer: NewerVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    newer.offer_release(RELEASE)
    assert newer.offer is not None
    newer.offer.trigger()
    assert opened == [QUrl("https://intranet.example/wb")]


def test_that_without_a_page_the_administrator_is_named(newer: NewerVersions, said: list[str]) -> None:
    newer.offer_release(Release(version="1.4.0"))
    assert newer.offer is not None
    newer.offer.trigger()
    assert said[-1] == "Wallboard 1.4.0 is available. Ask your administrator for the update."
