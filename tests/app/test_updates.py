"""When the update address is asked, and when not."""

import pytest
from pytestqt.qtbot import QtBot

import wallboard.client.updates
from wallboard.app.updates import DAY_MS, UpdateWatch
from wallboard.client.updates import Release
from wallboard.domain.errors import RemoteError


def test_that_a_newer_version_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Release:
        asked.append(url)
        return Release(version="999.0")

    monkeypatch.setattr(wallboard.client.updates, "fetch_release", fetch)
    watch = UpdateWatch("https://intranet.example/wallboard.json")
    with qtbot.waitSignal(watch.found) as found:
        watch.start()
    assert found.args == [Release(version="999.0")]
    assert asked == ["https://intranet.example/wallboard.json"]
    assert [timer.interval() for timer in watch.children() if hasattr(timer, "interval")] == [DAY_MS]


@pytest.mark.parametrize("version", ["0.0.1", "0"])
def test_that_an_older_version_is_no_news(version: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Release:
        asked.append(url)
        return Release(version=version)

    monkeypatch.setattr(wallboard.client.updates, "fetch_release", fetch)
    watch = UpdateWatch("https://intranet.example/wallboard.json")
    with qtbot.assertNotEmitted(watch.found, wait=100):
        watch.start()
        qtbot.waitUntil(lambda: bool(asked))


def test_that_without_an_address_nobody_is_asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(wallboard.client.updates, "fetch_release", asked.append)
    watch = UpdateWatch("")
    with qtbot.assertNotEmitted(watch.found, wait=100):
        watch.start()
    assert asked == []


def test_that_an_address_that_does_not_answer_is_only_logged(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fetch(_url: str) -> Release:
        raise RemoteError("the file at the update address cannot be read")

    monkeypatch.setattr(wallboard.client.updates, "fetch_release", fetch)
    watch = UpdateWatch("https://intranet.example/wallboard.json")
    with caplog.at_level("INFO"), qtbot.assertNotEmitted(watch.found, wait=100):
        watch.start()
        qtbot.waitUntil(lambda: "cannot be read" in caplog.text)
