"""Writes rows into SQLite or PostgreSQL; a row that is there already is replaced, so that twice is once."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Connection, Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.restart.parts import CheckpointPart, Parts
from wallboard.history import contact_rows, interval_rows
from wallboard.history.batch import Gap, decode
from wallboard.history.schema import checkpoint, contacts, gaps, goals, intervals

Rows = list[dict[str, Any]]


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows, or replaces those with the same primary key."""
    if rows:
        connection.execute(_upsert_of(table, connection.dialect.name), rows)


@cache
def _upsert_of(table: Table, dialect: str) -> Insert:
    others = [column.name for column in table.columns if not column.primary_key]
    keys = list(table.primary_key.columns)
    if dialect == "postgresql":
        to_postgresql = postgresql.insert(table)
        replaced = {name: to_postgresql.excluded[name] for name in others}
        return to_postgresql.on_conflict_do_update(index_elements=keys, set_=replaced)
    to_sqlite = sqlite.insert(table)
    replaced = {name: to_sqlite.excluded[name] for name in others}
    return to_sqlite.on_conflict_do_update(index_elements=keys, set_=replaced)


def write_contacts(connection: Connection, encoded: Iterable[bytes], key: bytes) -> None:
    """Writes contacts, each as `batch.encode` encoded it; ``key`` is for the hashes of numbers."""
    upsert(connection, contacts, [contact_rows.row_of(decode(one), key) for one in encoded])


def write_intervals(connection: Connection, rows: Iterable[IntervalRow], known: interval_rows.GoalRows) -> None:
    """Writes finished intervals with their goals."""
    of_goals: dict[str, dict[str, Any]] = {}
    of_intervals: Rows = []
    for row in rows:
        goal = None if row.goal is None else known.of(row.goal)
        if goal is not None:
            of_goals[goal["id"]] = goal
        of_intervals.append(interval_rows.row_of(row, None if goal is None else goal["id"]))
    upsert(connection, goals, list(of_goals.values()))
    upsert(connection, intervals, of_intervals)


def write_parts(connection: Connection, parts: Parts) -> None:
    """Writes the changed parts of the checkpoint, and removes those that are gone."""
    put = [{"part": part.kind, "key": part.key, "content": content} for part, content in parts.items() if content]
    upsert(connection, checkpoint, put)
    gone = [{"gone_part": part.kind, "gone_key": part.key} for part, content in parts.items() if content is None]
    if gone:
        connection.execute(_DELETE, gone)


_DELETE = delete(checkpoint).where(
    checkpoint.c.part == bindparam("gone_part"), checkpoint.c.key == bindparam("gone_key")
)


def read_parts(connection: Connection) -> dict[CheckpointPart, bytes]:
    """Returns all parts of the checkpoint."""
    return {CheckpointPart(kind, key): content for kind, key, content in connection.execute(checkpoint.select())}


def write_gaps(connection: Connection, times: Iterable[Gap]) -> None:
    """Writes the times in which records were lost."""
    upsert(connection, gaps, [asdict(one) for one in times])
