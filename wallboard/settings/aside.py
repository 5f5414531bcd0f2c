"""What happens to a file that cannot be used: it is laid aside, not lost."""

import logging
from pathlib import Path

log = logging.getLogger(__name__)


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
