"""Formats log lines: always on one line, and for a screen's log without numbers and secrets."""

import logging
import re
import sys
from copy import copy
from enum import StrEnum
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_PRIVATE = re.compile(
    r"(?P<address>\b\d{1,3}(?:\.\d{1,3}){3}\b)|wb_[\w-]{6,}|\+?\d(?:[\s./()-]{0,2}\d){6,}", re.ASCII
)
"""A token, and seven digits or more with whatever people write between them: a caller's number, a time at worst.
An IP address alone stays."""

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def number(self) -> int:
        """Returns the level as the number in `logging`."""
        return logging.getLevelNamesMapping()[self.name]


class OneLine(logging.Formatter):
    """Formats a record's text on one line: names in it cannot add lines."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The line; a stack trace comes after it."""
        line = super().formatMessage(record)
        return line if line.isprintable() else "".join(map(_printable, line))


class MaskedLine(OneLine):
    """A line, and the stack trace after it, without numbers and tokens."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """The line."""
        masked = copy(record)
        masked.message = masked_text(record.message)
        return super().formatMessage(masked)

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 - logging's own name
        """The stack trace."""
        return masked_text(super().formatException(ei))


def masked_text(text: str) -> str:
    """Returns ``text`` with dots in place of possible numbers or tokens."""
    return _PRIVATE.sub(lambda found: found["address"] or "…", text)


def set_level(level: int) -> None:
    """Log from ``level`` on; the libraries never below INFO, since they write whole frames there."""
    logging.getLogger().setLevel(max(level, logging.INFO))
    for name in ("wallboard", "qt"):
        logging.getLogger(name).setLevel(level)


def stderr_handler(level: int, formatter: logging.Formatter) -> list[logging.Handler]:
    """A handler for stderr from ``level`` on; none in a windowed program on Windows, which has no stderr."""
    if sys.stderr is None:
        return []
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(formatter)
    return [handler]


def _printable(char: str) -> str:
    return char if char.isprintable() else char.encode("unicode_escape").decode()
