"""Applies a changed configuration while the gateway runs, whole or not at all: on request or on a file change."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.host.disk_thread import DiskThread
from wallboard.host.notify import notify, notify_reloading

logger = logging.getLogger(__name__)

RELOADED = ("clients", "goals", "groups", "queues")
"""What a reload applies, beside the certificate; all else needs a restart of the gateway."""
CHECK_S = 1.0
"""How often the file is checked, and how long it has to be unchanged: an editor may write it in pieces."""

Stamp = tuple[int, int, int] | None
"""What identifies a version of a file; None where there is none."""


class WatchedFile:
    """The file of a configuration, and the version that was read last.

    Create it before the file is read for the first time: then later changes are detected.
    """

    def __init__(self, path: Callable[[], Path]) -> None:
        """``path`` returns where the file is now."""
        self._path = path
        self._read = self._seen = self.stamp()

    def stamp(self) -> Stamp:
        """Returns the current version."""
        try:
            stat = self._path().stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def note_read(self, stamp: Stamp) -> None:
        """Stores the version that was read."""
        self._read = stamp

    def is_new_and_still(self) -> bool:
        """Whether the version differs from the one that was read last, and is unchanged since the last check."""
        now, seen = self.stamp(), self._seen
        self._seen = now
        return now != self._read and now == seen


class Reload:
    """Reads the configuration again on request, and when its file changed."""

    def __init__(
        self,
        file: WatchedFile,
        read: Callable[[], GatewayConfig],
        take: Callable[[GatewayConfig], None],
        on_end: Callable[[bool], None],
    ) -> None:
        """``read`` is called in a thread, ``take`` in the loop; both raise `ConfigError` and change nothing then.

        ``on_end`` receives whether it was applied.
        """
        self._file = file
        self._read = read
        self._take = take
        self._on_end = on_end
        self._disk = DiskThread("reload")

    def ask(self) -> None:
        """Requests a new read; the result is logged."""
        notify_reloading()
        loop = asyncio.get_running_loop()
        self._disk.submit(lambda: self._read_now(loop))

    async def watch(self) -> None:
        """Reads it whenever its file changed and was unchanged for a second, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(CHECK_S)
            if self._disk.is_idle:  # a disk that hangs gets no further requests
                self._disk.submit(lambda: self._check(loop))

    def close(self) -> None:
        """Stops reading."""
        self._disk.close(0.5)

    def _check(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._file.is_new_and_still():
            self._read_now(loop, must_be_still=True)

    def _read_now(self, loop: asyncio.AbstractEventLoop, *, must_be_still: bool = False) -> None:
        stamp = self._file.stamp()
        try:
            found: GatewayConfig | ConfigError = self._read()
        except ConfigError as error:
            found = error
        if must_be_still and self._file.stamp() != stamp:
            return
        self._file.note_read(stamp)
        with suppress(RuntimeError):  # the gateway has ended meanwhile
            loop.call_soon_threadsafe(self._decide, found)

    def _decide(self, found: GatewayConfig | ConfigError) -> None:
        problem = found if isinstance(found, ConfigError) else self._try(found)
        if problem is not None:
            logger.error("configuration not reloaded: %s", problem)
        self._on_end(problem is None)
        notify("READY=1")

    def _try(self, config: GatewayConfig) -> ConfigError | None:
        try:
            self._take(config)
        except ConfigError as error:
            return error
        return None


def needs_restart(old: GatewayConfig, new: GatewayConfig) -> list[str]:
    """Returns the tables, and parts of tables, that differ and need a restart of the gateway."""
    names = [name for name in GatewayConfig.__struct_fields__ if name not in RELOADED]
    late = [f"[{name}]" for name in names if getattr(old, name) != getattr(new, name)]
    return [*late, "rejoin_s in [queues]"] if _rejoin_s(old) != _rejoin_s(new) else late


def _rejoin_s(config: GatewayConfig) -> dict[str, float]:
    """Returns the times by queue that the PBXs' adapters received at their start."""
    return {key: one.rejoin_s for key, one in config.queues.items() if one.rejoin_s is not None}
