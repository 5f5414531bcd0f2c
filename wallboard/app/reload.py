"""``wallboard demo --reload``: restarts the demonstration, with its centre and place, when a source changes.

One process watches and starts another; that one closes its window itself, so that its place is kept.
"""

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import click

import wallboard

CHILD = "WALLBOARD_RELOAD"
"""Set for the process that is restarted."""
CHANGED = 75
"""The exit code of that process when a source has changed."""
CHECK_S = 0.5
SUFFIXES = (".py", ".qm", ".svg", ".ttf", ".toml")


class Sources:
    """The program's own files, compared by their times: some 500, which takes 5 ms."""

    def __init__(self, folders: tuple[Path, ...] | None = None) -> None:
        package = Path(wallboard.__file__).parent
        self._folders = folders or (package, package.parent / "resources")
        self._seen = self._times()

    def is_changed(self) -> bool:
        """Whether a file was added, removed or written since the last check."""
        seen, self._seen = self._seen, self._times()
        return seen != self._seen

    def _times(self) -> dict[str, int]:
        times = {}
        for folder in self._folders:
            for place, _, names in os.walk(folder):
                for name in names:
                    if name.endswith(SUFFIXES):
                        path = os.path.join(place, name)  # noqa: PTH118 - a tenth of the time
                        times[path] = _time_of(path)
        return times


def is_child() -> bool:
    """Whether this process is the one that is restarted."""
    return CHILD in os.environ


def run_again_and_again(
    arguments: list[str], start: Callable[[list[str]], int] | None = None, sources: Sources | None = None
) -> int:
    """Runs ``wallboard`` with ``arguments`` until its window is closed; returns its exit code."""
    if "--seed" not in arguments:
        arguments = [*arguments, "--seed", str(secrets.randbelow(10_000))]
    start, sources = start or _started, sources or Sources()
    while True:
        code = start(arguments)
        if code == 0:
            return code
        if code != CHANGED:
            click.echo("The program crashed. It restarts when a source changes. Ctrl+C quits.", err=True)
            while not sources.is_changed():
                threading.Event().wait(CHECK_S)
        sources.is_changed()


def _started(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "wallboard", *arguments]
    return subprocess.run(command, env=os.environ | {CHILD: "1"}, check=False).returncode  # noqa: S603 - ourselves


def _time_of(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - as above
    except OSError:
        return 0  # gone meanwhile
