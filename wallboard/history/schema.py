"""The tables of the history database, one schema for SQLite and PostgreSQL.

A change here needs a migration in `migrations/versions`; a test compares both.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

HEAD: Final = "0003"
"""The newest migration: the schema that this program writes."""

metadata = MetaData()

COUNTS: Final = (
    "offered", "answered", "answered_in", "abandoned", "abandoned_in", "abandoned_short", "flowed_out",
    "flowed_out_late", "unobserved", "unobserved_late", "answer_wait_ms", "left_wait_ms", "longest_wait_ms",
    "handled", "handle_ms", "answered_in_60", "left_60", "late", "talk_ms", "hold_ms", "rings_missed",
    "sent_on", "sent_on_of",
)  # fmt: skip
"""The counts of an interval, all but its exits."""

contacts = Table(
    "contacts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("call_id", Text, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("entered_ms", BigInteger, nullable=False),
    Column("offered_ms", BigInteger),
    Column("ended_ms", BigInteger),
    Column("ending", Text),
    Column("wait_ms", BigInteger, nullable=False),
    Column("exit", Text),
    Column("agent_id", Text),
    Column("number", Text, nullable=False),
    Column("caller_hash", LargeBinary),
    Column("withheld", Boolean, nullable=False),
    Column("dialled", Text, nullable=False),
    Column("moved_from", Text),
    Column("moved_to", Text),
    Column("talk_ms", BigInteger, nullable=False),
    Column("hold_ms", BigInteger, nullable=False),
    Column("wrap_up_ms", BigInteger, nullable=False),
    Column("missed", Text),
    Column("steps", Text),
    Column("handlings", Text),
    Column("closed_ms", BigInteger),
    Column("ended_by", Text),
    Column("resumes", Text),
    Column("last_ms", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""One visit of a caller to a queue.

``missed``, ``steps`` and ``handlings`` are JSON arrays, null where empty; ``last_ms`` is the latest moment in it.
``number`` is emptied after the days that the site keeps numbers; ``caller_hash`` stays.
"""
Index("contacts_last", contacts.c.last_ms)
has_number = contacts.c.number != text("''")
"""Whether a contact has its caller's number."""
Index("contacts_numbers", contacts.c.last_ms, sqlite_where=has_number, postgresql_where=has_number)

goals = Table(
    "goals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("threshold_s", Float, nullable=False),
    Column("target_pct", Float, nullable=False),
    Column("formula", Text, nullable=False),
    Column("short_abandon_s", Float, nullable=False),
    Column("content", Text, nullable=False),
)
"""The goals that intervals were counted by; ``content`` is a whole one in JSON, ``id`` a digest of it."""

intervals = Table(
    "intervals",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("start_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("end_ms", BigInteger),
    Column("covered_since_ms", BigInteger),
    Column("agents_since_ms", BigInteger),
    Column("handling_ms", BigInteger),
    Column("ready_ms", BigInteger),
    Column("paused_ms", BigInteger),
    Column("logged_in_ms", BigInteger),
    Column("unobserved_ms", BigInteger),
    Column("carried", Integer),
    Column("goal_id", Text),
    *(Column(name, BigInteger, nullable=False) for name in COUNTS),
    Column("exits", Text),
    sqlite_with_rowid=False,
)
"""A finished interval of one queue or group."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("part", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""What is going on at the moment of the last commit, part by part, for the next start of the gateway."""

unsent = Table(
    "unsent",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The rows of other tables that PostgreSQL does not have yet; ``number`` increases with each change."""
Index("unsent_number", unsent.c.number)

gaps = Table(
    "gaps",
    metadata,
    Column("start_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("lost", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Times in which records could not be written and did not fit into the queue."""
