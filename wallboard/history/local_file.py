"""The SQLite file of the history: one connection for the whole program, and a file that cannot be used laid aside.

SQLite 3.7 to 3.51.2 can corrupt a file in WAL mode that has two connections, so the one here locks out all others.
"""

import logging
import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from wallboard.history.files import make_private
from wallboard.history.upgrade import ForeignDatabaseError, NewerSchemaError, upgrade

logger = logging.getLogger(__name__)

NAME: Final = "history.sqlite"
_PRAGMAS: Final = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA journal_size_limit = 16000000",
    "PRAGMA secure_delete = ON",  # a number that is removed must not be left in a free part of a page
)
_CORRUPT: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def open_file(path: Path) -> Connection:
    """Opens the file, or creates it, with the current schema. Raises `SQLAlchemyError` or `OSError`.

    A corrupt file, and one of a newer Wallboard, is renamed, which is logged, and a new one is created.
    """
    try:
        return _open(path)
    except NewerSchemaError as error:
        lay_aside(path, f"newer-{error.revision}", str(error))
    except ForeignDatabaseError as error:
        lay_aside(path, "other", str(error))
    except DBAPIError as error:
        if not is_corrupt(error):
            raise
        lay_aside(path, "unreadable", str(error.orig))
    return _open(path)


def is_corrupt(error: BaseException) -> bool:
    """Whether an error says that the file's content cannot be read, now or later."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code is not None and code & 0xFF in _CORRUPT


def lay_aside(path: Path, suffix: str, reason: str) -> Path:
    """Renames a file that cannot be used, with its journal, and logs the reason; returns its new path."""
    aside = path.with_name(f"{path.name}.{suffix}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    logger.error("cannot use %s (moved to %s): %s; a new one is started", path, aside.name, reason)
    return aside


def _open(path: Path) -> Connection:
    make_private(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # its journal gets the same mode
    engine = _engine(path)
    try:
        connection = engine.connect()
        with connection.begin():
            upgrade(connection)
    except BaseException:
        engine.dispose()
        raise
    return connection


def close_file(connection: Connection) -> None:
    """Closes the connection and the file; an error is ignored, since all that was committed is on the disk."""
    with suppress(SQLAlchemyError):
        connection.close()
    with suppress(SQLAlchemyError):
        connection.engine.dispose()


def _engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # opened by the thread that starts the gateway, then used by the one that writes
        opened = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2.0)
        try:
            for pragma in _PRAGMAS:
                opened.execute(pragma)
        except BaseException:
            opened.close()
            raise
        return opened

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)
    # sqlite3 itself would begin no transaction before a change of the schema
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine
