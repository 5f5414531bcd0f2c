"""The state of a screen's connection to its gateway, and the options that it is made with."""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from wallboard.domain.problems import Problem
from wallboard.feed.roles import ClientKind


class ConnectOptions(Struct, frozen=True, kw_only=True):
    """The gateway and the login; the authorities of ``ca_file`` alone are trusted, else the system's."""

    url: str
    token: str
    kind: ClientKind
    client_name: str
    ca_file: Path | None = None

    def __repr__(self) -> str:
        return f"ConnectOptions(url={self.url!r}, kind={self.kind!s}, client_name={self.client_name!r})"


class ConnectionPhase(StrEnum):
    """The states of the connection; only ``refused`` is final."""

    CONNECTING = "connecting"
    SIGNING_IN = "signing_in"
    SYNCING = "syncing"
    LIVE = "live"
    LATE = "late"
    WAITING = "waiting"
    REFUSED = "refused"


class ConnectionStatus(Struct, frozen=True, kw_only=True):
    """State of the connection; ``retry_at_ms`` is of this computer's clock, 0 when no retry is due."""

    phase: ConnectionPhase = ConnectionPhase.CONNECTING
    retry_at_ms: int = 0
    problem: Problem | None = None
