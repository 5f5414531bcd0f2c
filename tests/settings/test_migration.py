"""Files of older and newer programs: brought forward, or left alone."""

from pathlib import Path
from typing import Any

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.settings import migration
from wallboard.settings.client import ClientSettings, GatewaySettings, SettingsFile, TvSettings
from wallboard.settings.migration import Tree, format_of, is_newer, migrate


def rename_server(tree: Tree) -> None:
    tree["gateway"] = tree.pop("server")


def add_port(tree: Tree) -> None:
    tree["gateway"]["url"] += ":8765"


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose own format is 3."""
    monkeypatch.setattr(migration, "STEPS", (rename_server, add_port))


@pytest.mark.usefixtures("two_steps")
def test_that_an_old_file_goes_through_every_step_in_turn() -> None:
    tree: dict[str, Any] = {"server": {"url": "wss://gw.example"}}
    migrate(tree)
    assert tree == {"gateway": {"url": "wss://gw.example:8765"}, "format": 3}


@pytest.mark.usefixtures("two_steps")
def test_that_a_file_begins_at_its_own_format() -> None:
    tree: dict[str, Any] = {"format": 2, "gateway": {"url": "wss://gw.example"}}
    migrate(tree)
    assert tree == {"gateway": {"url": "wss://gw.example:8765"}, "format": 3}


@pytest.mark.usefixtures("two_steps")
@pytest.mark.parametrize("number", [3, 4, 99])
def test_that_current_and_newer_files_are_left_as_they_are(number: int) -> None:
    tree: dict[str, Any] = {"format": number, "server": {"url": "x"}}
    migrate(tree)
    assert tree == {"format": number, "server": {"url": "x"}}
    assert is_newer(tree) is (number > 3)


@pytest.mark.parametrize("value", ["2", 0, -1, 1.5, []])
def test_that_a_number_that_means_nothing_is_the_first_format(value: object) -> None:
    assert format_of({"format": value}) == 1


def test_that_a_new_file_says_its_format(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "client.toml")
    file.save(ClientSettings(gateway=GatewaySettings(url="wss://gw.example")))
    assert file.path.read_text().startswith(f"format = {len(migration.STEPS) + 1}\n")
    assert file.load().problems == ()


@pytest.mark.usefixtures("two_steps")
def test_that_an_older_file_is_written_in_the_new_format_and_keeps_its_comments(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "client.toml")
    file.path.write_text('# ours\n[tv]\nscreen = "HDMI-1"\n[server]\nurl = "wss://gw.example"\n')
    loaded = file.load().settings
    assert loaded.gateway.url == "wss://gw.example:8765"
    file.save(ClientSettings(gateway=loaded.gateway, tv=TvSettings(screen="DP-2")))
    text = file.path.read_text()
    assert "# ours" in text
    assert "server" not in text
    assert text.index("format = 3") < text.index("[tv]")
    assert file.load().settings == ClientSettings(gateway=loaded.gateway, tv=TvSettings(screen="DP-2"))


def test_that_a_newer_programs_file_is_read_but_never_written(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "client.toml")
    newer = len(migration.STEPS) + 2
    content = f'format = {newer}\n[gateway]\nurl = "wss://gw.example"\nnew = "unknown here"\n[later]\nx = 1\n'
    file.path.write_text(content)
    loaded = file.load()
    assert loaded.settings.gateway.url == "wss://gw.example"
    assert "newer Wallboard" in loaded.problems[0]
    with pytest.raises(ConfigError, match="newer Wallboard"):
        file.save(ClientSettings(gateway=GatewaySettings(url="wss://other.example")))
    assert file.path.read_text() == content
