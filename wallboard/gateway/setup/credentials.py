"""Files that only root may read, as systemd passes them to the gateway's service.

systemd copies them at the service's start. ``wallboard-gateway reload``, run by it as root, copies them again.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from wallboard.host.paths import machine_config_dir

RENEWED = Path("/run/wallboard-gateway")
"""Root's own; the unit removes it with the service's end."""
NAMES = {"gateway.toml": "gateway.toml", "tls_key": "tls-key.pem"}
"""What a reload copies again: a credential's name, and its file's in the machine's configuration."""


def credential(name: str, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Returns the file of the credential ``name``; None without one, or with only the unit's blank stand-in."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        return None
    path = renewed(Path(directory) / name, environ)
    return path if path.is_file() and path.read_bytes().strip() else None


def renewed(path: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Returns the newer copy of systemd's copy ``path``, if there is one; any other ``path`` itself."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    newer = RENEWED / path.name
    return newer if directory and path.parent == Path(directory) and newer.is_file() else path


def original(path: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Returns the file that a person edits where ``path`` is systemd's copy of it, else ``path`` itself."""
    directory = environ.get("CREDENTIALS_DIRECTORY")
    is_copy = directory and path.parent in (Path(directory), RENEWED)
    return machine_config_dir() / path.name if is_copy else path


def renew(source: Path, uid: int) -> None:
    """Copies ``source`` again for the user who runs the service; needs root. Raises `OSError`."""
    RENEWED.mkdir(exist_ok=True)
    RENEWED.chmod(0o711)
    for name, file in NAMES.items():
        copy, new = RENEWED / name, RENEWED / f"{name}.new"
        new.unlink(missing_ok=True)
        if not (source / file).is_file():
            copy.unlink(missing_ok=True)
            continue
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as target:
            target.write((source / file).read_bytes())
            if sys.platform != "win32":  # Windows has no systemd
                os.fchown(target.fileno(), uid, -1)
        new.replace(copy)
