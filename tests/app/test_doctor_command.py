"""``wallboard doctor``: its words, its JSON and its exit status."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wallboard.app.cli import main
from wallboard.app.doctor_command import WIDTH, report
from wallboard.pbx.asterisk.findings import note, ok, problem, warning


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A configuration whose PBX is at a port where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    secret = tmp_path / "secret"
    secret.write_text("s")
    secret.chmod(0o600)
    path = tmp_path / "gateway.toml"
    path.write_text(
        f"[pbx]\nkind = 'asterisk'\nhost = '127.0.0.1'\nport = {port}\nuser = 'wb'\nsecret_file = '{secret}'\n"
    )
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["doctor", *map(str, words)])


def test_that_a_pbx_that_is_not_there_ends_with_1_and_what_to_do(path: Path) -> None:
    result = run("--config", path)
    assert result.exit_code == 1
    assert "problem  Nothing listens at 127.0.0.1:" in result.stdout
    assert "-> manager.conf, [general]: enabled = yes" in result.stdout


def test_that_json_has_the_same_findings(path: Path) -> None:
    result = run("--config", path, "--json")
    assert result.exit_code == 1
    reach, site = json.loads(result.stdout)
    assert (reach["check"], reach["grade"]) == ("reach", "problem")
    assert (site["check"], site["text"].partition(";")[0].rstrip(".")) == ("site", "Days begin at 00:00 UTC")


def test_that_a_pretend_pbx_needs_no_doctor(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text('[pbx]\nkind = "simulator"\n')
    result = run("--config", path)
    assert result.exit_code == 1
    assert "needs no doctor" in result.stderr


def test_that_the_verdict_counts_what_is_to_be_done() -> None:
    assert report([ok("a", "Fine."), note("b", "Know this.")]).endswith("\n\nWallboard can be used.")
    assert report([warning("a", "Hm.", "x = 1")]).endswith("Wallboard can be used; 1 to look at.")
    assert report([problem("a", "No.", "x = 1"), warning("a", "Hm.", "y")]).endswith(
        "1 to put right, 1 to look at."
    )


def test_that_long_findings_are_wrapped_below_their_grade() -> None:
    lines = report([problem("a", "word " * 60, "remedy " * 40)]).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[1].startswith("         word")
