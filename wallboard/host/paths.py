"""Folders of this operating system for settings and logs of one user or of a service."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from platformdirs import PlatformDirs

_dirs = PlatformDirs("wallboard", appauthor=False)


def config_dir() -> Path:
    """Returns the folder of settings; it need not exist yet."""
    return _dirs.user_config_path


def machine_config_dir() -> Path:
    """Returns the folder of an administrator's settings for all users; it need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Wallboard"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Wallboard")
    return Path("/etc/wallboard")


def log_dir() -> Path:
    """Returns the folder of log files; it need not exist yet."""
    return _dirs.user_log_path


def shown_log_dir() -> str:
    """Returns the log folder for help texts; a service may have no home folder to find it by."""
    return _shown(log_dir, "the log folder")


def shown_history_dir() -> str:
    """Returns the folder of a gateway's day and ledger for help texts."""
    return _shown(history_dir, "the state folder")


def history_dir() -> Path:
    """Returns the folder of a gateway's day and ledger of commands; it need not exist yet."""
    return _dirs.user_state_path / "history"


def default_gateway_config() -> Path:
    """Returns the gateway's default configuration: here, else the user's own, else the machine's."""
    own = config_dir() / "gateway.toml"
    machines = machine_config_dir() / "gateway.toml"
    return next((path for path in (Path("gateway.toml"), own, machines) if path.is_file()), own)


def _shown(folder: Callable[[], Path], name: str) -> str:
    try:
        return str(folder())
    except RuntimeError:
        return name
