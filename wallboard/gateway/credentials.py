"""Files that only root may read, as systemd hands them to the gateway's service."""

import os
from collections.abc import Mapping
from pathlib import Path

from wallboard.host.paths import machine_config_dir


def credential(name: str, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The file of the credential called ``name``; None where there is none, or only the unit's blank stand-in."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        return None
    path = Path(directory) / name
    return path if path.is_file() and path.read_bytes().strip() else None


def original(path: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """The file that a person edits where ``path`` is systemd's copy of it, else ``path`` itself."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    return machine_config_dir() / path.name if directory and path.parent == Path(directory) else path
