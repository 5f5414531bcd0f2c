"""The command line: what it knows, and how it words a mistake."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wallboard import __version__
from wallboard.app import cli
from wallboard.app.options import DemoOptions, GatewayOptions, WindowOptions
from wallboard.domain.errors import ConfigError
from wallboard.host.log_lines import LogLevel
from wallboard.host.paths import log_dir
from wallboard.settings.language import SYSTEM, Language, codes


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture(autouse=True)
def logs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, LogLevel | None]]:
    """Where a window would log, and how much; the tests' own logging stays as it is."""
    started: list[tuple[Path | None, LogLevel | None]] = []
    monkeypatch.setattr("wallboard.host.window_log.start_window_log", lambda *how: started.append(how))
    return started


def test_that_the_version_is_told(runner: CliRunner) -> None:
    result = runner.invoke(cli.main, ["--version"])
    assert result.exit_code == 0
    assert __version__ in result.output


def test_that_help_lists_every_command(runner: CliRunner) -> None:
    result = runner.invoke(cli.main, ["--help"])
    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in ("demo", "tv", *cli.LAZY))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--size", "big"], "Example: 1920x1080"),
        (["demo", "--size", "100x100"], "out of range"),
        (["demo", "--agents", "0"], "--agents"),
        (["demo", "--crisis", "rain"], "rain"),
        (["demo", "--speed", "nan"], "'nan' is not a number"),
        (["demo", "--after", "nan"], "'nan' is not a number"),
        (["tv", "--token-file", "/nonexistent"], "does not exist"),
        (["dance"], "dance"),
    ],
)
def test_that_a_mistake_is_told_in_words(runner: CliRunner, arguments: list[str], words: str) -> None:
    result = runner.invoke(cli.main, arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_that_an_error_a_user_can_act_on_has_no_traceback(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_window: WindowOptions, _gateway: GatewayOptions) -> int:
        raise ConfigError("There is no display")

    monkeypatch.setattr("wallboard.app.desk.run_desk", refuse)
    result = runner.invoke(cli.main, [])
    assert result.exit_code == 1
    assert result.output == "Error: There is no display\n"


def test_that_without_a_command_the_desk_opens(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[WindowOptions, GatewayOptions]] = []

    def note(window: WindowOptions, gateway: GatewayOptions) -> int:
        seen.append((window, gateway))
        return 0

    monkeypatch.setattr("wallboard.app.desk.run_desk", note)
    result = runner.invoke(cli.main, ["--gateway", "wss://gw", "--size", "1366x768"])
    assert result.exit_code == 0
    assert seen == [(WindowOptions(size=(1366, 768)), GatewayOptions(url="wss://gw"))]


def test_that_the_tv_takes_a_screen(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(window: WindowOptions, _gateway: GatewayOptions, _queue: str) -> int:
        seen.append(window.screen)
        return 4

    monkeypatch.setattr("wallboard.app.tv.run_tv", note)
    assert runner.invoke(cli.main, ["tv", "--screen", "1"]).exit_code == 4
    assert seen == ["1"]


def test_that_the_demo_hands_on_what_was_asked(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[DemoOptions, WindowOptions, bool]] = []

    def note(demo: DemoOptions, window: WindowOptions, *, is_tv: bool) -> int:
        seen.append((demo, window, is_tv))
        return 0

    monkeypatch.setattr("wallboard.app.demo.run_demo", note)
    arguments = ["demo", "--tv", "--agents", "9", "--seed", "3", "--crisis", "flood", "--screenshot", "a.png"]
    assert runner.invoke(cli.main, arguments).exit_code == 0
    wanted = DemoOptions(agents=9, seed=3, crisis="flood")
    assert seen == [(wanted, WindowOptions(screenshot=Path("a.png")), True)]


def test_that_every_crisis_of_the_simulator_can_be_asked_for() -> None:
    from wallboard.pbx.simulator.options import Crisis

    assert list(cli.CRISES) == [str(crisis) for crisis in Crisis]


@pytest.mark.parametrize("arguments", [["--language", "lt", "demo"], ["demo", "--language", "lt"]])
def test_that_the_language_can_be_asked_for_before_and_after_the_command(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    seen: list[Language | None] = []

    def note(_demo: DemoOptions, window: WindowOptions, *, is_tv: bool) -> int:
        seen.append(window.language)
        return 0

    monkeypatch.setattr("wallboard.app.demo.run_demo", note)
    assert runner.invoke(cli.main, arguments).exit_code == 0
    assert seen == ["lt"]


def test_that_a_language_that_is_not_spoken_is_told_with_those_that_are(runner: CliRunner) -> None:
    result = runner.invoke(cli.main, ["tv", "--language", "tlh"])
    assert result.exit_code == 2
    assert all(language in result.output for language in (SYSTEM, *codes()))


def test_that_help_calls_the_program_by_its_name_however_it_is_started() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "wallboard", "tv", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.startswith("Usage: wallboard tv ")


@pytest.mark.parametrize(
    ("arguments", "place", "level"),
    [
        ([], log_dir() / "desk.log", None),
        (["--log-level", "debug"], log_dir() / "desk.log", LogLevel.DEBUG),
        (["tv", "--log-level", "error"], log_dir() / "tv.log", LogLevel.ERROR),
        (["--log-level", "warning", "demo"], log_dir() / "demo.log", LogLevel.WARNING),
        (["demo", "--screenshot", "a.png"], None, None),
    ],
)
def test_that_each_window_has_its_log(
    runner: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    logs: list[tuple[Path | None, LogLevel | None]],
    arguments: list[str],
    place: Path | None,
    level: LogLevel | None,
) -> None:
    for name in ("desk", "tv", "demo"):
        monkeypatch.setattr(f"wallboard.app.{name}.run_{name}", lambda *_, **__: 0)
    assert runner.invoke(cli.main, arguments).exit_code == 0
    assert logs == [(place, level)]


@pytest.mark.parametrize("command", [[], ["tv"], ["demo"], ["gateway"]])
def test_that_help_says_where_the_log_is(runner: CliRunner, command: list[str]) -> None:
    words = "".join(runner.invoke(cli.main, [*command, "--help"]).output.split())
    assert "--log-level" in words
    assert str(log_dir()) in words
