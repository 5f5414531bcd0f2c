"""A thread that does what waits for a disk, one thing after the other, so that nothing else has to.

A disk that hangs, as one of a lost network share does, holds up this thread alone, and it ends with the program.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

logger = logging.getLogger(__name__)

Job = Callable[[], None]


class DiskThread:
    """Carries out jobs in their order; it begins with the first and ends by `close`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: deque[Job] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._busy_since_s: float | None = None
        self._is_closing = False

    def submit(self, job: Job) -> None:
        """Have a job done, at the latest by `close`; what it raises is logged."""
        with self._wake:
            self._jobs.append(job)
            if self._thread is None:
                # not awaited at the end of the process, as threads of an executor are
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify()

    @property
    def busy_s(self) -> float:
        """How long the job of now takes already; 0 where there is none."""
        since_s = self._busy_since_s
        return 0.0 if since_s is None else monotonic() - since_s

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        with self._wake:
            return not self._jobs and self._busy_since_s is None

    def close(self, within_s: float) -> bool:
        """Do what is left and end; False if that takes longer, and the thread is left to itself."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()
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
                logger.exception("something could not be kept on disk")
            with self._wake:
                self._busy_since_s = None

    def _next(self) -> Job | None:
        with self._wake:
            self._wake.wait_for(lambda: self._jobs or self._is_closing)
            if not self._jobs:
                return None
            self._busy_since_s = monotonic()
            return self._jobs.popleft()
