"""Starting a program when its user logs in, as each system wants it: an entry for this user alone."""

import plistlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from wallboard.host.whole_file import write_whole

TV_ENTRY = "org.wallboard.Wallboard.tv"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def own_command() -> list[str]:
    """Returns the command that starts this program, without arguments."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "wallboard"]


def start_at_login(name: str, command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Registers ``command`` to start at each login; returns where that is stored. Raises `OSError`."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, subprocess.list2cmdline(command))
        return rf"HKEY_CURRENT_USER\{_RUN_KEY}\{name}"
    if sys.platform == "darwin":
        return _write(_agent_file(name), launch_agent(name, command))
    return _write(_entry_file(name, environ), desktop_entry(command).encode())


def forget_at_login(name: str, environ: Mapping[str, str], machine_dir: Path = Path("/etc/xdg/autostart")) -> None:
    """Unregisters the start at login; harmless where it was not registered. Raises `OSError`.

    Where an administrator starts it for all users (Linux), this user's entry disables that.
    """
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key, suppress(FileNotFoundError):
            winreg.DeleteValue(key, name)
    elif sys.platform == "darwin":
        _agent_file(name).unlink(missing_ok=True)
    elif (machine_dir / f"{name}.desktop").exists():
        _write(_entry_file(name, environ), b"[Desktop Entry]\nType=Application\nName=Wallboard TV\nHidden=true\n")
    else:
        _entry_file(name, environ).unlink(missing_ok=True)


def desktop_entry(command: Sequence[str]) -> str:
    """The autostart entry of the XDG specification."""
    line = " ".join(_quoted(word) for word in command)
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Wallboard TV\n"
        "Comment=The board on this screen, from login on\n"
        f"Exec={line}\nIcon=org.wallboard.Wallboard\nTerminal=false\n"
    )


def launch_agent(name: str, command: Sequence[str]) -> bytes:
    """The property list of a macOS launch agent."""
    return plistlib.dumps({"Label": name, "ProgramArguments": list(command), "RunAtLoad": True})


def _quoted(word: str) -> str:
    """One argument of an ``Exec`` line; the line is a string value, so its backslashes are doubled once more."""
    if not re.fullmatch(r"[\w./:@+,=-]+", word):
        word = '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'
    return word.replace("\\", "\\\\").replace("%", "%%")


def _entry_file(name: str, environ: Mapping[str, str]) -> Path:
    config = environ.get("XDG_CONFIG_HOME") or ""
    return (Path(config) if config else Path.home() / ".config") / "autostart" / f"{name}.desktop"


def _agent_file(name: str) -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{name}.plist"


def _write(path: Path, content: bytes) -> str:
    write_whole(path, content, 0o644)
    return str(path)
