"""The response to ``GET /healthz``."""

from collections.abc import Callable

from msgspec import Struct

from wallboard.gateway.activity import CoreActivity


class LedgerNews(Struct, frozen=True, kw_only=True):
    """State of the ledger: lines that wait for the disk, those that are in no file, and its size."""

    state: str
    pending: int
    lost: int
    size_mb: float
    is_large: bool


class DatabaseNews(Struct, frozen=True, kw_only=True):
    """State of the history's PostgreSQL: the rows that it does not have yet, and since when it has failed."""

    state: str
    unsent: int
    failing_since: str | None = None


class HistoryNews(Struct, frozen=True, kw_only=True):
    """State of the history: records that wait for the disk, those that are lost, and the file's size.

    ``behind_since`` is when the first write failed; null where all is written. ``database`` is null without one.
    """

    state: str
    pending: int
    lost: int
    size_mb: float
    behind_since: str | None = None
    database: DatabaseNews | None = None


class CoreHealth(Struct, frozen=True, kw_only=True):
    """The core's own report, which servers of screens request by a `HealthPort`.

    ``links`` are the PBXs' statuses by the sources' names. ``clock_ahead_s`` is how far the gateway's clock is
    ahead of the machine's, after that was set back; below 0 while a jump forward of the machine's is in doubt.
    ``reload_failed``: gateway.toml was invalid when it was read last, and an older one is in force.
    ``older_goals_until`` is a time up to which today's counts are by thresholds that were changed since; null where
    there is none. ``ledger`` and ``history`` are null without one, as with a simulated centre.
    ``activity`` is for ``/metrics`` alone.
    """

    links: dict[str, str]
    groups_without_queues: int
    clock_ahead_s: int
    reload_failed: bool
    ledger: LedgerNews | None
    older_goals_until: str | None = None
    history: HistoryNews | None = None
    activity: CoreActivity = CoreActivity()


HealthPort = Callable[[], CoreHealth]


class Health(Struct, frozen=True, kw_only=True):
    """The whole response; nothing in it is secret. The other fields are as in `CoreHealth`."""

    up: bool
    version: str
    uptime_s: int
    subscribers: int
    links: dict[str, str]
    groups_without_queues: int
    clock_ahead_s: int
    reload_failed: bool = False
    older_goals_until: str | None = None
    ledger: LedgerNews | None = None
    history: HistoryNews | None = None
