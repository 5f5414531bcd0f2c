"""Writes files in one step: at every moment the content is the new or the old one."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600


def write_whole(
    path: Path,
    content: str | bytes,
    mode: int = PRIVATE,
    owner: os.stat_result | None = None,
    *,
    is_only_writer: bool = False,
) -> None:
    """Replaces ``path``, or creates it with its folder; raises `OSError` and leaves the old one as it was.

    At no moment can others read what only its owner may. Root gives the file to ``owner``, if there is one. If it
    ``is_only_writer`` of the file, it leaves at most one incomplete file beside it, however often it is killed.
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = _opened(path, is_only_writer=is_only_writer)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if owner is not None and sys.platform != "win32":
            with suppress(PermissionError):  # only root can, and only root has to
                os.chown(fresh, owner.st_uid, owner.st_gid)
        if mode != PRIVATE:
            fresh.chmod(mode)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _opened(path: Path, *, is_only_writer: bool) -> tuple[int, Path]:
    """Returns a new file beside ``path``, which only its owner can read."""
    if is_only_writer:
        fresh = path.with_name(f"{path.name}.new")
        return os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), fresh
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    return descriptor, Path(name)
