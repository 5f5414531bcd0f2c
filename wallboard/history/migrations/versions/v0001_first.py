"""The first schema: contacts, intervals with their goals, and the gateway's checkpoint."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, LargeBinary, Text, text

revision = "0001"
down_revision = None

_COUNTS = (
    "offered", "answered", "answered_in", "abandoned", "abandoned_in", "abandoned_short", "flowed_out",
    "flowed_out_late", "unobserved", "unobserved_late", "answer_wait_ms", "left_wait_ms", "longest_wait_ms",
    "handled", "handle_ms", "answered_in_60", "left_60", "late",
)  # fmt: skip


def upgrade() -> None:
    """Creates all tables."""
    _create_contacts()
    _create_intervals()
    _create_others()


def _create_contacts() -> None:
    op.create_table(
        "contacts",
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
    op.create_index("contacts_last", "contacts", ["last_ms"])
    has_number = text("number != ''")
    op.create_index(
        "contacts_numbers", "contacts", ["last_ms"], sqlite_where=has_number, postgresql_where=has_number
    )


def _create_intervals() -> None:
    op.create_table(
        "intervals",
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
        *(Column(name, BigInteger, nullable=False) for name in _COUNTS),
        Column("exits", Text),
        sqlite_with_rowid=False,
    )


def _create_others() -> None:
    op.create_table(
        "goals",
        Column("id", Text, primary_key=True),
        Column("threshold_s", Float, nullable=False),
        Column("target_pct", Float, nullable=False),
        Column("formula", Text, nullable=False),
        Column("short_abandon_s", Float, nullable=False),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "checkpoint",
        Column("part", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("content", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unsent",
        Column("name", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("number", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("unsent_number", "unsent", ["number"])
    op.create_table(
        "gaps",
        Column("start_ms", BigInteger, primary_key=True, autoincrement=False),
        Column("end_ms", BigInteger, nullable=False),
        Column("lost", BigInteger, nullable=False),
        Column("reason", Text, nullable=False),
    )
