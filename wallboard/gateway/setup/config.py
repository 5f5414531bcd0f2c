"""The gateway's configuration: what ``gateway.toml`` may say, checked while it is read."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from wallboard.domain.actions.commands import ActionSettings
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.bands import Bands
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Formula, Goal, Goals
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId
from wallboard.feed.roles import Role
from wallboard.gateway.fanout.addresses import networks
from wallboard.gateway.setup.config_errors import explain, unknown_member
from wallboard.gateway.setup.credentials import original
from wallboard.host.error_text import why
from wallboard.host.time_zone import find_zone

Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Port = Annotated[int, Meta(ge=0, le=65_535)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]

_AS_WRITTEN = "the 64 hexadecimal digits that `wallboard gateway token add` writes"
TokenHash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description=_AS_WRITTEN)]
Extension = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z_+*#.-]{1,32}\Z", description="what a phone can dial")]


class ConfigTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; a key that is not known is an error, since it is most often a typing mistake."""


class AsteriskPbx(ConfigTable, frozen=True, kw_only=True, tag_field="kind", tag="asterisk"):
    """An Asterisk reached by AMI; the secret is kept elsewhere, see `wallboard.gateway.setup.secret`.

    ``plain_login`` is for a PBX that does not know the MD5 challenge, by TLS or on this machine alone. ``poll_s``
    is how often queues are listed for what no event tells. ``ring_s`` is how long an agent rings whom a supervisor
    sent a caller to. ``default_wrap_up_s`` is for queues that ``[wrap_up]`` does not name. A caller who is back in
    the same queue within ``rejoin_s`` seconds, after an announcement, goes on with the same visit; 0 is off;
    ``[queues]`` may say otherwise of one.
    With ``auto_answer`` a supervisor's phone is asked to answer by itself.
    ``queue_names_file`` is for names out of the PBX's database, see `wallboard.gateway.setup.queue_names`.
    """

    host: Name
    port: Port = 5038
    user: Name
    secret_file: str = ""
    tls: bool = False
    tls_ca_file: str = ""
    plain_login: bool = False
    poll_s: Annotated[int, Meta(ge=5, le=300)] = 20
    ring_s: Annotated[int, Meta(ge=5, le=40)] = 20
    default_wrap_up_s: Annotated[float, Meta(ge=0, le=3_600)] = 0.0
    rejoin_s: Annotated[float, Meta(ge=0, le=3_600)] = 30.0
    auto_answer: bool = False
    queue_names_file: str = ""


class SimulatorPbx(ConfigTable, frozen=True, kw_only=True, tag_field="kind", tag="simulator"):
    """A pretend contact centre; the same ``seed`` gives the same day."""

    seed: int = 1
    agents: Annotated[int, Meta(ge=1, le=5_000)] = 40
    queues: Annotated[int, Meta(ge=1, le=500)] = 6
    speed: Annotated[float, Meta(gt=0, le=1_000)] = 1.0


class ReplayPbx(ConfigTable, frozen=True, kw_only=True, tag_field="kind", tag="replay"):
    """A recording of raw AMI, played at ``speed`` times its own pace, over and over with ``loop``."""

    file: Name
    speed: Annotated[float, Meta(gt=0, le=1_000)] = 1.0
    loop: bool = False


AnyPbx = AsteriskPbx | SimulatorPbx | ReplayPbx


class Listen(ConfigTable, frozen=True, kw_only=True):
    """Where screens connect to. Any address but loopback needs a certificate.

    ``origins`` are the web pages (``https://host``) whose scripts may connect; none by default. ``trusted_proxies``
    are addresses or networks whose ``X-Forwarded-For`` says where a connection comes from. There may be
    ``max_connections``, of which ``max_unknown`` have not said who they are, so many of them from one address.
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
    """Whose contact centre it is, and when its days and intervals begin."""

    name: str = ""
    time_zone: Name = "UTC"
    day_start_hour: Annotated[int, Meta(ge=0, le=23)] = 0
    interval_minutes: Literal[15, 30] = 15


class QueueEntry(ConfigTable, frozen=True, kw_only=True):
    """How a queue is listed: by a name of its own, by a number before those that have none, or not at all.

    ``rejoin_s`` is its own where it differs from that of ``[pbx]``.
    """

    name: Annotated[str, Meta(max_length=80)] = ""
    hidden: bool = False
    order: Annotated[float, Meta(ge=-1e6, le=1e6)] | None = None
    rejoin_s: Annotated[float, Meta(ge=0, le=3_600)] | None = None


class QueueGoal(ConfigTable, frozen=True, kw_only=True):
    """What is promised to callers, and the bands of its figures; what is left out is as in the default goal."""

    threshold_s: Seconds | None = None
    target_pct: Percent | None = None
    formula: Formula | None = None
    short_abandon_s: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    red_below_points: Percent | None = None
    abandoned_warning_pct: Percent | None = None
    abandoned_red_pct: Percent | None = None
    late_red: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    late_red_pct_of_ready: Percent | None = None

    def over(self, goal: Goal) -> Goal:
        """``goal`` with what this one says put in its place."""
        own = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}
        bands = {name: own.pop(name) for name in Bands.__struct_fields__ if name in own}
        return msgspec.structs.replace(goal, bands=msgspec.structs.replace(goal.bands, **bands), **own)


class GoalTables(ConfigTable, frozen=True, kw_only=True):
    """The default goal and the queues that have one of their own."""

    default: QueueGoal = QueueGoal()
    queues: dict[str, QueueGoal] = {}


class ClientEntry(ConfigTable, frozen=True, kw_only=True):
    """Someone who may connect; ``token_sha256`` as `wallboard gateway token add` writes it.

    ``extensions`` are the only phones that this client's listening may ring; none where there are none.
    """

    name: Name
    role: Role
    token_sha256: TokenHash
    extensions: list[Extension] = []

    @property
    def grant(self) -> Grant:
        """What this client may see and do."""
        return Grant(person=self.name, rights=self.role.rights, extensions=tuple(self.extensions))


class HistorySettings(ConfigTable, frozen=True, kw_only=True):
    """How strictly the ledger of commands is kept, and from which size on the gateway warns of it.

    Where it is ``required``, no command is carried out of which the ledger cannot have a line.
    """

    ledger: Literal["best_effort", "required"] = "best_effort"
    ledger_warn_mb: Annotated[int, Meta(ge=1)] = 500


class ActionTable(ActionSettings, ConfigTable, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is set for supervisors' actions."""


class GatewayConfig(ConfigTable, frozen=True, kw_only=True):
    """All of ``gateway.toml``; ``wrap_up`` holds seconds by queue where the PBX does not tell them."""

    pbx: AnyPbx
    listen: Listen = Listen()
    site: Site = Site()
    queues: dict[str, QueueEntry] = {}
    goals: GoalTables = GoalTables()
    wrap_up: dict[str, Annotated[float, Meta(ge=0, le=3_600)]] = {}
    clients: list[ClientEntry] = []
    history: HistorySettings = HistorySettings()
    actions: ActionTable = ActionTable()

    def domain_goals(self) -> Goals:
        """The goals as the engine takes them."""
        default = self.goals.default.over(Goal())
        by_queue = {QueueId(name): goal.over(default) for name, goal in self.goals.queues.items()}
        return Goals(default=default, by_queue=by_queue)

    def listings(self, names: Mapping[QueueId, str]) -> Listings:
        """How queues are listed; ``names`` are for those that ``[queues]`` gives none.

        Where queues share a name, each has the PBX's own behind it.
        """
        by_queue = {queue_id: Listing(name=name) for queue_id, name in names.items()}
        for key, entry in self.queues.items():
            name = entry.name or names.get(QueueId(key), "")
            by_queue[QueueId(key)] = Listing(name=name, hidden=entry.hidden, order=entry.order)
        shared = Counter(one.name.casefold() for one in by_queue.values() if not one.hidden)
        for queue_id, one in by_queue.items():
            if one.name and shared[one.name.casefold()] > 1:  # nobody could tell where a call goes
                by_queue[queue_id] = msgspec.structs.replace(one, name=f"{one.name} ({queue_id})")
        return Listings(by_queue=by_queue)

    def calendar(self) -> Calendar:
        """The site's days and intervals."""
        return Calendar(
            zone=ZoneInfo(self.site.time_zone),
            day_start_hour=self.site.day_start_hour,
            interval_minutes=self.site.interval_minutes,
        )


def load(path: Path) -> GatewayConfig:
    """Read and check a file; `ConfigError` names the file, the key and what is allowed there."""
    return parse(read_text(path), str(original(path)))


def read_text(path: Path) -> str:
    """The file's text, or a `ConfigError` that says why there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        hint = "write one by `wallboard gateway init`, or name another by --config"
        raise ConfigError(f"There is no configuration file {path}: {hint}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{original(path)} cannot be read: {why(error)}") from error


def parse(text: str, source: str) -> GatewayConfig:
    """Check the text of a file named ``source``; errors as in `load`."""
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of TOML itself, or nested deeper than anybody means it
        raise ConfigError(f"{source} is not valid TOML: {error}") from error
    if isinstance(tree.get("pbx"), list):
        raise ConfigError(
            f"{source}: [[pbx]] is more than one PBX, and a gateway serves one: write [pbx] with single brackets, "
            "and give each further PBX a gateway and a board of its own."
        )
    try:
        config = msgspec.convert(tree, GatewayConfig)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {explain(str(error), tree, GatewayConfig)}") from error
    if invalid := unknown_member(config, tree):
        raise ConfigError(f"{source}: {explain(invalid, tree, GatewayConfig)}")
    _check(config, source)
    return config


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach ``address``; a name other than localhost may be anybody's."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _check(config: GatewayConfig, source: str) -> None:
    """What no single value tells."""
    listen = config.listen
    if not is_loopback(listen.address) and not (listen.tls_certificate and listen.tls_key):
        raise ConfigError(
            f"{source}: [listen] address {listen.address!r} can be reached from other machines, so tls_certificate "
            "and tls_key (two PEM files) are needed; or let it be 127.0.0.1 for this machine alone."
        )
    if bool(listen.tls_certificate) != bool(listen.tls_key):
        raise ConfigError(f"{source}: [listen] tls_certificate and tls_key go together; only one of them is set.")
    try:
        networks(listen.trusted_proxies)
    except ValueError as error:
        raise ConfigError(
            f"{source}: [listen] trusted_proxies: {error}; allowed are addresses and networks."
        ) from error
    pbx = config.pbx
    if isinstance(pbx, AsteriskPbx) and pbx.plain_login and not (pbx.tls or is_loopback(pbx.host)):
        raise ConfigError(
            f"{source}: [pbx] plain_login = true would send the secret over the network for all to read; set "
            "tls = true with it, or leave plain_login out."
        )
    if find_zone(config.site.time_zone) is None:
        raise ConfigError(
            f"{source}: [site] time_zone {config.site.time_zone!r} is not known; "
            "allowed are the names of the tz database, such as 'Europe/Lisbon' or 'UTC'."
        )
    _check_clients(config.clients, source)


def _check_clients(clients: list[ClientEntry], source: str) -> None:
    """A token is one client's: by the same one under two names nobody knows who comes, and what they may do."""
    by_name: set[str] = set()
    by_token: dict[str, str] = {}
    for client in clients:
        if client.name in by_name:
            raise ConfigError(f"{source}: [[clients]] name {client.name!r} is there twice; each needs its own.")
        by_name.add(client.name)
        other = by_token.setdefault(client.token_sha256, client.name)
        if other != client.name:
            raise ConfigError(
                f"{source}: [[clients]] {other!r} and {client.name!r} have the same token_sha256; each needs its "
                "own: remove one of them, and add it anew by `wallboard gateway token add`."
            )
