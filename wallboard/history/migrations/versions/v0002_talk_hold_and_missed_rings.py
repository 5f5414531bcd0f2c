"""Intervals have talk and hold times and missed rings; those written before have 0."""

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the columns."""
    for name in ("talk_ms", "hold_ms", "rings_missed"):
        op.add_column("intervals", Column(name, BigInteger, nullable=False, server_default="0"))
