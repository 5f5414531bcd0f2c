"""Writes files in one step: at every moment the content is the new or the old one."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600


def write_whole(path: Path, content: str | bytes, mode: int = PRIVATE, owner: os.stat_result | None = None) -> None:
    """Replaces ``path``, or creates it with its folder; raises `OSError` and leaves the old one as it was.

    At no moment can others read what only its owner may. Root gives the file to ``owner``, where that is said.
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner alone
    fresh = Path(name)
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
