"""How a caller leaves a queue unanswered without hanging up, and who hangs up."""

from tests.releases.release_next.domain.wire_enum import WireEnum


class Exit(WireEnum):
    """Why a caller left a queue unanswered without hanging up, or without being observed.

    ``moved`` is into another queue, by the dialplan or by a supervisor; the others are as the PBX reports them.
    ``overflow`` is the dialplan's next step where the PBX gives no reason.
    """

    TIMEOUT = "timeout"
    KEY = "key"
    EMPTY = "empty"
    OVERFLOW = "overflow"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    UNOBSERVED = "unobserved"
    UNKNOWN = "unknown"


class Party(WireEnum):
    """Who ended a call."""

    CALLER = "caller"
    AGENT = "agent"
    UNKNOWN = "unknown"
