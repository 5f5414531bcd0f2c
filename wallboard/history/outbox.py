"""The rows of the gateway's own file that another database does not have yet."""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, delete, func, select, tuple_

from wallboard.history.batch import Batch
from wallboard.history.rows_writer import Rows, upsert
from wallboard.history.schema import contacts, gaps, goals, intervals, unsent

BATCH: Final = 500
_TABLES: Final = {table.name: table for table in (contacts, intervals, gaps)}
_BETWEEN: Final = "\x1f"
"""Between the values of a primary key: in no id, since control characters are removed from what PBXs send."""


class Unsent(NamedTuple):
    """Some rows by their tables, goals first; ``numbers`` are of their entries, which `sent` removes."""

    rows: dict[str, Rows]
    numbers: list[int]


class Outbox:
    """Notes each written row, and returns those that were not sent."""

    def __init__(self) -> None:
        self._number: int | None = None

    def note(self, connection: Connection, batch: Batch) -> None:
        """Notes the rows of a batch, in the transaction that writes them."""
        number = self._number
        if number is None:
            number = connection.execute(select(func.max(unsent.c.number))).scalar() or 0
        keys = [
            *((contacts.name, str(contact_id)) for contact_id in batch.contacts),
            *((intervals.name, f"{scope}{_BETWEEN}{start_ms}") for scope, start_ms in batch.intervals),
            *((gaps.name, str(gap.start_ms)) for gap in batch.gaps),
        ]
        rows = [{"name": name, "key": key, "number": number + at} for at, (name, key) in enumerate(keys, 1)]
        upsert(connection, unsent, rows)
        self._number = number + len(keys)


def pending(connection: Connection) -> int:
    """Returns how many rows were not sent."""
    return connection.execute(select(func.count()).select_from(unsent)).scalar() or 0


def oldest(connection: Connection) -> Unsent:
    """Returns the oldest rows that were not sent, as they are now."""
    entries = connection.execute(select(unsent).order_by(unsent.c.number).limit(BATCH)).all()
    rows: dict[str, Rows] = {}
    for name, table in _TABLES.items():
        keys = [entry.key for entry in entries if entry.name == name]
        if keys:
            rows[name] = _rows(connection, table, keys)
    goal_ids = {row["goal_id"] for row in rows.get(intervals.name, []) if row["goal_id"]}
    if goal_ids:
        found = connection.execute(select(goals).where(goals.c.id.in_(sorted(goal_ids))))
        rows = {goals.name: [dict(row._mapping) for row in found], **rows}
    return Unsent(rows, [entry.number for entry in entries])


def key_of(table: Table) -> ColumnElement[str]:
    """Returns the expression of a row's key in `unsent`."""
    first, *others = (cast(column, Text) for column in table.primary_key)
    key: ColumnElement[str] = first
    for column in others:
        key = key + _BETWEEN + column
    return key


def _rows(connection: Connection, table: Table, keys: list[str]) -> Rows:
    columns = list(table.primary_key)
    values = [_key_values(table, key) for key in keys]
    found = connection.execute(select(table).where(tuple_(*columns).in_(values)))
    return [dict(row._mapping) for row in found]


def _key_values(table: Table, key: str) -> tuple[Any, ...]:
    parts = key.split(_BETWEEN)
    return tuple(column.type.python_type(part) for column, part in zip(table.primary_key, parts, strict=True))


def sent(connection: Connection, numbers: list[int]) -> None:
    """Removes the entries of rows that were sent, unless the rows have changed since."""
    connection.execute(delete(unsent).where(unsent.c.number.in_(numbers)))
