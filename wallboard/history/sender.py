"""Sends what is in the gateway's own file to PostgreSQL, as soon as that takes it, in a thread of its own.

Each row is in the file until then, so that neither a server that is away nor a gateway that is killed loses one.
"""

import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar

from msgspec import Struct

from wallboard.history import outbox
from wallboard.history.local_history import Failure, LocalHistory
from wallboard.history.postgresql import PostgresHistory
from wallboard.history.purge import Retention
from wallboard.history.recorder import HistoryRecorder
from wallboard.history.upgrade import ForeignDatabaseError, NewerSchemaError
from wallboard.history.upkeep import EVERY_S, FIRST_S
from wallboard.host.disk_thread import DiskThread

logger = logging.getLogger(__name__)

FILE_S: Final = 60.0
"""How long the own file may take before sending is given up until the next second."""
HANGS_AFTER_S: Final = 90.0
"""A server that takes longer than this for some batches counts as failing."""
CLOSE_S: Final = 2.0
BATCHES: Final = 20
"""So many batches are sent before other things get their turn."""

T = TypeVar("T")


class DatabaseHealth(Struct, frozen=True, kw_only=True):
    """The state of the server: ``unsent`` rows are in the own file alone; it has failed since ``since_ms``."""

    is_ok: bool
    unsent: int
    since_ms: int | None = None
    reason: str = ""


class Sender:
    """Sends batches, oldest first, whenever `check` is called and the last ones are done."""

    def __init__(
        self, recorder: HistoryRecorder, server: PostgresHistory, retention: Retention, clock: Callable[[], int]
    ) -> None:
        """``clock`` returns the epoch's milliseconds."""
        self._recorder = recorder
        self._server = server
        self._retention = retention
        self._clock = clock
        self._thread = DiskThread("postgresql")
        self._next_purge_s = monotonic() + FIRST_S
        self._is_closed = False
        self._health = DatabaseHealth(is_ok=True, unsent=0)

    def check(self) -> DatabaseHealth:
        """Sends what there is, unless that is in progress; returns the current state. To be called every second."""
        if self._thread.is_idle and not self._is_closed:
            self._thread.submit(self._send)
        if self._thread.busy_s > HANGS_AFTER_S and self._health.is_ok:
            self._failed("it does not respond", self._health.unsent)
        return self._health

    def close(self) -> None:
        """Ends sending; what is not sent yet is in the file, and sent after the next start."""
        self._is_closed = True
        self._thread.submit(self._server.close)
        self._thread.close(CLOSE_S)

    def _send(self) -> None:
        try:
            for _ in range(BATCHES):
                if self._is_closed or not self._send_some():
                    break
            self._purge()
        except (*Failure, NewerSchemaError, ForeignDatabaseError) as error:
            lines = str(getattr(error, "orig", None) or error).strip().splitlines()
            self._failed(lines[0] if lines else type(error).__name__, self._unsent())
        except Exception:
            if self._health.is_ok:
                logger.exception("the history cannot be sent to PostgreSQL")
            self._failed("a fault in this program", self._unsent())
        else:
            self._health = DatabaseHealth(is_ok=True, unsent=self._unsent())

    def _failed(self, reason: str, unsent: int) -> None:
        since_ms = self._health.since_ms or self._clock()
        self._health = DatabaseHealth(is_ok=False, unsent=unsent, since_ms=since_ms, reason=reason)

    def _send_some(self) -> bool:
        """Sends one batch; returns whether there was one."""
        batch = self._from_file(lambda history: history.read(outbox.oldest))
        if batch is None or not batch.numbers:
            return False
        self._server.send(batch)
        numbers = batch.numbers
        self._from_file(lambda history: history.read(lambda file: outbox.sent(file, numbers)))
        return True

    def _purge(self) -> None:
        if monotonic() >= self._next_purge_s and not self._server.purge(self._retention, self._clock()):
            self._next_purge_s = monotonic() + EVERY_S

    def _unsent(self) -> int:
        unsent = self._from_file(lambda history: history.read(outbox.pending))
        return self._health.unsent if unsent is None else unsent

    def _from_file(self, job: Callable[[LocalHistory], T]) -> T | None:
        """Returns the result of a job on the own file, carried out in that file's thread; None if it fails."""
        results: list[T] = []
        done = threading.Event()

        def then(result: T) -> None:
            results.append(result)
            done.set()

        self._recorder.run(job, then, done.set)
        done.wait(FILE_S)
        return results[0] if results else None
