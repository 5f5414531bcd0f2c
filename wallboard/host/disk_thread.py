"""A thread for disk operations, one after the other, so that other threads do not wait.

A disk that hangs, like a lost network share, blocks this thread alone, and it ends with the program.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

logger = logging.getLogger(__name__)

Job = Callable[[], None]


class DiskThread:
    """Carries out jobs in their order, in a thread that is there as long as there are any."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: deque[Job] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._busy_since_s: float | None = None

    def submit(self, job: Job) -> None:
        """Queues a job; its error is logged."""
        with self._lock:
            self._jobs.append(job)
            if self._thread is None:
                # not awaited at the end of the process, as threads of an executor are
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    @property
    def busy_s(self) -> float:
        """Returns how long the current job has taken; 0 without one."""
        since_s = self._busy_since_s
        return 0.0 if since_s is None else monotonic() - since_s

    @property
    def pending(self) -> int:
        """Returns how many jobs are queued."""
        return len(self._jobs)

    @property
    def is_idle(self) -> bool:
        """Whether there is no job."""
        return self._thread is None

    def close(self, within_s: float) -> bool:
        """Waits until all jobs are done; False if that takes longer, and the thread is abandoned."""
        thread = self._thread
        if thread is None:
            return True
        thread.join(within_s)
        return not thread.is_alive()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Exception:
                logger.exception("a disk write failed")

    def _next(self) -> Job | None:
        with self._lock:
            if not self._jobs:
                self._busy_since_s = self._thread = None
                return None
            self._busy_since_s = monotonic()
            return self._jobs.popleft()
