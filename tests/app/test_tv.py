"""A TV's set-up: the command line first, then the administrator's file; and the start at login."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallboard.app.cli import main
from wallboard.app.options import GatewayOptions
from wallboard.app.tv import completed
from wallboard.settings.administrator import TvSetup

SETUP = TvSetup(gateway="wss://setup.example", token_file="/etc/wallboard/tv.token", ca_file="/etc/ca.pem")


def test_that_the_setup_says_what_the_command_line_leaves_open() -> None:
    assert completed(GatewayOptions(), SETUP) == GatewayOptions(
        url="wss://setup.example", token_file=Path("/etc/wallboard/tv.token"), ca_file=Path("/etc/ca.pem")
    )


def test_that_the_command_line_comes_first() -> None:
    options = GatewayOptions(url="wss://mine.example", token_file=Path("t"), ca_file=Path("c"))
    assert completed(options, SETUP) == options
    assert completed(options, TvSetup()) == options


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="freedesktop's way")
def test_that_the_start_at_login_keeps_the_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text("wb_x")
    words = [
        "tv",
        "--gateway",
        "wss://g.example",
        "--screen",
        "1",
        "--token-file",
        "token",
        "--start-at-login",
        "on",
    ]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    (entry,) = (tmp_path / "autostart").iterdir()
    line = next(line for line in entry.read_text().splitlines() if line.startswith("Exec="))
    assert line.endswith(f" tv --gateway wss://g.example --screen 1 --token-file {tmp_path}/token")
    assert CliRunner().invoke(main, ["tv", "--start-at-login", "off"]).exit_code == 0
    assert not entry.exists()
