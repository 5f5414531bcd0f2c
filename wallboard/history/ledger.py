"""The ledger of all commands: owner, command, time and outcome. It is append-only; one file a month.

It is written by a thread of its own. Lines that cannot be written are kept and retried every second; what does not
fit there any more is lost, and counted.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from wallboard.domain.actions.commands import Command, Result
from wallboard.domain.centre.state import LedgerStatus
from wallboard.history.files import append_lines, make_private, size_of
from wallboard.host.disk_thread import DiskThread

logger = logging.getLogger(__name__)

PENDING_MAX = 10_000
"""The most lines that are kept while they cannot be written: some 4 MB."""
BATCH = 500
HANGS_AFTER_S = 3.0
"""A disk that takes longer than this for a few lines counts as hanging."""
CLOSE_S = 2.0

Written = Callable[[], None]
"""Called by the writing thread once a line is on the disk."""


class LedgerHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the ledger is written: ``pending`` lines wait for the disk, ``lost`` ones are in no file."""

    status: LedgerStatus
    pending: int
    lost: int
    size_mb: float
    reason: str = ""


@dataclass(slots=True, eq=False)
class _Line:
    month: str
    text: bytes
    written: list[Written] = field(default_factory=list)


class Ledger:
    """Writes one line of JSON for each accepted command and one for its end, without callers' numbers.

    Attributes:
        directory: where its files are.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._disk = DiskThread("ledger")
        self._lock = threading.Lock()
        self._pending: deque[_Line] = deque()
        self._lost = 0
        self._error = ""
        self._bytes = sum(map(size_of, directory.glob("commands-*.jsonl")))

    def asked(self, at_ms: int, owner: str, command: Command, written: Written | None = None) -> None:
        """Adds the request of ``owner`` at ``at_ms`` (epoch); ``written`` is called once that is on the disk."""
        self._write(at_ms, owner, command, {}, [] if written is None else [written])

    def ended(self, at_ms: int, owner: str, command: Command, result: Result) -> None:
        """Adds the outcome."""
        end = {"outcome": result.outcome, "reason": result.reason, "detail": result.detail}
        self._write(at_ms, owner, command, {name: word for name, word in end.items() if word}, [])

    def noted(self, at_ms: int, owner: str, what: Struct) -> None:
        """Adds a change without a command to what ``owner`` began."""
        self._write(at_ms, owner, what, {}, [])

    @property
    def status(self) -> LedgerStatus:
        """Returns whether lines added now are written soon."""
        if self._disk.busy_s > HANGS_AFTER_S:
            return LedgerStatus.HANGING
        return LedgerStatus.FAILING if self._error else LedgerStatus.OK

    def health(self) -> LedgerHealth:
        """Returns the ledger's health; to be called every second, since failed writes are retried then."""
        with self._lock:
            pending, lost, reason = len(self._pending), self._lost, self._error
        if pending and self._disk.is_idle:
            self._disk.submit(self._flush)
        size_mb = round(self._bytes / 1_000_000, 1)
        return LedgerHealth(status=self.status, pending=pending, lost=lost, size_mb=size_mb, reason=reason)

    def close(self) -> None:
        """Writes the rest; lines that the disk does not take in time are logged and lost."""
        self._disk.submit(self._flush)
        self._disk.close(CLOSE_S)
        with self._lock:
            left = len(self._pending)
        if left:
            logger.error(
                "could not write the last %d lines to the command ledger in %s: %s",
                left,
                self.directory,
                self._why(),
            )

    def _why(self) -> str:
        return self._error or "the disk does not respond"

    def _write(self, at_ms: int, owner: str, what: Struct, end: dict[str, Any], written: list[Written]) -> None:
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        line = {"at": at.isoformat(timespec="milliseconds"), "who": owner, **msgspec.to_builtins(what), **end}
        with self._lock:
            if len(self._pending) >= PENDING_MAX:
                self._lost += 1
                return
            self._pending.append(_Line(f"{at:%Y-%m}", msgspec.json.encode(line), written))
        if not self._error:  # else it is retried every second, with all that came meanwhile
            self._disk.submit(self._flush)

    def _flush(self) -> None:
        """Writes all pending lines, in the thread, in batches, each with one wait for the disk."""
        while batch := self._batch():
            path = self.directory / f"commands-{batch[0].month}.jsonl"
            try:
                make_private(self.directory)
                self._bytes += append_lines(path, [line.text for line in batch])
            except OSError as error:
                self._error = error.strerror or str(error)
                return
            with self._lock:
                for _ in batch:
                    self._pending.popleft()
            self._error = ""
            for written in [written for line in batch for written in line.written]:
                written()

    def _batch(self) -> list[_Line]:
        """Returns the oldest lines of one file."""
        with self._lock:
            lines = list(self._pending)[:BATCH]
        return list(takewhile(lambda line: line.month == lines[0].month, lines))
