"""Locks between processes: a file that one of them holds. They end with their process, however that ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Held(Exception):
    """Another process holds the lock."""


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds the lock file at ``path``, after all earlier waiters. Raises `OSError`."""
    with _open(path) as file:
        _lock(file, wait=True)
        yield


def hold(path: Path) -> IO[bytes]:
    """Takes the lock at ``path`` and returns a file that holds it until closed. Raises `Held`, and `OSError`."""
    file = _open(path)
    try:
        _lock(file, wait=False)
    except BaseException:
        file.close()
        raise
    return file


def _open(path: Path) -> IO[bytes]:
    """Opens the file for this user alone: no other user can then hold the lock."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


if sys.platform == "win32":
    import msvcrt

    _PLACE = 1 << 30
    """Far behind all content: what is locked cannot be read there."""

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        file.seek(_PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # waits for 10 s
        except PermissionError as error:
            if wait:
                raise
            raise Held from error

else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Held from error
