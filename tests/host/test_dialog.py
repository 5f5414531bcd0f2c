"""Who starts Wallboard by a shortcut on Windows is told why there is no window."""

import sys
from types import SimpleNamespace

import pytest

from wallboard.host.dialog import show_without_console


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of all dialogs, which nobody has to close."""
    words: list[str] = []
    user32 = SimpleNamespace(MessageBoxW=lambda _owner, text, _title, _icon: words.append(text))
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(user32=user32), raising=False)
    return words


def test_that_a_dialog_says_it_on_windows_where_there_is_no_console(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stderr", None)
    show_without_console("tv.toml is not valid")
    assert shown == ["tv.toml is not valid"]


@pytest.mark.parametrize("platform", ["win32", "linux", "darwin"])
def test_that_a_console_needs_no_dialog(shown: list[str], monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    show_without_console("tv.toml is not valid")
    assert shown == []
