"""The folder of one gateway's history: locked by that gateway, and private to its user."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from wallboard.domain.errors import ConfigError
from wallboard.history.files import make_private
from wallboard.host.lock import Held, hold

logger = logging.getLogger(__name__)

LOCK = "gateway.lock"


class HistoryFolder:
    """Held from the beginning until `close`.

    Raises `ConfigError` where another gateway has it, or others can write to it. One that cannot be made is logged:
    a full disk keeps no board away.
    """

    def __init__(self, path: Path) -> None:
        self._lock: IO[bytes] | None = None
        try:
            make_private(path)
            _check(path)
            self._lock = hold(path / LOCK)
        except Held as error:
            raise ConfigError(
                f"Another gateway on this computer keeps its history in {path}, and two would overwrite each "
                "other's counts. Stop that one, or set another folder with --history."
            ) from error
        except OSError as error:
            logger.warning("the history's folder %s cannot be used: %s", path, error.strerror)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Releases the folder to other gateways."""
        if self._lock is not None:
            self._lock.close()


def _check(path: Path) -> None:
    """Rejects a folder that others can write to; warns of one that they can read, and makes its files private."""
    if os.name != "posix":
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ConfigError(
            f"Other users can write to the history's folder {path} (mode {mode:04o}), and so change the ledger: "
            f"run `chmod 700 {path}`, or set another folder with --history."
        )
    if mode & (stat.S_IROTH | stat.S_IXOTH):
        logger.warning(
            "other users can read the history's folder %s (mode %04o): run `chmod 700 %s`", path, mode, path
        )
    for file in (*path.glob("*.json*"), *path.glob("history.sqlite*"), *path.glob("*.key")):
        with suppress(OSError):  # a dangling link is reported when it is to be written
            _close(file)


def _close(file: Path) -> None:
    """Makes a file private to its user."""
    if (mode := stat.S_IMODE(file.stat().st_mode)) & (stat.S_IRWXG | stat.S_IRWXO):
        logger.warning("other users could read %s (mode %04o); changed to 0600", file, mode)
        file.chmod(0o600)
