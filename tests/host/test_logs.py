"""The log: written to a file that rotates; a full disk is told once and costs nothing else."""

import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wallboard.host import logs
from wallboard.host.logs import Aside, LogFile, start_logging

logger = logging.getLogger("test")


@pytest.fixture
def log_to() -> Iterator[Callable[[logging.Handler], None]]:
    """Adds a handler to the root logger until the test ends."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.setLevel(logging.INFO)
    yield root.addHandler
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


class Clock:
    """Seconds that the test turns."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


Add = Callable[[logging.Handler], None]


def until(so: Callable[[], bool]) -> None:
    while not so():
        threading.Event().wait(0.002)


def test_that_lines_are_in_the_file_whose_folder_is_made(log_to: Add, tmp_path: Path) -> None:
    path = tmp_path / "new" / "wallboard.log"
    log_to(LogFile(path))
    logger.info("olá, %s", "world")
    assert "olá, world" in path.read_text(encoding="utf-8")


def test_that_a_file_rotates_and_only_so_many_are_kept(
    log_to: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 200)
    log_to(LogFile(tmp_path / "wallboard.log"))
    for number in range(100):
        logger.info("line %d of a log that goes on and on", number)
    assert len(list(tmp_path.iterdir())) == logs.FILES_KEPT + 1
    kept = [line for path in tmp_path.iterdir() for line in path.read_text().splitlines()]
    assert sorted(kept)[-15:] == [f"line {n} of a log that goes on and on" for n in range(85, 100)]
    assert all(path.stat().st_size <= 200 for path in tmp_path.iterdir())


def full_disk(path: Path) -> Path:
    path.symlink_to("/dev/full")
    return path


def no_folder(path: Path) -> Path:
    path.write_text("a file where the folder should be")
    return path / "wallboard.log"


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(full_disk, marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")),
        no_folder,
    ],
)
def test_that_a_log_that_cannot_be_written_is_told_once_and_the_program_goes_on(
    log_to: Add, tmp_path: Path, place: Callable[[Path], Path], caplog: pytest.LogCaptureFixture
) -> None:
    path = place(tmp_path / "log")
    log_to(LogFile(path, Clock()))
    for number in range(1_000):
        logger.info("line %d", number)
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert str(path) in warnings[0]
    assert "free some disk space" in warnings[0]


def test_that_the_log_goes_on_when_there_is_room_and_says_what_is_missing(log_to: Add, tmp_path: Path) -> None:
    path = no_folder(tmp_path / "log")
    clock = Clock()
    log_to(LogFile(path, clock))
    for _ in range(5):
        logger.info("lost")
    path.parent.unlink()
    logger.info("lost too: it is not tried yet")
    clock.now_s = logs.RETRY_S
    logger.info("kept")
    text = path.read_text()
    assert "kept" in text
    assert "7 lines are missing" in text  # the warning itself is one of them
    assert "lost" not in text


def test_that_a_line_that_cannot_be_put_together_harms_nothing(
    log_to: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = LogFile(tmp_path / "wallboard.log")
    record = logging.LogRecord("test", logging.INFO, "x", 1, "%d", ("not a number",), None)
    handler.handle(record)
    handler.close()
    assert "Logging error" in capsys.readouterr().err


def test_that_logging_goes_to_the_file_and_from_a_level_on_to_stderr(
    log_to: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path / "wallboard.log", logging.WARNING)
    logger.info("for the file")
    logger.warning("for both")
    err = capsys.readouterr().err
    assert "for both" in err
    assert "for the file" not in err
    logging.getLogger().handlers[-1].close()
    text = (tmp_path / "wallboard.log").read_text()
    assert "for the file" in text
    assert "for both" in text


def test_that_nobody_who_is_named_in_a_line_writes_one_of_his_own(
    log_to: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path / "wallboard.log")
    try:
        int("no number")
    except ValueError:
        logger.exception("%s was refused", "Zoë\r\n2026-11-28 INFO gateway: sue signed in\x1b[2J\u2028\u202e")
    logging.getLogger().handlers[-1].close()
    for text in (capsys.readouterr().err, (tmp_path / "wallboard.log").read_text()):
        first, *trace = text.splitlines()
        assert first.endswith(r"Zoë\r\n2026-11-28 INFO gateway: sue signed in\x1b[2J\u2028\u202e was refused")
        assert trace[-1].startswith("ValueError: ")


def test_that_a_program_without_stderr_logs_to_its_file(
    log_to: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", None)
    start_logging(tmp_path / "wallboard.log")
    logger.info("all alone")
    logging.getLogger().handlers[-1].close()
    assert "all alone" in (tmp_path / "wallboard.log").read_text()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")
def test_that_nobody_else_reads_the_log(log_to: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 200)
    (tmp_path / "wallboard.log").touch(0o644)  # an older Wallboard's
    log_to(LogFile(tmp_path / "wallboard.log"))
    for _ in range(5):
        logger.info("Dana listened to Chloé, who talked with a caller")
    files = sorted(tmp_path.iterdir())
    assert len(files) > 1
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o640] * len(files)


def test_that_a_line_for_the_thread_that_cannot_be_put_together_harms_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    aside = Aside(LogFile(tmp_path / "wallboard.log"))
    aside.handle(logging.LogRecord("test", logging.INFO, "", 0, "%d", ("no number",), None))
    aside.handle(logging.LogRecord("test", logging.INFO, "", 0, "%d", (7,), None))
    aside.close()
    assert "Logging error" in capsys.readouterr().err
    assert (tmp_path / "wallboard.log").read_text() == "7\n"


@pytest.mark.skipif(os.name != "posix", reason="a FIFO stands for the disk that hangs")
def test_that_a_disk_that_hangs_holds_up_nobody_and_is_told_when_it_is_back(
    log_to: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "PENDING_MAX", 3)
    path = tmp_path / "wallboard.log"
    os.mkfifo(path)  # opened for writing it waits for a reader
    aside = Aside(LogFile(path))
    log_to(aside)
    logger.info("line 0")
    until(lambda: aside.disk.busy_s > 0)
    for number in range(1, 10):
        logger.info("line %d", number)
    with path.open() as reader:
        assert reader.readline() == "line 0\n"
        assert "line 3" in "".join(reader.readline() for _ in range(3))
        logger.info("line 10")
        assert reader.readline() == "6 lines are missing before this one: the log's disk did not answer\n"
        assert reader.readline() == "line 10\n"
        aside.close()


@pytest.mark.skipif(os.name != "posix", reason="a FIFO stands for the disk that hangs")
def test_that_the_end_of_the_program_does_not_wait_for_a_disk_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "CLOSE_S", 0.05)
    path = tmp_path / "wallboard.log"
    os.mkfifo(path)
    file = LogFile(path)
    aside = Aside(file)
    aside.handle(logging.LogRecord("test", logging.INFO, "", 0, "the last word", None, None))
    aside.close()
    file.acquire()
    file.close()
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # lets the thread go on to its end
    until(lambda: aside.disk.is_idle)
    os.close(reader)
    assert file.stream is not None
    file.stream.close()
