"""Files that are whole at every moment, and what happens to one that cannot be used: it is laid aside, not lost."""

import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)


UNREADABLE = (ValueError, RecursionError)
"""What reading a malformed file raises beside `OSError`: no UTF-8, no TOML or JSON, nested too deep."""


def lay_aside(path: Path) -> Path:
    """Move a malformed file out of the way under a name that was not there; where that fails it stays."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        return path.rename(aside)
    except OSError:
        log.warning("%s could not be renamed to %s", path, aside.name)
        return path


def write_whole(path: Path, content: str) -> None:
    """Replace ``path`` by ``content``, readable for its owner alone; raises `OSError` and leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
