"""Restores the day when the gateway starts, and commits it to the history twice a second and at the end."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.todays_contacts import decoded
from wallboard.domain.engine import Engine
from wallboard.domain.restart.checkpoint import Checkpoint, StoredDay, finished_intervals, recall, recall_day
from wallboard.domain.restart.parts import MOMENT, ChangedParts, CheckpointPart, Parts
from wallboard.domain.restart.stored_day import day_of
from wallboard.gateway.core.earlier_day import origin_of
from wallboard.gateway.core.gateway_history import GatewayHistory
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.history import queries
from wallboard.history.day import DayFiles
from wallboard.history.local_history import Failure, LocalHistory
from wallboard.history.origins import Origin, day_under
from wallboard.history.plausible import impossible
from wallboard.history.purge import forget_sources
from wallboard.history.renaming import under_names

logger = logging.getLogger(__name__)

COMMIT_EVERY_S: Final = 0.5
"""A crash loses what came since the last commit."""
SET_BACK_MS: Final = 600_000
"""The longest difference of a clock that was set back (just corrected, for example) with which a day continues."""
AT_ZERO: Final = "today's counts restart at zero"
ORIGIN: Final = CheckpointPart("origin")
_SLICE: Final = 500
_SOON_S: Final = 0.05


class Restore:
    """Restores the engine's state from before a stop, and records it for the next start.

    Attributes:
        history: where all of it is.
        recorder: where contacts and intervals go.
    """

    def __init__(self, config: GatewayConfig, engine: Engine, history: GatewayHistory, earlier: DayFiles) -> None:
        """``earlier`` is what a Wallboard without a database may have stored of today."""
        self._engine = engine
        self._calendar = config.calendar()
        self._origin = origin_of(config)
        self._origin_part = msgspec.json.encode(self._origin)
        self.history = history
        self._file = history.file
        self._earlier = earlier
        self._changed = ChangedParts()
        self._is_whole = True
        self._is_failing = False
        self.recorder = history.recorder

    def recall(self, now_ms: int) -> int | None:
        """Restores today as of the last commit, and returns its time; None where it starts at zero.

        Another error than that of a disk leaves the engine half restored: it is raised.
        """
        self._engine.recorders.append(self.recorder)
        try:
            stored = self._file.parts()
        except Failure as error:
            self._log_unreadable(error)
            stored = {}
        at_ms = self._recall_stored(stored, now_ms) if stored else None
        if at_ms is None and (at_ms := self._recall_earlier(now_ms)) is not None:
            self._upgrade()
        return at_ms

    def start_at_zero(self, engine: Engine) -> None:
        """Records what another engine counts, in place of the one that could not be restored."""
        self._engine = engine
        engine.recorders.append(self.recorder)
        self._start_over()

    def _upgrade(self) -> None:
        """Commits the day of the files, which are put away once it is on the disk."""
        self._record_intervals()
        moment = self._commit().get(MOMENT)

        def written(parts: dict[CheckpointPart, bytes]) -> None:
            if parts.get(MOMENT) == moment:
                self._earlier.put_away()

        self.recorder.run(LocalHistory.parts, written)

    def _recall_stored(self, stored: Mapping[CheckpointPart, bytes], now_ms: int) -> int | None:
        try:
            origin = msgspec.json.decode(stored.get(ORIGIN, b""), type=Origin)
            day = day_of({part: content for part, content in stored.items() if part != ORIGIN})
        except (msgspec.MsgspecError, KeyError, ValueError):
            logger.exception("cannot read the checkpoint in %s: %s", self._file.path, AT_ZERO)
            return None
        if origin.calendar != self._origin.calendar:
            logger.warning("another time zone, day start or interval is configured: %s", AT_ZERO)
            return None
        if day is None or not self._is_todays(day.checkpoint, now_ms):
            return None
        if not day.checkpoint.is_whole or impossible(day.checkpoint):
            logger.error("the checkpoint in %s is incomplete or impossible: %s", self._file.path, AT_ZERO)
            return None
        renamed = origin.renamed(self._origin)
        finished, is_complete = self._finished(renamed, now_ms)
        self._recall_day(day_under(day, renamed) if renamed else day, finished, now_ms)
        if is_complete and not renamed:
            self._changed, self._is_whole = ChangedParts(stored), False
        else:
            self.recorder.must_record_all = True
        if renamed:
            self._forget(renamed, now_ms)
            arrows = ", ".join(f"{old} -> {new}" for old, new in renamed.items())
            logger.info("PBX renamed, same address: %s; its day goes on", arrows)
        return min(day.checkpoint.at_ms, now_ms)

    def _finished(self, renamed: Mapping[str, str], now_ms: int) -> tuple[list[IntervalRow], bool]:
        """Returns today's finished intervals, and whether they could be read."""
        day_ms = self._calendar.day_start_ms(now_ms)
        try:
            rows = self._file.read(lambda file: queries.intervals_since(file, day_ms))
        except Failure as error:
            self._log_unreadable(error)
            return [], False
        return [under_names(row, renamed) for row in rows] if renamed else rows, True

    def _forget(self, renamed: Mapping[str, str], now_ms: int) -> None:
        """Removes today's records of sources under their old names; they are recorded again under the new ones."""
        day_ms = self._calendar.day_start_ms(now_ms)
        try:
            self._file.read(lambda file: forget_sources(file, renamed, day_ms))
        except Failure as error:
            self._log_unreadable(error)

    def _log_unreadable(self, error: Exception) -> None:
        logger.error("cannot read %s: %s; today is incomplete", self._file.path, getattr(error, "orig", error))

    def _recall_day(self, day: StoredDay, finished: list[IntervalRow], now_ms: int) -> None:
        checkpoint = replace(day.checkpoint, at_ms=min(day.checkpoint.at_ms, now_ms))
        recall_day(self._engine, replace(day, checkpoint=checkpoint), finished)
        ago_s = (now_ms - checkpoint.at_ms) // 1000
        logger.info("restored today's counts from %d s ago, of %d callers", ago_s, len(day.calls))

    def _recall_earlier(self, now_ms: int) -> int | None:
        """Restores the day that an older Wallboard stored without a database; it is read once."""
        read = self._earlier.read()
        if read is None or not self._is_todays(read[0], now_ms):
            return None
        checkpoint, finished = read
        recall(self._engine, replace(checkpoint, at_ms=min(checkpoint.at_ms, now_ms)), finished)
        logger.info("restored today's counts from day.json, which is not written any more")
        return min(checkpoint.at_ms, now_ms)

    def _is_todays(self, checkpoint: Checkpoint, now_ms: int) -> bool:
        """Whether a checkpoint is of today; one of another day or from the future is ignored."""
        today = self._calendar.day_start_ms(checkpoint.at_ms) == self._calendar.day_start_ms(now_ms)
        ahead_ms = checkpoint.at_ms - now_ms
        if not today or ahead_ms > SET_BACK_MS:
            logger.info("saved counts are from another day (%d s old); starting at zero", -ahead_ms // 1000)
            return False
        return True

    async def keep(self) -> None:
        """Commits twice a second until cancelled."""
        while True:
            await asyncio.sleep(COMMIT_EVERY_S)
            if self.recorder.must_record_all:
                for _ in self._record_all():
                    await asyncio.sleep(0 if self.recorder.has_much_space else _SOON_S)
            self._commit()

    def keep_all(self) -> None:
        """Commits for the last time, if the disk takes it in time."""
        if self.recorder.must_record_all:
            deque(self._record_all(), maxlen=0)
        self._commit()
        self.history.close()

    def _commit(self) -> Parts:
        """Commits what changed; where it cannot be encoded that is logged, and the next commit has all again."""
        try:
            parts = self._changed.take(self._engine)
        except Exception:
            if not self._is_failing:
                logger.exception("cannot save today's counts: they cannot be encoded")
            self._is_failing = True
            self._start_over()
            self.recorder.commit({})
            return {}
        parts[ORIGIN] = self._origin_part
        self.recorder.commit(parts, is_whole=self._is_whole)
        self._is_whole = self._is_failing = False
        return parts

    def _start_over(self) -> None:
        self._changed, self._is_whole = ChangedParts(), True

    def _record_all(self) -> Iterator[None]:
        """Records all of today again, slice by slice: for a file that was begun anew, or after losses."""
        self.recorder.must_record_all = False
        for index, call in enumerate(self._engine.contacts.today.snapshot()):
            for contact in decoded(call):
                self.recorder.record(contact)
            if index % _SLICE == 0:
                self.recorder.commit({})
                yield
        self._record_intervals()
        self._start_over()

    def _record_intervals(self) -> None:
        for row in finished_intervals(self._engine):
            self.recorder.record_interval(row)
