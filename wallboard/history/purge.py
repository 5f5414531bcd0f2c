"""Removes what is older than the site keeps it, a slice at a time: callers' numbers, contacts and intervals."""

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Table, delete, literal, select, tuple_, update

from wallboard.history.outbox import key_of
from wallboard.history.schema import contacts, has_number, intervals, unsent

SLICE: Final = 500
DAY_MS: Final = 86_400_000


class Retention(Struct, frozen=True, kw_only=True):
    """For how many days contacts, callers' numbers in them, and intervals are kept.

    What another database has is removed after ``sent_days``.
    """

    contacts_days: int
    numbers_days: int
    intervals_days: int
    sent_days: int | None = None


def purge_slice(connection: Connection, retention: Retention, now_ms: int) -> bool:
    """Removes one slice of each; returns whether there is more."""
    counts = [
        _empty_numbers(connection, now_ms - retention.numbers_days * DAY_MS),
        _delete(connection, contacts, contacts.c.last_ms < now_ms - retention.contacts_days * DAY_MS),
        _delete(connection, intervals, intervals.c.start_ms < now_ms - retention.intervals_days * DAY_MS),
    ]
    if retention.sent_days is not None:
        until_ms = now_ms - retention.sent_days * DAY_MS
        counts += [
            _delete(connection, contacts, (contacts.c.last_ms < until_ms) & _is_sent(contacts)),
            _delete(connection, intervals, (intervals.c.start_ms < until_ms) & _is_sent(intervals)),
        ]
    return SLICE in counts


def forget_sources(connection: Connection, names: Iterable[str], since_ms: int) -> None:
    """Removes what is known of sources since a moment, for it to be recorded under their new names."""
    for name in names:
        is_its, scope_is_its = (
            column.startswith(f"{name}:", autoescape=True) for column in (contacts.c.id, intervals.c.scope)
        )
        connection.execute(delete(contacts).where(is_its, contacts.c.last_ms >= since_ms))
        connection.execute(delete(intervals).where(scope_is_its, intervals.c.start_ms >= since_ms))


def _empty_numbers(connection: Connection, until_ms: int) -> int:
    """Empties the numbers of the oldest contacts that have one; their hashes stay."""
    is_due = has_number & (contacts.c.last_ms < until_ms)
    found = connection.execute(select(contacts.c.id).where(is_due).limit(SLICE)).scalars().all()
    if found:
        connection.execute(update(contacts).where(contacts.c.id.in_(found)).values(number=""))
    return len(found)


def _is_sent(table: Table) -> ColumnElement[bool]:
    waits = select(literal(1)).where(unsent.c.name == table.name, unsent.c.key == key_of(table))
    return ~waits.exists()


def _delete(connection: Connection, table: Table, is_old: ColumnElement[bool]) -> int:
    columns: list[Any] = list(table.primary_key)
    found = connection.execute(select(*columns).where(is_old).limit(SLICE)).all()
    if found:
        connection.execute(delete(table).where(tuple_(*columns).in_([tuple(row) for row in found])))
    return len(found)
