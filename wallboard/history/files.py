"""How history is written: for the gateway's own user alone, and a whole file or none of it."""

import errno
import os
from pathlib import Path


def make_private(directory: Path) -> None:
    """Make a directory that only this user can look into; callers' numbers are in it. Raises `OSError`."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or as it was before, whatever happens meanwhile. Raises `OSError`."""
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def append_line(path: Path, line: bytes) -> None:
    """Add one line to a file that only grows, all of it or, when the disk is full, nothing. Raises `OSError`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        if file.write(line + b"\n") <= len(line):
            file.truncate(end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
