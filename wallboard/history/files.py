"""Files of history: for the gateway's own user alone, and appended to completely or not at all."""

import errno
import os
from io import FileIO
from pathlib import Path


def make_private(directory: Path) -> None:
    """Creates a directory that only this user can read; callers' numbers are in it. Raises `OSError`."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)


def size_of(path: Path) -> int:
    """Returns the size of a file; 0 where that is unknown, as of a dangling link."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def append_lines(path: Path, lines: list[bytes]) -> int:
    """Appends lines to a file, all of them or, when the disk is full, none; returns how many bytes.

    They are on the disk when this returns, whatever happens to the machine; half a line that it left before stays
    a line of its own. Raises `OSError`.
    """
    content = b"".join(line + b"\n" for line in lines)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        if end and not _ends_in_line_break(path):
            content = b"\n" + content
        try:
            _write_all(file, content)
        except OSError:
            file.truncate(end)
            raise
    return len(content)


def _ends_in_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _write_all(file: FileIO, content: bytes) -> None:
    if file.write(content) < len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())
