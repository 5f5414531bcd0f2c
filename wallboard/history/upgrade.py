"""Brings a history database to the current schema by Alembic, and says which schema it has."""

import logging
import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from wallboard.history.schema import HEAD, metadata

MIGRATIONS = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = 0x57616C6C
_LOCK = threading.Lock()
"""Alembic has its current migration in a variable of the whole program."""


class NewerSchemaError(Exception):
    """A newer Wallboard wrote the database; ``revision`` is its schema."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"a newer Wallboard wrote it (schema {revision}; this one reads up to {HEAD})")
        self.revision = revision


class ForeignDatabaseError(Exception):
    """The database has tables, but none of Wallboard's."""


def upgrade(connection: Connection) -> str | None:
    """Migrates to the current schema; returns the former revision, None where the database was empty.

    Raises `NewerSchemaError` and `ForeignDatabaseError` before anything is changed, `SQLAlchemyError` where a
    migration fails: then the schema is as it was.
    """
    if connection.dialect.name == "postgresql":  # several gateways may be started at once
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
    former = revision_of(connection)
    if former == HEAD:
        return former
    if former is not None and former > HEAD:
        raise NewerSchemaError(former)
    if former is None and (others := metadata.tables.keys() & set(inspect(connection).get_table_names())):
        names = ", ".join(sorted(others))
        raise ForeignDatabaseError(f"it has tables that are not Wallboard's, but have their names: {names}")
    _migrate(connection)
    return former


def revision_of(connection: Connection) -> str | None:
    """Returns the schema of a database; None where it has none of Wallboard's."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _migrate(connection: Connection) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it logs its plug-ins as it is imported
    from alembic import command  # noqa: PLC0415  # a database that has the schema needs none: 0.2 s
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _LOCK:
        command.upgrade(config, "head")
