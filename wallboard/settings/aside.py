"""Moves a file that cannot be used aside, so that it is not lost."""

import logging
from pathlib import Path

log = logging.getLogger(__name__)


def move_aside(path: Path) -> Path:
    """Renames a malformed file to an unused name; where that fails it stays."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    try:
        return path.rename(aside)
    except OSError:
        log.warning("%s could not be renamed to %s", path, aside.name)
        return path
