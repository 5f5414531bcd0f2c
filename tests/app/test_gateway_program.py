"""``wallboard-gateway``: the gateway's commands, without Qt."""

import subprocess
import sys

from wallboard import __version__

PROGRAM = """
import sys
from wallboard.app.gateway_program import main
try:
    main()
finally:
    sys.stderr.write(str("PySide6" in sys.modules))
"""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)


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
