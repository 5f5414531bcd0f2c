"""A configuration is read again in a thread, and taken as a whole or not at all."""

import asyncio
import threading

import pytest

from tests.gateway.rig import config
from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import GatewayConfig, GoalTables, Listen, QueueGoal, Site
from wallboard.gateway.setup.reload import Reload, needs_restart


class Asked:
    """A reload, what was taken, and how each ended."""

    def __init__(self, *found: GatewayConfig | ConfigError) -> None:
        self.taken: list[GatewayConfig] = []
        self.threads: list[threading.Thread] = []
        self.refuses = False
        self._found = list(found)
        self._ends: asyncio.Queue[bool] = asyncio.Queue()
        self.reload = Reload(self._read, self._take, self._ends.put_nowait)

    def _read(self) -> GatewayConfig:
        self.threads.append(threading.current_thread())
        found = self._found.pop(0)
        if isinstance(found, ConfigError):
            raise found
        return found

    def _take(self, taken: GatewayConfig) -> None:
        if self.refuses:
            raise ConfigError("the certificate cannot be used")
        self.taken.append(taken)

    async def end(self) -> bool:
        self.reload.ask()
        return await self._ends.get()


async def test_that_what_is_read_is_taken() -> None:
    new = config()
    asked = Asked(new)
    assert await asked.end()
    assert asked.taken == [new]
    assert asked.threads != [threading.current_thread()]
    asked.reload.close()


async def test_that_a_broken_file_changes_nothing_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    asked = Asked(ConfigError("gateway.toml is not valid TOML"), config())
    assert not await asked.end()
    assert asked.taken == []
    assert "the configuration stays as it was: gateway.toml is not valid TOML" in caplog.text
    assert await asked.end()
    asked.reload.close()


async def test_that_what_cannot_be_taken_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    asked = Asked(config())
    asked.refuses = True
    assert not await asked.end()
    assert "the configuration stays as it was: the certificate cannot be used" in caplog.text
    asked.reload.close()


def test_that_it_is_known_what_counts_from_the_next_start_on() -> None:
    old = config()
    other = config(
        site=Site(name="Porto"),
        listen=Listen(port=1),
        clients=[],
        goals=GoalTables(default=QueueGoal(target_pct=90)),
    )
    assert needs_restart(old, old) == []
    assert needs_restart(old, other) == ["[listen]", "[site]"]
