"""The states that an agent is shown in."""

from wallboard.domain.wire_enum import WireEnum


class AgentState(WireEnum):
    """What a person would say the agent is doing."""

    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    BUSY = "busy"
    """In a call that is no queue's, or busy for a queue that is hidden."""
    BUSY_UNKNOWN = "busy_unknown"
    """The phone is in use, and no call is known that it is in use for."""
    WRAP_UP = "wrap_up"
    COOL_DOWN = "cool_down"
    """Free, and spared by the PBX for a moment, after a call that was refused or missed."""
    ON_DEMAND = "on_demand"
    """Free, and offered the next call only on asking for it."""
    PAUSED = "paused"
    DO_NOT_DISTURB = "do_not_disturb"
    UNREACHABLE = "unreachable"
    LOGGED_OUT = "logged_out"
    UNKNOWN = "unknown"
    """What a newer gateway says, and this program does not know."""
