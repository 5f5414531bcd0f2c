"""The demonstration starts anew when a source changes, with the same seed, and waits after a fault."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallboard.app import cli, reload
from wallboard.app.reload import CHANGED, Sources, run_again_and_again


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    (tmp_path / "board.py").write_text("one")
    (tmp_path / "notes.txt").write_text("one")
    return Sources((tmp_path,))


def test_that_a_written_new_or_removed_source_is_a_change_once(sources: Sources, tmp_path: Path) -> None:
    assert not sources.is_changed()
    os.utime(tmp_path / "board.py", ns=(1, 1))
    assert (sources.is_changed(), sources.is_changed()) == (True, False)
    (tmp_path / "more.py").write_text("")
    assert (sources.is_changed(), sources.is_changed()) == (True, False)
    (tmp_path / "more.py").unlink()
    assert (sources.is_changed(), sources.is_changed()) == (True, False)


def test_that_other_files_are_no_sources(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("two, and longer")
    assert not sources.is_changed()


def test_that_the_programs_own_sources_are_looked_at() -> None:
    seen = Sources()._seen
    assert str(Path(reload.__file__)) in seen
    assert len(seen) > 200


def test_that_each_start_has_the_same_arguments_and_one_seed(sources: Sources) -> None:
    codes, started = [CHANGED, CHANGED, 0], list[list[str]]()

    def start(arguments: list[str]) -> int:
        started.append(arguments)
        return codes.pop(0)

    assert run_again_and_again(["demo", "--reload", "--tv"], start, sources) == 0
    assert started[0] == started[1] == started[2]
    assert started[0][:4] == ["demo", "--reload", "--tv", "--seed"]


def test_that_a_given_seed_stays(sources: Sources) -> None:
    started: list[list[str]] = []

    def start(arguments: list[str]) -> int:
        started.append(arguments)
        return 0

    run_again_and_again(["demo", "--seed", "4"], start, sources)
    assert started == [["demo", "--seed", "4"]]


def test_that_after_a_fault_it_waits_for_a_change(
    sources: Sources, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload, "CHECK_S", 0.001)
    codes = [1, 0]

    def start(_arguments: list[str]) -> int:
        (tmp_path / "board.py").write_text("mended, and longer")
        os.utime(tmp_path / "board.py", ns=(len(codes), 1))
        return codes.pop(0)

    assert run_again_and_again(["demo"], start, sources) == 0
    assert "The program crashed" in capsys.readouterr().err


def test_that_the_first_process_watches_and_the_second_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallboard.host.window_log.start_window_log", lambda *_: None)
    monkeypatch.setattr(reload, "run_again_and_again", lambda _: 5)
    monkeypatch.setattr("wallboard.app.demo.run_demo", lambda options, *_, **__: 6 if options.is_reloaded else 7)
    assert CliRunner().invoke(cli.main, ["demo", "--reload"]).exit_code == 5
    monkeypatch.setenv(reload.CHILD, "1")
    assert CliRunner().invoke(cli.main, ["demo", "--reload"]).exit_code == 6
    assert CliRunner().invoke(cli.main, ["demo"]).exit_code == 7


def test_that_a_frozen_program_has_no_such_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    def command() -> None:
        """Nothing."""

    assert cli.reload_option(command) is command
