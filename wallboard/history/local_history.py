"""The history in the gateway's own folder: one SQLite file, used by one thread at a time."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import SQLAlchemyError

from wallboard.domain.restart.parts import CheckpointPart
from wallboard.history import rows_writer
from wallboard.history.batch import Batch
from wallboard.history.files import size_of
from wallboard.history.interval_rows import GoalRows
from wallboard.history.local_file import NAME, close_file, is_corrupt, lay_aside, open_file
from wallboard.history.number_key import number_key
from wallboard.history.outbox import Outbox
from wallboard.history.schema import checkpoint

logger = logging.getLogger(__name__)

T = TypeVar("T")
Failure = (SQLAlchemyError, OSError)
"""What a database or disk that cannot be used raises."""


class LocalHistory:
    """One gateway's file. Its methods wait for the disk and raise a `Failure`; the next call opens it again.

    Attributes:
        path: the file.
        is_anew: whether another file was begun since, which has nothing of today.
    """

    def __init__(self, folder: Path, outbox: Outbox | None = None) -> None:
        """``outbox`` notes the rows that have to be sent to another database."""
        self.path = folder / NAME
        self.is_anew = False
        self._outbox = outbox
        self._key = b""
        self._goals = GoalRows()
        self._connection: Connection | None = None
        self._file: os.stat_result | None = None

    def read(self, reader: Callable[[Connection], T]) -> T:
        """Returns what a reader finds, or does, in one transaction."""
        with self._transaction() as connection:
            return reader(connection)

    def parts(self) -> dict[CheckpointPart, bytes]:
        """Returns the parts of the checkpoint of the last commit."""
        return self.read(rows_writer.read_parts)

    def write(self, batch: Batch) -> None:
        """Commits a batch: all of it, or nothing."""
        with self._transaction() as connection:
            if batch.is_whole:
                connection.execute(delete(checkpoint))
            rows_writer.write_contacts(connection, batch.contacts.values(), self._key)
            rows_writer.write_intervals(connection, batch.intervals.values(), self._goals)
            rows_writer.write_parts(connection, batch.parts)
            rows_writer.write_gaps(connection, batch.gaps)
            if self._outbox is not None:
                self._outbox.note(connection, batch)

    @property
    def size_bytes(self) -> int:
        """Returns the size of the file with its journal."""
        return size_of(self.path) + size_of(self.path.with_name(f"{self.path.name}-wal"))

    def close(self) -> None:
        """Closes the file; all that was committed is on the disk."""
        connection, self._connection = self._connection, None
        if connection is not None:
            close_file(connection)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if not self._key:
            self._key = number_key(self.path.parent)
        is_again = self._file is not None
        connection = self._connection
        if connection is None or not self._is_there():
            connection, is_opened = self._open(), True
        else:
            is_opened = False
        try:
            with connection.begin():
                if is_opened and is_again:
                    self.is_anew |= connection.execute(select(checkpoint.c.part).limit(1)).first() is None
                yield connection
        except Failure as error:
            self.close()
            if is_corrupt(error):
                lay_aside(self.path, "unreadable", str(getattr(error, "orig", error)))
            raise

    def _open(self) -> Connection:
        if self._connection is not None:
            logger.error("%s was removed while the gateway ran; a new one is started", self.path)
            self.close()
        self._connection = open_file(self.path)
        self._file = self.path.stat()
        return self._connection

    def _is_there(self) -> bool:
        """Whether the file that is open is still the one in the folder."""
        try:
            return self._file is None or os.path.samestat(self._file, self.path.stat())
        except FileNotFoundError:
            return False
