"""The history in a PostgreSQL server, for a site that has one; each gateway has a database of its own."""

from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from wallboard.history.outbox import Unsent
from wallboard.history.purge import Retention, purge_slice
from wallboard.history.rows_writer import upsert
from wallboard.history.schema import metadata
from wallboard.history.upgrade import upgrade

CONNECT_S: Final = 5
STATEMENT_MS: Final = 30_000


class PostgresHistory:
    """One connection, opened when it is needed and again after a failure. All methods may wait for the server.

    They raise a `local_history.Failure`, and `NewerSchemaError` or `ForeignDatabaseError` where the database is
    not to be written by this program.
    """

    def __init__(self, url: str, password: str = "") -> None:
        """``url`` is as SQLAlchemy writes it, without the password."""
        arguments: dict[str, Any] = {
            "connect_timeout": CONNECT_S,
            "application_name": "wallboard-gateway",
            "options": f"-c statement_timeout={STATEMENT_MS}",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": STATEMENT_MS,
        }
        if password:
            arguments["password"] = password
        self._engine: Engine = create_engine(url, connect_args=arguments, poolclass=NullPool, hide_parameters=True)
        self._connection: Connection | None = None

    def send(self, rows: Unsent) -> None:
        """Writes rows, all or none; those that are there already are replaced."""
        connection = self._opened()
        try:
            with connection.begin():
                for name, of_table in rows.rows.items():
                    upsert(connection, metadata.tables[name], of_table)
        except BaseException:
            self.close()
            raise

    def purge(self, retention: Retention, now_ms: int) -> bool:
        """Removes a slice of what is older than the site keeps it; returns whether there is more."""
        connection = self._opened()
        try:
            with connection.begin():
                return purge_slice(connection, retention, now_ms)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _opened(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect()
            try:
                with connection.begin():
                    upgrade(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection
