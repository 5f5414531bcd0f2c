"""``wallboard doctor``: its words, its JSON and its exit status."""

import asyncio
import json
import os
import re
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.lab.fixtures import Pbx
from wallboard.app.cli import main
from wallboard.app.doctor_command import WIDTH, report
from wallboard.pbx.findings import note, ok, problem, warning


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
    assert "There is nothing to check on a PBX of kind simulator" in result.stderr


TWO = """
[sources.lisbon]
kind = "simulator"
[sources.porto]
kind = "asterisk"
host = "127.0.0.1"
port = {port}
user = "wb"
"""


def test_that_each_pbx_is_looked_at_and_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = re.findall(r"port = (\d+)", path.read_text())[0]
    path.write_text(TWO.format(port=port))
    monkeypatch.setenv("WALLBOARD_PORTO_SECRET", "s")
    result = run("--config", path)
    assert result.exit_code == 1
    lisbon, porto = (result.stdout.index(f"{name}:\n") for name in ("lisbon", "porto"))
    assert lisbon < result.stdout.index("nothing to check on a PBX of kind simulator") < porto
    assert porto < result.stdout.index("Nothing listens at 127.0.0.1:")
    found = json.loads(run("--config", path, "--json").stdout)
    assert [(one["check"], one["source"]) for one in found] == [
        ("reach", "lisbon"),
        ("reach", "porto"),
        ("site", ""),
    ]


def test_that_a_pbx_without_a_secret_is_told_and_the_others_are_looked_at(path: Path) -> None:
    path.write_text(TWO.format(port=1))
    result = run("--config", path)
    assert "nothing to check on a PBX of kind simulator" in result.stdout
    assert "There is no secret for the user 'wb'" in result.stdout


def test_that_one_of_several_can_be_looked_at_alone(path: Path) -> None:
    path.write_text(TWO.format(port=1))
    result = run("--config", path, "--source", "lisbon")
    assert "nothing to check on a PBX of kind simulator" in result.stdout
    assert "no secret" not in result.stdout
    assert "--source NAME" in run("--config", path, "--probe-queue", "sales").stderr


def test_that_the_verdict_counts_what_is_to_be_done() -> None:
    assert report([ok("a", "Fine."), note("b", "Know this.")]).endswith("\n\nWallboard can be used.")
    assert report([warning("a", "Hm.", "x = 1")]).endswith("Wallboard can be used; 1 to review.")
    assert report([problem("a", "No.", "x = 1"), warning("a", "Hm.", "y")]).endswith("1 to fix, 1 to review.")


def test_that_long_findings_are_wrapped_below_their_grade() -> None:
    lines = report([problem("a", "word " * 60, "remedy " * 40)]).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[1].startswith("         word")


def test_that_lines_to_copy_stay_whole_and_below_each_other() -> None:
    line = f'#include "{"x" * WIDTH}" # it'
    lines = report([note("a", "Know this.", f"there:\n{line}\nb = 2")]).splitlines()
    assert lines[1:4] == ["         -> there:", f"            {line}", "            b = 2"]


def test_that_a_report_is_written_for_its_owner_alone_and_said_to_hold_no_secrets(
    path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.txt"
    result = run("--config", path, "--report", target)
    assert result.exit_code == 1
    assert "Nothing listens" in result.stdout
    assert f"The report is in {target}. It contains no secrets and no phone numbers" in result.stderr
    assert target.read_text().startswith("# Wallboard report")
    if os.name == "posix":
        assert target.stat().st_mode & 0o777 == 0o600


def test_that_a_report_may_go_to_the_standard_output_alone(path: Path) -> None:
    result = run("--config", path, "--report", "-")
    assert result.stdout.startswith("# Wallboard report")
    assert "problem  reach: Nothing listens" in result.stdout
    assert result.stdout.count("Nothing listens") == 1
    assert "no secrets and no phone numbers" in result.stderr


def test_that_two_texts_are_not_mixed_on_the_standard_output(path: Path) -> None:
    result = run("--config", path, "--report", "-", "--json")
    assert result.exit_code == 2
    assert "name a file" in result.stderr


def test_that_a_report_that_cannot_be_written_says_why(path: Path, tmp_path: Path) -> None:
    result = run("--config", path, "--report", tmp_path / "none" / "report.txt")
    assert "The report cannot be written" in result.stderr


@pytest.fixture
def of_freepbx(path: Path, freepbx: Pbx) -> Path:
    """A configuration whose PBX is the lab's, of FreePBX's shape."""
    lines = path.read_text().replace("'wb'", "'wallboard'").splitlines()
    path.write_text("\n".join(f"port = {freepbx.port}" if line.startswith("port") else line for line in lines))
    path.with_name("secret").write_text(freepbx.secret)
    return path


@pytest.mark.pbx
@pytest.mark.timeout(60)
async def test_that_a_report_of_a_real_pbx_has_no_number_of_it(freepbx: Pbx, of_freepbx: Path) -> None:
    async with freepbx.callers() as callers, freepbx.agents() as agents:
        caller = await callers.call("600", "+351912345678")
        await agents.answered("1001")
        result = await asyncio.to_thread(run, "--config", of_freepbx, "--report", "-")
        caller.hang_up()
    # a gateway's log, where one ever ran on this machine, has dates
    told = result.stdout.partition("## Findings")[2].partition("## The gateway's latest log lines")[0]
    assert "Local/1xxx@from-queue/n (hint:1xxx@ext-local), static" in told
    assert not re.search(r"\d{3}", told)
    for planted in ("912345678", "1001", "Ana Souza", "Jonas", freepbx.secret):
        assert planted not in result.stdout
