"""All messages of the feed; fields are only ever added, and readers ignore unknown ones.

The order of a session: server ``hello`` · client ``auth`` · server ``ready`` and a snapshot (``snap_begin``,
``snap_items``…, ``snap_end``) · then deltas and heartbeats, and commands with their updates and results.
"""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from tests.releases.release_next.domain.actions.commands import ActionSettings, Command, Progress, Result, actions
from tests.releases.release_next.domain.actions.grant import AccessRight, Grant
from tests.releases.release_next.domain.counts.figures import AnyEntity
from tests.releases.release_next.domain.ids import ALL, CommandId, GroupId, Key, QueueId
from tests.releases.release_next.feed.roles import ClientKind, Resync, Role

SUBPROTOCOL = "wallboard.v2"
"""The protocol that both sides must support; its name changes when a shape changes, not for additions."""
FORMER_SUBPROTOCOLS = ("wallboard.v1",)
"""The protocols of earlier releases, accepted only to report that one of the two sides is too old."""
PROTOCOL_VERSION = 2
HEARTBEAT_MS = 5_000
MAX_CLIENT_FRAME = 65_536
MAX_SERVER_FRAME = 1_048_576

if TYPE_CHECKING:
    AnyCommand = Command
else:
    AnyCommand = reduce(or_, actions().values())


class Message(Struct, frozen=True, kw_only=True, gc=False):
    """Anything that goes over the feed."""


# from the gateway


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """The first message. ``epoch`` names this run of the gateway; ``time_ms`` is its clock."""

    protocol: int = PROTOCOL_VERSION
    server: str
    epoch: str
    heartbeat_ms: int = HEARTBEAT_MS
    time_ms: int


class Ready(Message, frozen=True, kw_only=True, tag="ready"):
    """The client's name and rights by its token, and the site's own interval for the charts.

    ``time_zone`` is the site's, by its name in the tz database: all times are shown in it. ``extensions`` are the
    phones that may be rung for the client, and ``rights`` its rights: an older gateway leaves that to the role. It
    is sent again during the session when that changed.
    """

    name: str
    role: Role
    site_name: str = ""
    interval_minutes: int = 15
    time_zone: str = ""
    extensions: list[str] = []
    actions: ActionSettings = ActionSettings()
    rights: list[str] = []

    @property
    def grant(self) -> Grant:
        """Returns what the gateway grants, as far as this program knows the rights."""
        rights = frozenset(right for right in AccessRight if right in self.rights) or self.role.rights
        return Grant(person=self.name, rights=rights, extensions=tuple(self.extensions) or None)


class SnapBegin(Message, frozen=True, kw_only=True, tag="snap_begin"):
    """A full state follows, ``count`` entities; it replaces everything at its end."""

    seq: int
    epoch: str
    count: int


class SnapItems(Message, frozen=True, kw_only=True, tag="snap_items"):
    """A part of the full state, 64 KiB at most; ``unread`` is as in `Delta`."""

    items: list[AnyEntity]
    unread: list[Key] = []


class SnapEnd(Message, frozen=True, kw_only=True, tag="snap_end"):
    """The full state is complete; deltas continue from ``seq``."""

    seq: int


class Delta(Message, frozen=True, kw_only=True, tag="delta"):
    """Changes. ``prev`` is the ``seq`` of the last delta or snapshot of this session: otherwise there is a gap.

    ``gone`` holds the keys of removed entities. ``unread`` is never sent: a reader puts the keys there of what it
    could not decode, unknown kinds too.
    """

    seq: int
    prev: int
    put: list[AnyEntity] = []
    gone: list[Key] = []
    unread: list[Key] = []


class Heartbeat(Message, frozen=True, kw_only=True, tag="heartbeat"):
    """Sent every ``heartbeat_ms`` even when nothing happens; the PBX links are entities of their own."""

    seq: int
    time_ms: int


class ResyncNotice(Message, frozen=True, kw_only=True, tag="resync"):
    """The session cannot be resumed, for this reason; a full state follows."""

    reason: Resync


class CommandUpdate(Message, frozen=True, kw_only=True, tag="command_update"):
    """How far a command is."""

    command_id: CommandId
    progress: Progress


class CommandResult(Message, frozen=True, kw_only=True, tag="command_result"):
    """The end of a command."""

    result: Result


class Bye(Message, frozen=True, kw_only=True, tag="bye"):
    """The gateway closes the session; reconnect after ``retry_after_ms``, or never when that is None."""

    reason: str
    retry_after_ms: int | None = None


AnyServerMessage = (
    Hello
    | Ready
    | SnapBegin
    | SnapItems
    | SnapEnd
    | Delta
    | Heartbeat
    | ResyncNotice
    | CommandUpdate
    | CommandResult
    | Bye
)


# from a screen

Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""The largest integer that JSON's numbers hold exactly in every implementation."""


_Scope = Annotated[QueueId, Meta(max_length=256)] | Annotated[GroupId, Meta(max_length=256)]


class Subscribe(Message, frozen=True, kw_only=True, tag="subscribe"):
    """The data to send: ``charts_of`` names the one queue or group whose series are requested."""

    charts_of: _Scope = ALL


class Auth(Message, frozen=True, kw_only=True, tag="auth"):
    """The token, due within seconds. With ``epoch`` and ``seq`` of a broken session it requests to resume that."""

    token: str
    client: str
    kind: ClientKind
    subscribe: Subscribe = Subscribe()
    epoch: str = ""
    seq: Number = 0


class ClientHeartbeat(Message, frozen=True, kw_only=True, tag="client_heartbeat"):
    """The screen is alive, and has applied everything up to ``seq``."""

    seq: Number


class ResyncRequest(Message, frozen=True, kw_only=True, tag="resync_request"):
    """The screen detected a gap and requests the full state."""


class CommandRequest(Message, frozen=True, kw_only=True, tag="command"):
    """A command to carry out once; it is not sent to the PBX after ``deadline_ms`` of the gateway's clock."""

    command: AnyCommand
    deadline_ms: Number


class CommandQuery(Message, frozen=True, kw_only=True, tag="command_status"):
    """A request for the state of a command that was sent before the connection broke."""

    command_id: Annotated[CommandId, Meta(max_length=256)]


AnyClientMessage = Auth | Subscribe | ClientHeartbeat | ResyncRequest | CommandRequest | CommandQuery
