"""The tables of ``gateway.toml`` for serving screens: clients, addresses and rights."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from wallboard.domain.actions.commands import ActionSettings
from wallboard.domain.actions.grant import Grant
from wallboard.domain.actions.monitoring import EXTENSION
from wallboard.feed.roles import Role
from wallboard.settings.tables import ConfigTable, Name, Port

_AS_WRITTEN = "the 64 hexadecimal digits that `wallboard gateway token add` writes"
TokenHash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description=_AS_WRITTEN)]
Extension = Annotated[str, Meta(pattern=EXTENSION, description="what a phone can dial")]


class Listen(ConfigTable, frozen=True, kw_only=True):
    """Where screens connect to. Any address but loopback needs a certificate.

    ``origins`` are the web pages (``https://host``) whose scripts may connect; none by default. ``trusted_proxies``
    are addresses or networks whose ``X-Forwarded-For`` is trusted for a connection's source. ``max_connections``
    are allowed, of which ``max_unknown`` may not be signed in, and as many of them from one address.
    """

    address: Name = "127.0.0.1"
    port: Port = 8765
    tls_certificate: str = ""
    tls_key: str = ""
    origins: list[str] = []
    trusted_proxies: list[str] = []
    max_connections: Annotated[int, Meta(ge=10, le=60_000)] = 4_000
    max_unknown: Annotated[int, Meta(ge=5, le=10_000)] = 512
    max_unknown_per_address: Annotated[int, Meta(ge=1, le=10_000)] = 64


class Site(ConfigTable, frozen=True, kw_only=True):
    """The contact centre's name, and when its days and intervals begin."""

    name: str = ""
    time_zone: Name = "UTC"
    day_start_hour: Annotated[int, Meta(ge=0, le=23)] = 0
    interval_minutes: Literal[15, 30] = 15


class ClientEntry(ConfigTable, frozen=True, kw_only=True):
    """A client that may connect; ``token_sha256`` as `wallboard gateway token add` writes it.

    ``extensions`` are the only phones that may be rung for this client's monitoring; none where the list is empty.
    ``added`` is the day on which its token was made, as far as the file says so.
    """

    name: Name
    role: Role
    token_sha256: TokenHash
    extensions: list[Extension] = []
    added: date | None = None

    @property
    def grant(self) -> Grant:
        """Returns this client's rights."""
        return Grant(person=self.name, rights=self.role.rights, extensions=tuple(self.extensions))


Days = Annotated[int, Meta(ge=1, le=36_500)]


class HistorySettings(ConfigTable, frozen=True, kw_only=True):
    """Where the history is kept and for how long, and how strictly the ledger of commands is written.

    ``url`` is a PostgreSQL database that gets all that the gateway's own file has; ``secret_file`` has the password
    of its user. After ``numbers_days`` a contact has only the hash of its caller's number. Where the ledger is
    ``required``, no command without a line in it is carried out; the gateway warns from ``ledger_warn_mb`` on.
    """

    url: str = ""
    secret_file: str = ""
    contacts_days: Days = 400
    numbers_days: Days = 90
    intervals_days: Days = 800
    ledger: Literal["best_effort", "required"] = "best_effort"
    ledger_warn_mb: Annotated[int, Meta(ge=1)] = 500


class ActionTable(ActionSettings, ConfigTable, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of supervisors' actions."""


class ServingTables(ConfigTable, frozen=True, kw_only=True):
    """What is served to whom."""

    listen: Listen = Listen()
    site: Site = Site()
    clients: list[ClientEntry] = []
    actions: ActionTable = ActionTable()
