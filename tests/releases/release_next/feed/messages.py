"""Every message of the feed; fields only ever get added, and what a reader does not know it ignores.

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
"""What both sides must speak; it is another when what there is changes its shape, not for what is only added."""
FORMER_SUBPROTOCOLS = ("wallboard.v1",)
"""What earlier releases speak. It is agreed upon only to tell the other side that one of the two is too old."""
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
    """The first word. ``epoch`` names this run of the gateway; ``time_ms`` is its clock."""

    protocol: int = PROTOCOL_VERSION
    server: str
    epoch: str
    heartbeat_ms: int = HEARTBEAT_MS
    time_ms: int


class Ready(Message, frozen=True, kw_only=True, tag="ready"):
    """Who the token says you are, what you may, and the site's own interval for the charts.

    ``time_zone`` is the site's, by its name in the tz database: all times are shown in it. ``extensions`` are the
    phones that may be rung for you, and ``rights`` what you may: an older gateway leaves that to the role.
    It comes again while the session lasts when that changed.
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
        """What the gateway grants, as far as we know it."""
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
    """The full state is complete; deltas go on from ``seq``."""

    seq: int


class Delta(Message, frozen=True, kw_only=True, tag="delta"):
    """What changed. ``prev`` is the ``seq`` of the delta or snapshot sent to you before: else there is a gap.

    ``gone`` holds the keys of what is no more. ``unread`` is never sent: a reader names there what it could not
    decode, and of a kind that it does not know too.
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
    """Going on from where you were is not possible, for this reason; a full state follows."""

    reason: Resync


class CommandUpdate(Message, frozen=True, kw_only=True, tag="command_update"):
    """A command is on its way."""

    command_id: CommandId
    progress: Progress


class CommandResult(Message, frozen=True, kw_only=True, tag="command_result"):
    """A command came to its end."""

    result: Result


class Bye(Message, frozen=True, kw_only=True, tag="bye"):
    """The gateway closes the session; come back after ``retry_after_ms``, or never when that is None."""

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
"""What JSON's numbers hold exactly, everywhere."""


_Scope = Annotated[QueueId, Meta(max_length=256)] | Annotated[GroupId, Meta(max_length=256)]


class Subscribe(Message, frozen=True, kw_only=True, tag="subscribe"):
    """What to send: ``charts_of`` names the one queue or group whose series are wanted."""

    charts_of: _Scope = ALL


class Auth(Message, frozen=True, kw_only=True, tag="auth"):
    """The token, within seconds. With ``epoch`` and ``seq`` of a broken session it asks to go on from there."""

    token: str
    client: str
    kind: ClientKind
    subscribe: Subscribe = Subscribe()
    epoch: str = ""
    seq: Number = 0


class ClientHeartbeat(Message, frozen=True, kw_only=True, tag="client_heartbeat"):
    """I am here, and have applied everything up to ``seq``."""

    seq: Number


class ResyncRequest(Message, frozen=True, kw_only=True, tag="resync_request"):
    """I have seen a gap: send me the full state."""


class CommandRequest(Message, frozen=True, kw_only=True, tag="command"):
    """Do this, once; not if it has not been sent to the PBX by ``deadline_ms`` of the gateway's clock."""

    command: AnyCommand
    deadline_ms: Number


class CommandQuery(Message, frozen=True, kw_only=True, tag="command_status"):
    """What became of a command that was sent before the connection broke?"""

    command_id: Annotated[CommandId, Meta(max_length=256)]


AnyClientMessage = Auth | Subscribe | ClientHeartbeat | ResyncRequest | CommandRequest | CommandQuery
