"""A configuration is read again in a thread, when asked or as its file changed, and taken whole or not at all."""

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.gateway.rig import config
from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup import reload as reload_module
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import GoalTables, QueueEntry, QueueGoal
from wallboard.gateway.setup.reload import Reload, WatchedFile, needs_restart
from wallboard.gateway.setup.tables import Listen, Site


class Asked:
    """A reload, what was taken, and how each ended."""

    def __init__(self, *found: GatewayConfig | ConfigError, path: Path = Path("none")) -> None:
        self.taken: list[GatewayConfig] = []
        self.threads: list[threading.Thread] = []
        self.refuses = False
        self._found = list(found)
        self._ends: asyncio.Queue[bool] = asyncio.Queue()
        self.on_read: Callable[[], object] = lambda: None
        self.reload = Reload(WatchedFile(lambda: path), self._read, self._take, self._ends.put_nowait)

    def _read(self) -> GatewayConfig:
        self.threads.append(threading.current_thread())
        self.on_read()
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
        return await self.next_end()

    async def next_end(self) -> bool:
        async with asyncio.timeout(30):
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
    assert "configuration not reloaded: gateway.toml is not valid TOML" in caplog.text
    assert await asked.end()
    asked.reload.close()


async def test_that_what_cannot_be_taken_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    asked = Asked(config())
    asked.refuses = True
    assert not await asked.end()
    assert "configuration not reloaded: the certificate cannot be used" in caplog.text
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
    assert needs_restart(old, config(queues={"sales": QueueEntry(hidden=True)})) == []
    assert needs_restart(old, config(queues={"sales": QueueEntry(rejoin_s=9)})) == ["rejoin_s in [queues]"]


def write(path: Path, text: str) -> None:
    """Another text at another time, however coarse the file system's clock is."""
    path.write_text(text)
    WRITES.append(1)
    os.utime(path, (len(WRITES), len(WRITES)))


WRITES: list[int] = []


def test_that_a_file_is_new_only_once_it_has_been_still(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    write(path, "1")
    file = WatchedFile(lambda: path)
    assert not file.is_new_and_still()
    looks = []
    for text in ("half", "half of it", ""):
        if text:
            write(path, text)
        looks.append(file.is_new_and_still())
    assert looks == [False, False, True]
    file.note_read(file.stamp())
    assert not file.is_new_and_still()


def test_that_a_file_that_is_gone_is_news_too_once_that_lasts(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    write(path, "1")
    file = WatchedFile(lambda: path)
    path.unlink()
    assert [file.is_new_and_still() for _ in range(2)] == [False, True]


async def test_that_a_changed_file_is_read_by_itself_and_each_change_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reload_module, "CHECK_S", 0.02)
    path = tmp_path / "gateway.toml"
    write(path, "1")
    new = config()
    asked = Asked(ConfigError("not valid TOML"), new, path=path)
    watching = asyncio.ensure_future(asked.reload.watch())
    try:
        write(path, "broken")
        assert not await asked.next_end()
        assert caplog.text.count("not reloaded: not valid TOML") == 1
        write(path, "whole")
        assert await asked.next_end()
        assert asked.taken == [new]
        assert len(asked.threads) == 2
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        asked.reload.close()


async def test_that_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reload_module, "CHECK_S", 0.02)
    path = tmp_path / "gateway.toml"
    write(path, "1")
    half, whole = config(clients=[]), config()
    asked = Asked(half, whole, path=path)
    asked.on_read = lambda: write(path, "the rest") if len(asked.threads) == 1 else None
    watching = asyncio.ensure_future(asked.reload.watch())
    try:
        write(path, "half")
        assert await asked.next_end()
        assert asked.taken == [whole]
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        asked.reload.close()
