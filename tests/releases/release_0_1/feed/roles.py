"""The closed sets of the feed: who may what, what kind of screen, and why a full state is sent."""

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """A viewer sees, with callers' numbers masked; a supervisor sees them whole and may command.

    An administrator may do what a supervisor may, end anybody's listening, and sees how the gateway is.
    """

    VIEWER = "viewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def may_command(self) -> bool:
        """Whether it may move calls and listen to them; it sees callers' numbers then."""
        return self is not Role.VIEWER

    @property
    def is_administrator(self) -> bool:
        """Whether it may end what others began, and sees the gateway's own state."""
        return self is Role.ADMINISTRATOR


class ClientKind(StrEnum):
    """A desk gets every change; a TV gets one delta a second."""

    DESK = "desk"
    TV = "tv"


class Resync(StrEnum):
    """Why a session could not go on from where it was."""

    EPOCH = "epoch"
    GONE = "gone"
    GAP = "gap"
    SLOW = "slow"


class CloseCode(IntEnum):
    """WebSocket close codes of the feed; a client comes back by itself after 1012, 1013 and 4408 alone."""

    RESTART = 1012
    TRY_LATER = 1013
    BAD_FRAME = 4400
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    VERSION = 4406
    SLOW = 4408
    RATE = 4429
