"""Enumerations of the feed: roles, kinds of screens, and why a full state is sent."""

from enum import IntEnum, StrEnum

from tests.releases.release_next.domain.actions.grant import AccessRight
from tests.releases.release_next.domain.wire_enum import WireEnum


class Role(WireEnum):
    """A viewer sees, with callers' numbers masked; a supervisor sees them whole and may give commands.

    An administrator may do what a supervisor may, end any monitoring, and sees the gateway's own state. A role of a
    newer gateway is ``unknown`` here and has a viewer's rights.
    """

    VIEWER = "viewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    UNKNOWN = "unknown"

    @property
    def rights(self) -> frozenset[AccessRight]:
        """Returns the rights beyond viewing."""
        return _RIGHTS[self]


_RIGHTS = {
    Role.VIEWER: frozenset[AccessRight](),
    Role.SUPERVISOR: frozenset({AccessRight.SEE_NUMBERS, AccessRight.COMMAND}),
    Role.ADMINISTRATOR: frozenset(AccessRight),
    Role.UNKNOWN: frozenset(),
}


class ClientKind(StrEnum):
    """A desk gets every change; a TV gets one delta a second."""

    DESK = "desk"
    TV = "tv"


class Resync(WireEnum):
    """Why a session could not resume."""

    EPOCH = "epoch"
    GONE = "gone"
    GAP = "gap"
    SLOW = "slow"
    UNKNOWN = "unknown"


class CloseCode(IntEnum):
    """WebSocket close codes of the feed; a client reconnects by itself after 1012, 1013 and 4408 alone."""

    RESTART = 1012
    TRY_LATER = 1013
    BAD_FRAME = 4400
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    VERSION = 4406
    SLOW = 4408
    RATE = 4429
