"""Purges the gateway's own file once an hour, between commits."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from wallboard.history.local_history import LocalHistory
from wallboard.history.purge import Retention, purge_slice
from wallboard.history.recorder import HistoryRecorder

EVERY_S: Final = 3_600.0
FIRST_S: Final = 600.0
"""A machine whose clock is wrong when it starts has had it corrected by then."""


class Upkeep:
    """Purges a slice a second while there is something to remove."""

    def __init__(
        self,
        recorder: HistoryRecorder,
        retention: Retention,
        clock: Callable[[], int],
        steady_s: Callable[[], float] = monotonic,
    ) -> None:
        """``clock`` returns the epoch's milliseconds, ``steady_s`` seconds that no correction of it changes."""
        self._recorder = recorder
        self._retention = retention
        self._clock = clock
        self._steady_s = steady_s
        self._next_s = steady_s() + FIRST_S
        self._is_running = False

    def check(self) -> None:
        """Purges one slice if it is time; to be called every second."""
        steady_s = self._steady_s()
        if self._is_running or steady_s < self._next_s:
            return
        self._is_running, self._next_s = True, steady_s + EVERY_S
        now_ms = self._clock()
        self._recorder.run(lambda history: self._purge(history, now_ms), self._purged, self._failed)

    def _purge(self, history: LocalHistory, now_ms: int) -> bool:
        return history.read(lambda file: purge_slice(file, self._retention, now_ms))

    def _purged(self, has_more: bool) -> None:
        if has_more:
            self._next_s = 0.0
        self._is_running = False

    def _failed(self) -> None:
        self._is_running = False
