"""The program's log: a file that rotates, and stderr. A full or hanging disk costs the log, never the program."""

import logging
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from wallboard.host.disk_thread import DiskThread
from wallboard.host.log_lines import OneLine, set_level, stderr_handler

logger = logging.getLogger(__name__)

FILE_BYTES = 5 * 1024 * 1024
FILES_KEPT = 5
FILE_MODE = 0o640
RETRY_S = 30.0
PENDING_MAX = 5_000
CLOSE_S = 1.0


class LogFile(RotatingFileHandler):
    """A log file; a failure to write is reported once, and retried every half minute."""

    def __init__(self, path: Path, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._retry_s: float | None = None
        self._left_out = 0
        self._is_abandoned = False
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)

    def abandon(self) -> None:
        """Abandons the file to a thread that a hanging disk blocks: no more is written or awaited."""
        self.lock = None
        self._is_abandoned = True

    def flush(self) -> None:
        """Every line is flushed as it is written."""

    def close(self) -> None:
        """End the file."""
        if not self._is_abandoned:
            super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record, or drops it while the file cannot be written."""
        if self._retry_s is not None and self._now_s() < self._retry_s:
            self._left_out += 1
            return
        try:
            self._write(record)
        except OSError as error:
            self._suspend(error)
        except Exception:  # noqa: BLE001 - logging's own way with a record that cannot be formatted: show it on stderr
            self.handleError(record)
        else:
            self._resume()

    def _write(self, record: logging.LogRecord) -> None:
        if self.stream is None:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
            self.stream = self._open()
        if self.shouldRollover(record):
            self.doRollover()
            self.stream = self._open()
        self.stream.write(self.format(record) + self.terminator)
        self.stream.flush()

    def _open(self) -> TextIOWrapper:
        """Opens the file for this user and an assigned group: a log names people and their calls."""
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        if sys.platform != "win32" and os.fstat(descriptor).st_mode & stat.S_IRWXO:
            with suppress(OSError):  # another user's file, which may be writable all the same
                os.fchmod(descriptor, FILE_MODE)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def _suspend(self, error: OSError) -> None:
        first = self._retry_s is None
        self._left_out += 1
        self._retry_s = self._now_s() + RETRY_S
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):  # the rest of its buffer does not fit on the disk either
                stream.close()
        if first:  # comes back here and is left out, and goes to stderr
            logger.warning(
                "The log file %s cannot be written (%s). Wallboard continues without it and retries every "
                "%.0f seconds: free some disk space or check the permissions.",
                self.baseFilename,
                error.strerror or error,
                RETRY_S,
            )

    def _resume(self) -> None:
        if self._retry_s is not None:
            left_out, self._left_out, self._retry_s = self._left_out, 0, None
            logger.warning("The log file can be written again; %d lines are missing before this one.", left_out)


class Aside(logging.Handler):
    """Writes a log file by a thread, so that a disk that hangs does not block callers.

    Attributes:
        disk: the thread.
    """

    def __init__(self, file: LogFile) -> None:
        super().__init__(file.level)
        self._file = file
        self.disk = DiskThread("log")
        self._left_out = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Queues a record as it is now, or drops it where too many wait."""
        if self.disk.pending >= PENDING_MAX:
            self._left_out += 1
            return
        if self._left_out:
            left_out, self._left_out = self._left_out, 0
            words = f"{left_out} lines are missing before this one: the log's disk did not answer"
            self._write(logging.LogRecord(__name__, logging.WARNING, __file__, 0, words, None, None))
        said = copy(record)
        try:
            said.msg, said.args = record.getMessage(), None
        except Exception:  # noqa: BLE001 - logging's own way with a record that cannot be formatted
            self.handleError(record)
        else:
            self._write(said)

    def _write(self, record: logging.LogRecord) -> None:
        # past the file's lock, which a disk that hangs would never give back
        self.disk.submit(lambda: self._file.emit(record))

    def close(self) -> None:
        """Writes the rest, if the disk takes it in time."""
        if self.disk.close(CLOSE_S):
            self._file.close()
        else:
            self._file.abandon()
        super().close()


def start_logging(path: Path | None, stderr_level: int = logging.INFO, level: int = logging.INFO) -> None:
    """Logs from ``level`` on to ``path`` (None: no file), and from ``stderr_level`` on to stderr if present."""
    handlers = stderr_handler(stderr_level, OneLine())
    if path is not None:
        file = LogFile(path)
        file.setFormatter(OneLine())
        handlers.append(Aside(file))
    logging.basicConfig(handlers=handlers, force=True)
    set_level(level)
