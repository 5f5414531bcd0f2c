"""Records contacts, finished intervals and the checkpoint, without waiting for the disk.

What is recorded is queued, committed together at each `commit`, and kept until the database takes it.
"""

import logging
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from msgspec import Struct

from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.restart.parts import Parts
from wallboard.history.batch import Batch, Gap, encode
from wallboard.history.local_history import Failure, LocalHistory
from wallboard.host.disk_thread import DiskThread

logger = logging.getLogger(__name__)

PENDING_MAX: Final = 200_000
"""The most records that are queued while they cannot be written: some 70 MB."""
HANGS_AFTER_S: Final = 3.0
"""A disk that takes longer than this for one commit counts as hanging."""
CLOSE_S: Final = 2.0

T = TypeVar("T")


class HistoryStatus(StrEnum):
    """Whether records are written soon."""

    OK = "ok"
    FAILING = "failing"
    HANGING = "hanging"


class HistoryHealth(Struct, frozen=True, kw_only=True):
    """The recorder's state: ``lost`` records did not fit into the queue, ``pending`` ones are in it.

    ``since_ms`` is when the first of several failures in a row was; None after a success.
    """

    status: HistoryStatus
    pending: int
    lost: int
    size_mb: float
    since_ms: int | None = None
    reason: str = ""


class HistoryRecorder:
    """Implements the domain's `Recorder` for one file; called by one thread, the engine's.

    Attributes:
        must_record_all: whether a new file was begun, or records were lost, so that all of today has to be recorded
            again.
    """

    def __init__(self, history: LocalHistory, clock: Callable[[], int]) -> None:
        """``clock`` returns the epoch's milliseconds."""
        self._history = history
        self._clock = clock
        self._disk = DiskThread("history")
        self._lock = threading.Lock()
        self._fresh = Batch()
        self._ready = Batch()
        self._writing = 0
        self._lost = 0
        self._has_lost = False
        self._is_queued = False
        self._size_bytes = 0
        self._gap: Gap | None = None
        self._error = ""
        self._failed_ms: int | None = None
        self.must_record_all = False

    def record(self, contact: Contact) -> None:
        """Queues a contact."""
        if contact.id in self._fresh.contacts or self._has_space():
            self._fresh.contacts[contact.id] = encode(contact)

    def record_interval(self, row: IntervalRow) -> None:
        """Queues a finished interval."""
        if self._has_space():
            self._fresh.intervals[row.scope, row.start_ms] = row

    def commit(self, parts: Parts, *, is_whole: bool = False) -> None:
        """Commits what was recorded, with the changed parts of the checkpoint, as soon as the disk takes it.

        Where it ``is_whole``, ``parts`` are all of the checkpoint.
        """
        fresh, self._fresh = self._fresh, Batch()
        fresh.parts, fresh.is_whole = parts, is_whole
        if self._gap is not None and self._pending < PENDING_MAX:
            fresh.gaps.append(self._gap)
            self._gap = None
        with self._lock:
            self._ready.add(fresh)
        if not self._is_queued:
            self._is_queued = True
            self._disk.submit(self._write)

    def health(self) -> HistoryHealth:
        """Returns the current state."""
        status = HistoryStatus.FAILING if self._error else HistoryStatus.OK
        if self._disk.busy_s > HANGS_AFTER_S:
            status = HistoryStatus.HANGING
        return HistoryHealth(
            status=status,
            pending=self._pending,
            lost=self._lost,
            size_mb=round(self._size_bytes / 1_000_000, 1),
            since_ms=self._failed_ms,
            reason=self._error,
        )

    def run(
        self,
        job: Callable[[LocalHistory], T],
        then: Callable[[T], None],
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Carries out a job on the file between two commits, and calls ``then`` in that thread.

        A failure is logged, and ``otherwise`` called.
        """
        self._disk.submit(lambda: self._run(job, then, otherwise))

    def close(self) -> None:
        """Commits the rest; what the disk does not take in time is logged and lost."""
        self._disk.submit(self._write)
        self._disk.submit(self._history.close)
        is_done = self._disk.close(CLOSE_S)
        if not is_done or self._pending:
            reason = self._error or "the disk does not respond"
            logger.error("today's last records were not written to %s: %s", self._history.path, reason)

    @property
    def has_much_space(self) -> bool:
        """Whether half of the queue is empty."""
        return self._pending < PENDING_MAX // 2

    @property
    def _pending(self) -> int:
        return len(self._fresh) + len(self._ready) + self._writing

    def _has_space(self) -> bool:
        """Whether one more record fits into the queue; the first that does not begins a gap."""
        if self._pending < PENDING_MAX:
            return True
        now_ms, gap = self._clock(), self._gap
        start_ms, lost = (now_ms, 0) if gap is None else (gap.start_ms, gap.lost)
        self._gap = Gap(start_ms=start_ms, end_ms=now_ms, lost=lost + 1, reason=self._error)
        self._lost += 1
        self._has_lost = True
        return False

    def _write(self) -> None:
        """Writes all that is ready, in the thread; what cannot be written is ready again, below what came since."""
        self._is_queued = False
        with self._lock:
            batch, self._ready = self._ready, Batch()
            self._writing = len(batch)
        try:
            self._history.write(batch)
            self._size_bytes = self._history.size_bytes
        except Failure as error:
            self._failed(batch, str(getattr(error, "orig", error)))
        except Exception:
            self._failed(batch, "a fault in this program")
            raise
        else:
            self._error, self._failed_ms = "", None
            if self._has_lost and not self._ready:
                self._has_lost, self.must_record_all = False, True
        self._writing = 0
        self._note_anew()

    def _failed(self, batch: Batch, reason: str) -> None:
        with self._lock:
            batch.add(self._ready)
            self._ready = batch
        if not self._error:
            self._failed_ms = self._clock()
        self._error = reason

    def _note_anew(self) -> None:
        if self._history.is_anew:
            self._history.is_anew, self.must_record_all = False, True

    def _run(
        self, job: Callable[[LocalHistory], T], then: Callable[[T], None], otherwise: Callable[[], None] | None
    ) -> None:
        try:
            result = job(self._history)
        except Failure as error:
            logger.warning("the history in %s: %s", self._history.path, getattr(error, "orig", error))
            if otherwise is not None:
                otherwise()
        else:
            then(result)
        self._note_anew()
