"""Takes a changed configuration while the gateway runs, whole or not at all."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from wallboard.domain.errors import ConfigError
from wallboard.gateway.config import GatewayConfig
from wallboard.history.disk_thread import DiskThread
from wallboard.host.notify import notify, notify_reloading

logger = logging.getLogger(__name__)

RELOADED = ("clients", "goals")
"""What counts at once, beside the certificate; all else counts from the gateway's next start."""


class Reload:
    """Reads the configuration again when asked to.

    Attributes:
        has_failed: whether the configuration that was read last could not be used, and an older one counts.
    """

    def __init__(self, read: Callable[[], GatewayConfig], take: Callable[[GatewayConfig], None]) -> None:
        """``read`` is called in a thread; ``take`` in the loop. Both raise `ConfigError`, and nothing is changed."""
        self.has_failed = False
        self._read = read
        self._take = take
        self._disk = DiskThread("reload")

    def ask(self) -> None:
        """Read it again; what comes of that is in the log."""
        notify_reloading()
        loop = asyncio.get_running_loop()
        self._disk.submit(lambda: self._look(loop))

    def close(self) -> None:
        """Read nothing more."""
        self._disk.close(0.5)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            found: GatewayConfig | ConfigError = self._read()
        except ConfigError as error:
            found = error
        with suppress(RuntimeError):  # the gateway has ended meanwhile
            loop.call_soon_threadsafe(self._decide, found)

    def _decide(self, found: GatewayConfig | ConfigError) -> None:
        try:
            if isinstance(found, ConfigError):
                raise found
            self._take(found)
        except ConfigError as error:
            self.has_failed = True
            logger.error("the configuration stays as it was: %s", error)  # noqa: TRY400 - told without a stack trace
        else:
            self.has_failed = False
        finally:
            notify("READY=1")


def needs_restart(old: GatewayConfig, new: GatewayConfig) -> list[str]:
    """The tables that are different and count from the gateway's next start on."""
    names = [name for name in GatewayConfig.__struct_fields__ if name not in RELOADED]
    return [f"[{name}]" for name in names if getattr(old, name) != getattr(new, name)]
