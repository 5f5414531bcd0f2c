"""Takes a changed configuration while the gateway runs, whole or not at all: when asked, or as its file changed."""

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
"""What counts at once, beside the certificate; all else counts from the gateway's next start."""
LOOK_S = 1.0
"""How often the file is looked at, and how long it has to be still: an editor may write it in pieces."""

Stamp = tuple[int, int, int] | None
"""By what a file is known to be another one or to have another text; None where there is none."""


class WatchedFile:
    """The file of a configuration, and as what it was read last.

    Make it before the file is read for the first time: what changes after that is noticed.
    """

    def __init__(self, path: Callable[[], Path]) -> None:
        """``path`` says where it is now."""
        self._path = path
        self._read = self._seen = self.stamp()

    def stamp(self) -> Stamp:
        """As what it is known now."""
        try:
            stat = self._path().stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def note_read(self, stamp: Stamp) -> None:
        """It was read as that one."""
        self._read = stamp

    def is_new_and_still(self) -> bool:
        """Whether it is another one than was read last, and the same as at the last look."""
        now, seen = self.stamp(), self._seen
        self._seen = now
        return now != self._read and now == seen


class Reload:
    """Reads the configuration again when asked to, and when its file changed."""

    def __init__(
        self,
        file: WatchedFile,
        read: Callable[[], GatewayConfig],
        take: Callable[[GatewayConfig], None],
        on_end: Callable[[bool], None],
    ) -> None:
        """``read`` is called in a thread, ``take`` in the loop; both raise `ConfigError` and change nothing then.

        ``on_end`` is told whether it was taken.
        """
        self._file = file
        self._read = read
        self._take = take
        self._on_end = on_end
        self._disk = DiskThread("reload")

    def ask(self) -> None:
        """Read it again; what comes of that is in the log."""
        notify_reloading()
        loop = asyncio.get_running_loop()
        self._disk.submit(lambda: self._read_now(loop))

    async def watch(self) -> None:
        """Read it whenever its file changed and has been still for a second, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_S)
            if self._disk.is_idle:  # a disk that hangs is not asked again and again
                self._disk.submit(lambda: self._look(loop))

    def close(self) -> None:
        """Read nothing more."""
        self._disk.close(0.5)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
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
    """The tables, and what of tables, that is different and counts from the gateway's next start on."""
    names = [name for name in GatewayConfig.__struct_fields__ if name not in RELOADED]
    late = [f"[{name}]" for name in names if getattr(old, name) != getattr(new, name)]
    return [*late, "rejoin_s in [queues]"] if _rejoin_s(old) != _rejoin_s(new) else late


def _rejoin_s(config: GatewayConfig) -> dict[str, float]:
    """The times by queue that the PBXs' adapters have got once and for all."""
    return {key: one.rejoin_s for key, one in config.queues.items() if one.rejoin_s is not None}
