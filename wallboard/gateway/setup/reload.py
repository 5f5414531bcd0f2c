"""Takes a changed configuration while the gateway runs, whole or not at all."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.host.disk_thread import DiskThread
from wallboard.host.notify import notify, notify_reloading

logger = logging.getLogger(__name__)

RELOADED = ("clients", "goals")
"""What counts at once, beside the certificate; all else counts from the gateway's next start."""


class Reload:
    """Reads the configuration again when asked to."""

    def __init__(
        self,
        read: Callable[[], GatewayConfig],
        take: Callable[[GatewayConfig], None],
        on_end: Callable[[bool], None],
    ) -> None:
        """``read`` is called in a thread, ``take`` in the loop; both raise `ConfigError` and change nothing then.

        ``on_end`` hears whether it was taken.
        """
        self._read = read
        self._take = take
        self._on_end = on_end
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
        problem = found if isinstance(found, ConfigError) else self._try(found)
        if problem is not None:
            logger.error("the configuration stays as it was: %s", problem)
        self._on_end(problem is None)
        notify("READY=1")

    def _try(self, config: GatewayConfig) -> ConfigError | None:
        try:
            self._take(config)
        except ConfigError as error:
            return error
        return None


def needs_restart(old: GatewayConfig, new: GatewayConfig) -> list[str]:
    """The tables that are different and count from the gateway's next start on."""
    names = [name for name in GatewayConfig.__struct_fields__ if name not in RELOADED]
    return [f"[{name}]" for name in names if getattr(old, name) != getattr(new, name)]
