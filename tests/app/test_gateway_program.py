"""``wallboard-gateway``: the gateway's commands, without Qt."""

import subprocess
import sys
from pathlib import Path

import pytest

from wallboard import __version__

WITHOUT_HOME = """
import os.path
os.path.expanduser = lambda path: path
"""
"""What a service's user has: nothing that ``~`` could stand for."""
PROGRAM = """
import sys
from wallboard.app.gateway_program import main
try:
    main()
finally:
    sys.stderr.write(str("PySide6" in sys.modules))
"""


def run(*words: str, program: str = PROGRAM) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)


def test_that_it_tells_its_version_and_its_own_name_without_loading_qt() -> None:
    done = run("--version")
    assert done.stdout.strip() == f"wallboard-gateway, version {__version__}"
    assert done.stderr.endswith("False")


def test_that_it_has_the_gateways_commands() -> None:
    done = run("--help")
    assert done.stdout.startswith("Usage: wallboard-gateway ")
    assert "token" in done.stdout


def test_that_a_server_can_ask_the_doctor_and_the_manual_without_qt() -> None:
    done = run("help")
    assert "connect-asterisk" in done.stdout
    assert done.stderr.endswith("False")
    assert "doctor" in run("--help").stdout
    assert "--probe-queue" in run("doctor", "--help").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a user without a home folder is a service's of systemd")
@pytest.mark.parametrize("command", ["init", "doctor", "token"])
def test_that_a_service_without_a_home_folder_can_be_given_all_commands(command: str, tmp_path: Path) -> None:
    config = tmp_path / "gateway.toml"
    done = run("--config", str(config), command, "--help", program=WITHOUT_HOME + PROGRAM)
    assert done.returncode == 0, done.stderr
