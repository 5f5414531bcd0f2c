"""The log of a window: a file that rotates, opened with the first line, so that no start waits for it."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.host.faults import log_faults
from wallboard.host.log_lines import LogLevel, MaskedLine, set_level, stderr_handler

if TYPE_CHECKING:
    from wallboard.host.logs import Aside


class WindowLog(logging.Handler):
    """Writes to ``path`` by a thread of its own, which the first line starts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: Aside | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Queues a record."""
        if self._file is None:
            from wallboard.host.logs import Aside, LogFile  # noqa: PLC0415 - start-up time

            file = LogFile(self._path)
            file.setFormatter(MaskedLine())
            self._file = Aside(file)
        self._file.emit(record)

    def wait(self, within_s: float) -> bool:
        """Waits until all is written; returns whether it was in time."""
        return self._file is None or self._file.disk.close(within_s)

    def close(self) -> None:
        """Writes the rest, if the disk takes it in time."""
        if self._file is not None:
            self._file.close()
        super().close()


def start_window_log(path: Path | None, level: LogLevel | None) -> None:
    """Logs to ``path`` (None: to no file), from INFO or ``level`` on, and every fault.

    stderr has warnings, or what ``level`` asks for.
    """
    handlers = stderr_handler(logging.WARNING if level is None else level.number, MaskedLine())
    if path is not None:
        handlers.append(WindowLog(path))
    logging.basicConfig(handlers=handlers, force=True)
    set_level(logging.INFO if level is None else level.number)
    log_faults()


def wait_for_log(within_s: float) -> None:
    """Waits for the log before the process exits without its exit handlers."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, WindowLog):
            handler.wait(within_s)
