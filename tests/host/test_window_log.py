"""The log of a window: a private file, opened with the first line; levels, and what libraries may say."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wallboard.host.log_lines import LogLevel
from wallboard.host.window_log import WindowLog, start_window_log, wait_for_log

log = logging.getLogger("wallboard.test")


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Logging and the hooks are as before afterwards."""
    root, names = logging.getLogger(), ("wallboard", "qt")
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root.handlers.clear()
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in names:
        logging.getLogger(name).setLevel(logging.NOTSET)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def test_that_the_file_is_there_with_the_first_line_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "desk.log"
    start_window_log(path, None)
    assert not path.exists()
    log.info("live on %s", "wss://gw")
    wait_for_log(5)
    assert path.read_text().endswith(" INFO wallboard.test: live on wss://gw\n")


def test_that_a_fault_is_in_the_file_without_the_callers_number(tmp_path: Path) -> None:
    start_window_log(tmp_path / "desk.log", None)
    sys.excepthook(KeyError, KeyError("+351912345678"), None)
    wait_for_log(5)
    text = (tmp_path / "desk.log").read_text()
    assert "KeyError: '…'" in text
    assert "912" not in text


@pytest.mark.parametrize(
    ("level", "lines"),
    [(None, ["b", "c", "d"]), (LogLevel.DEBUG, ["a", "b", "c", "d"]), (LogLevel.ERROR, ["d"])],
)
def test_that_the_level_says_how_much_is_logged(tmp_path: Path, level: LogLevel | None, lines: list[str]) -> None:
    start_window_log(tmp_path / "desk.log", level)
    for number, word in ((10, "a"), (20, "b"), (30, "c"), (40, "d")):
        log.log(number, "%s", word)
    logging.getLogger("websockets").debug("> TEXT the token")
    wait_for_log(5)
    assert [line[-1] for line in (tmp_path / "desk.log").read_text().splitlines()] == lines


def test_that_stderr_has_warnings_or_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    start_window_log(None, None)
    log.info("quiet")
    assert capsys.readouterr().err == ""
    start_window_log(None, LogLevel.INFO)
    log.info("loud")
    assert "loud" in capsys.readouterr().err


def test_that_a_log_that_nothing_was_written_to_is_closed_without_a_file(tmp_path: Path) -> None:
    handler = WindowLog(tmp_path / "desk.log")
    assert handler.wait(0)
    handler.close()
    assert list(tmp_path.iterdir()) == []


def test_that_it_is_ready_before_anything_of_the_network_is_loaded() -> None:
    code = "import sys, wallboard.host.window_log; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=True, capture_output=True, text=True)
    assert {"socket", "asyncio", "logging.handlers", "wallboard.host.logs"}.isdisjoint(done.stdout.split())
