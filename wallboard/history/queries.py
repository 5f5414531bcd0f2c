"""Reads contacts and intervals of any range."""

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Connection, case, cast, func, select

from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import ScopeId
from wallboard.history import contact_rows, interval_rows
from wallboard.history.contact_rows import contact_of
from wallboard.history.interval_rows import interval_of
from wallboard.history.schema import COUNTS, contacts, goals, intervals

_AT_ONCE = 5_000
_TIMES = ("handling_ms", "ready_ms", "logged_in_ms", "unobserved_ms")


def contacts_since(connection: Connection, since_ms: int) -> Iterator[Contact]:
    """Returns the contacts of which something is known to have happened since a moment."""
    query = select(*contact_rows.READ).where(contacts.c.last_ms >= since_ms)
    return map(contact_of, connection.execute(query.execution_options(yield_per=_AT_ONCE)))


def intervals_since(connection: Connection, since_ms: int) -> list[IntervalRow]:
    """Returns the finished intervals of all queues and groups since a moment, each one's oldest first."""
    return _intervals(connection, intervals.c.start_ms >= since_ms)


def intervals_of(connection: Connection, scope: ScopeId, since_ms: int, until_ms: int) -> list[IntervalRow]:
    """Returns the finished intervals of one queue or group that began in a range, oldest first."""
    in_range = intervals.c.start_ms.between(since_ms, until_ms - 1)
    return _intervals(connection, (intervals.c.scope == scope) & in_range)


class IntervalSums(Struct, frozen=True, kw_only=True):
    """The sums of one queue's or group's intervals that began in a span of time, without how callers flowed out.

    Agents' times are None where those of an interval are not known.
    """

    start_ms: int
    tally: Tally
    handling_ms: int | None
    ready_ms: int | None
    logged_in_ms: int | None
    unobserved_ms: int | None


def spans_of(
    connection: Connection, scope: ScopeId, since_ms: int, until_ms: int, step_ms: int
) -> list[IntervalSums]:
    """Returns a range of intervals in spans of ``step_ms`` that begin at ``since_ms``, for charts of many days."""
    number = (intervals.c.start_ms - since_ms) // step_ms
    counts = [_longest if name == "longest_wait_ms" else _sum(intervals.c[name]) for name in COUNTS]
    times = [case((func.count(intervals.c[name]) == func.count(), _sum(intervals.c[name]))) for name in _TIMES]
    in_range = (intervals.c.scope == scope) & intervals.c.start_ms.between(since_ms, until_ms - 1)
    query = select(number, *counts, *times).where(in_range).group_by(number).order_by(number)
    return [
        IntervalSums(
            start_ms=since_ms + row[0] * step_ms,
            tally=Tally(**dict(zip(COUNTS, row[1:], strict=False))),
            **dict(zip(_TIMES, row[1 + len(COUNTS) :], strict=True)),
        )
        for row in connection.execute(query)
    ]


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(column), BigInteger)  # PostgreSQL's own sums are decimals


_longest = func.max(intervals.c.longest_wait_ms)


def _intervals(connection: Connection, condition: ColumnElement[bool]) -> list[IntervalRow]:
    of_goals = connection.execute(select(goals.c.id, goals.c.content))
    by_goal = {goal_id: interval_rows.goal_of(content) for goal_id, content in of_goals}
    query = select(*interval_rows.READ).where(condition).order_by(intervals.c.scope, intervals.c.start_ms)
    return [interval_of(row, by_goal) for row in connection.execute(query)]
