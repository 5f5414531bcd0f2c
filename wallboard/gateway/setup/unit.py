"""The gateway as a service of systemd, which has a copy of its configuration and cannot detect file changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from wallboard.host.paths import machine_config_dir

UNIT = "wallboard-gateway.service"
RELOAD_S = 30.0


def is_of_service(path: Path) -> bool:
    """Whether ``path`` is the configuration of the machine's service, and that is running."""
    if sys.platform == "win32" or os.geteuid() != 0 or path.resolve() != machine_config_dir() / "gateway.toml":
        return False
    return shutil.which("systemctl") is not None and not _systemctl("is-active", "--quiet", UNIT)


def reload_service() -> str:
    """Makes the service read its configuration again; returns why it could not, empty if it did."""
    return _systemctl("reload", UNIT)


def _systemctl(*words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["systemctl", *words],  # noqa: S607 - wherever the system has it
            capture_output=True,
            text=True,
            timeout=RELOAD_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"systemctl ended with {done.returncode}"
