"""Reads files that are named by people; a pipe, a device or a socket of that name would block for ever."""

import os
import stat
from pathlib import Path

NOT_REGULAR = "It is not a regular file"


def read_bytes(path: Path) -> bytes:
    """Returns a regular file's content; `OSError` for what is not one, or cannot be read."""
    with open(path, "rb", opener=_regular) as file:
        return file.read()


def read_text(path: Path) -> str:
    """Returns a regular file's text in UTF-8, without a byte order mark and with plain line ends."""
    return read_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def check_regular(path: Path) -> None:
    """Raises `OSError` where ``path`` cannot be read or is not a regular file: for what others will open."""
    with open(path, "rb", opener=_regular):
        pass


def _regular(path: str, flags: int) -> int:
    """Opens a file without waiting for the writer of a pipe; `OSError` where it is not a regular one."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, NOT_REGULAR, str(path))
    return descriptor
