"""Restores the day when the gateway starts; saves it on disk while it runs and at its end."""

import asyncio
import logging
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.engine import Engine
from wallboard.domain.ids import QueueId
from wallboard.domain.restart.checkpoint import finished_intervals, recall, remember
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.history.day import DayFiles
from wallboard.history.origins import Origin
from wallboard.host.disk_thread import DiskThread

logger = logging.getLogger(__name__)

KEEP_EVERY_S = 15.0
"""The part of the day that a crash loses; a regular stop loses nothing."""
STOP_S = 2.0
"""How long the gateway's stop waits for the disk."""
SET_BACK_MS = 600_000
"""The longest difference of a clock that was set back (just corrected, for example) with which a day continues."""


class _CountedGoal(Struct):
    """The part of a goal that counts depend on: its bands only colour them."""

    threshold_s: float
    target_pct: float
    formula: Formula
    short_abandon_s: float


class _Counted(Struct):
    """The same part of all goals."""

    default: _CountedGoal
    by_queue: dict[QueueId, _CountedGoal]


def _counted(goal: Goal) -> _CountedGoal:
    return _CountedGoal(goal.threshold_s, goal.target_pct, goal.formula, goal.short_abandon_s)


class Restore:
    """Restores the engine's state from before a stop, and saves it for the next start."""

    def __init__(self, config: GatewayConfig, engine: Engine, directory: Path) -> None:
        self._engine = engine
        self._calendar = config.calendar()
        self._files = DayFiles(directory, _origin(config))
        # one thread: the last write wins, also when the gateway stops during a write
        self._disk = DiskThread("history")
        self._is_hanging = self._is_failing = False

    def set_goals(self, config: GatewayConfig) -> None:
        """Sets the goals in force from now on."""
        self._files.set_origin(_origin(config))

    def recall(self, now_ms: int) -> int | None:
        """Restore today's checkpoint and return its time; ignore one of another day or from the future."""
        read = self._files.read()
        if read is None:
            return None
        checkpoint, finished = read
        today = self._calendar.day_start_ms(checkpoint.at_ms) == self._calendar.day_start_ms(now_ms)
        ahead_ms = checkpoint.at_ms - now_ms
        if not today or ahead_ms > SET_BACK_MS:
            logger.info("saved counts are from another day (%d s old); starting at zero", -ahead_ms // 1000)
            return None
        checkpoint = replace(checkpoint, at_ms=min(checkpoint.at_ms, now_ms))
        recall(self._engine, checkpoint, finished)
        logger.info("restored today's counts from %d s ago", (now_ms - checkpoint.at_ms) // 1000)
        return checkpoint.at_ms

    async def keep(self) -> None:
        """Saves at intervals until cancelled."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            if self._disk.is_idle:
                self._is_hanging = False
                self._save(with_samples=False)
            elif not self._is_hanging:
                self._is_hanging = True
                logger.error("cannot save today's counts: the disk has not responded for %.0f s", KEEP_EVERY_S)

    def keep_all(self) -> None:
        """Saves for the last time, the charts' last hour too, if the disk takes it in time."""
        self._save(with_samples=True)
        if not self._disk.close(STOP_S):
            logger.error("today's last counts were not saved: the disk does not respond")

    def _save(self, *, with_samples: bool) -> None:
        """Encodes the day here, while nothing else counts, and writes it in a thread; an error is logged once."""
        try:
            checkpoint = remember(self._engine, with_samples=with_samples)
            pages = self._files.pages(checkpoint, finished_intervals(self._engine))
        except Exception:
            if not self._is_failing:
                logger.exception("cannot save today's counts: they cannot be encoded")
            self._is_failing = True
            return
        self._is_failing = False
        self._disk.submit(lambda: self._files.write(pages))


def _origin(config: GatewayConfig) -> Origin:
    addresses = {name: source.address for name, source in config.sources.items()}
    site = config.site
    goals = config.domain_goals()
    counted = _Counted(
        default=_counted(goals.default), by_queue={one: _counted(goal) for one, goal in goals.by_queue.items()}
    )
    rules = msgspec.json.encode(
        (site.time_zone, site.day_start_hour, site.interval_minutes, counted), order="deterministic"
    )
    return Origin(sources=addresses, rules=rules.decode())
