"""An entry that starts the TV at login: what is written for each system, and that it goes again."""

import plistlib
import sys
from pathlib import Path

import pytest

from wallboard.host.autostart import (
    TV_ENTRY,
    desktop_entry,
    forget_at_login,
    launch_agent,
    own_command,
    start_at_login,
)

on_linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="freedesktop's way")


@on_linux
def test_that_an_entry_is_written_for_this_user_and_removed_again(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    file = tmp_path / "autostart" / f"{TV_ENTRY}.desktop"
    assert start_at_login(TV_ENTRY, ["/usr/bin/wallboard", "tv"], environ) == str(file)
    assert "Exec=/usr/bin/wallboard tv\n" in file.read_text()
    forget_at_login(TV_ENTRY, environ, tmp_path / "none")
    assert not file.exists()
    forget_at_login(TV_ENTRY, environ, tmp_path / "none")


@on_linux
def test_that_a_user_can_say_no_to_what_the_administrator_starts_for_all(tmp_path: Path) -> None:
    machine = tmp_path / "machine"
    machine.mkdir()
    (machine / f"{TV_ENTRY}.desktop").write_text("[Desktop Entry]\n")
    forget_at_login(TV_ENTRY, {"XDG_CONFIG_HOME": str(tmp_path)}, machine)
    assert "Hidden=true" in (tmp_path / "autostart" / f"{TV_ENTRY}.desktop").read_text()


def test_that_arguments_with_blanks_and_signs_are_quoted_as_the_specification_wants() -> None:
    entry = desktop_entry(["/opt/my apps/wallboard", "tv", "--queue", '50% "off" $x\\y'])
    assert r'Exec="/opt/my apps/wallboard" tv --queue "50%% \\"off\\" \\$x\\\\y"' in entry


def test_that_a_launch_agent_runs_the_command_at_load() -> None:
    agent = plistlib.loads(launch_agent("org.example.tv", ["/Applications/Wallboard", "tv"]))
    assert agent["Label"] == "org.example.tv"
    assert agent["ProgramArguments"] == ["/Applications/Wallboard", "tv"]
    assert agent["RunAtLoad"] is True


def test_that_a_frozen_program_is_started_by_its_own_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_command() == [sys.executable, "-m", "wallboard"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == [sys.executable]
