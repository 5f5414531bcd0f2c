"""The states that an agent is shown in."""

from tests.releases.release_next.domain.wire_enum import WireEnum


class AgentState(WireEnum):
    """What an agent is doing, as people describe it."""

    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    BUSY = "busy"
    """In a call that is not a queue's, or busy for a hidden queue."""
    BUSY_UNKNOWN = "busy_unknown"
    """The phone is in use, but no call is known."""
    WRAP_UP = "wrap_up"
    COOL_DOWN = "cool_down"
    """Idle, and offered no call for a moment after one that was refused or missed."""
    ON_DEMAND = "on_demand"
    """Idle, and offered the next call only on request."""
    PAUSED = "paused"
    DO_NOT_DISTURB = "do_not_disturb"
    UNREACHABLE = "unreachable"
    LOGGED_OUT = "logged_out"
    UNKNOWN = "unknown"
    """A value of a newer gateway."""
