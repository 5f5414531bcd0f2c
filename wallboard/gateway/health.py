"""What ``GET /healthz`` answers."""

from collections.abc import Callable

from msgspec import Struct


class LedgerNews(Struct, frozen=True, kw_only=True):
    """How the ledger is: lines that wait for the disk, those that are in no file, and how large it became."""

    state: str
    pending: int
    lost: int
    size_mb: float
    is_large: bool


class CoreHealth(Struct, frozen=True, kw_only=True):
    """What the core says of itself; whatever serves screens asks it for that by a `HealthPort`.

    ``links`` are the PBXs' statuses by the sources' names.
    ``clock_ahead_s`` is how far the gateway's clock is ahead of the machine's, after that was set back; below 0
    while a jump forward of the machine's is in doubt.
    ``reload_failed`` says that gateway.toml could not be used when it was read last, and an older one counts.
    ``older_goals_until`` is a time up to which today's counts are by thresholds that were changed since; null where
    there is none.
    ``ledger`` is null where none is kept, with a pretend centre.
    """

    links: dict[str, str]
    groups_without_queues: list[str]
    clock_ahead_s: int
    reload_failed: bool
    ledger: LedgerNews | None
    older_goals_until: str | None = None


HealthPort = Callable[[], CoreHealth]


class Health(Struct, frozen=True, kw_only=True):
    """The whole answer; nothing in it is secret. The rest of the fields is as in `CoreHealth`."""

    up: bool
    version: str
    uptime_s: int
    subscribers: int
    links: dict[str, str]
    groups_without_queues: list[str]
    clock_ahead_s: int
    reload_failed: bool = False
    older_goals_until: str | None = None
    ledger: LedgerNews | None = None
