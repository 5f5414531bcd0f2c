"""Where this operating system wants our files: settings and logs of one user or of a service."""

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

_dirs = PlatformDirs("wallboard", appauthor=False)


def config_dir() -> Path:
    """Where settings are; it need not exist yet."""
    return _dirs.user_config_path


def machine_config_dir() -> Path:
    """Where an administrator sets something for all users of this computer; it need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Wallboard"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Wallboard")
    return Path("/etc/wallboard")


def log_dir() -> Path:
    """Where log files are; it need not exist yet."""
    return _dirs.user_log_path


def shown_log_dir() -> str:
    """The log folder as help texts name it; a service may have no home folder to find it by."""
    try:
        return str(log_dir())
    except RuntimeError:
        return "the log folder"


def history_dir() -> Path:
    """Where a gateway keeps its day and the ledger of commands; it need not exist yet."""
    return _dirs.user_state_path / "history"


def default_gateway_config() -> Path:
    """The gateway's configuration where nobody names another: here, else the user's own, else the machine's."""
    own = config_dir() / "gateway.toml"
    machines = machine_config_dir() / "gateway.toml"
    return next((path for path in (Path("gateway.toml"), own, machines) if path.is_file()), own)
