"""Intervals have the calls that agents sent on; those written before have 0 of 0."""

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the columns."""
    for name in ("sent_on", "sent_on_of"):
        op.add_column("intervals", Column(name, BigInteger, nullable=False, server_default="0"))
