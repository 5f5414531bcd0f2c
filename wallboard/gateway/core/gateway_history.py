"""The history of one gateway: its own file, and the PostgreSQL that gets a copy where one is configured."""

from pathlib import Path
from typing import Final

from msgspec.structs import replace

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.history_url import password_of
from wallboard.gateway.setup.tables import HistorySettings
from wallboard.history.local_history import LocalHistory
from wallboard.history.outbox import Outbox
from wallboard.history.postgresql import PostgresHistory
from wallboard.history.purge import Retention
from wallboard.history.recorder import HistoryRecorder
from wallboard.history.sender import DatabaseHealth, Sender
from wallboard.history.upkeep import Upkeep
from wallboard.host.clock import now_ms

SENT_DAYS: Final = 3
"""How long the own file keeps what PostgreSQL has, too: longer than any day that a restart continues."""


class GatewayHistory:
    """The parts of the history, and what has to be done beside recording.

    Attributes:
        file: the gateway's own file.
        recorder: where contacts and intervals go.
    """

    def __init__(self, settings: HistorySettings, folder: Path) -> None:
        """Raises `ConfigError` where the database cannot be used by this installation."""
        retention = Retention(
            contacts_days=settings.contacts_days,
            numbers_days=settings.numbers_days,
            intervals_days=settings.intervals_days,
        )
        server = _server(settings) if settings.url else None
        own = retention if server is None else replace(retention, sent_days=SENT_DAYS)
        self.file = LocalHistory(folder, None if server is None else Outbox())
        self.recorder = HistoryRecorder(self.file, now_ms)
        self._sender = None if server is None else Sender(self.recorder, server, retention, now_ms)
        self._upkeep = Upkeep(self.recorder, own, now_ms)

    def check(self) -> DatabaseHealth | None:
        """Purges and sends what is due; returns the state of the other database. To be called every second."""
        self._upkeep.check()
        return None if self._sender is None else self._sender.check()

    def close(self) -> None:
        """Writes the rest and ends all."""
        if self._sender is not None:
            self._sender.close()
        self.recorder.close()


def _server(settings: HistorySettings) -> PostgresHistory:
    try:
        return PostgresHistory(settings.url, password_of(settings))
    except ImportError as error:
        raise ConfigError(
            "[history] url needs the driver of PostgreSQL: run `pip install 'wallboard[postgresql]'`, or take url "
            "out of gateway.toml."
        ) from error
