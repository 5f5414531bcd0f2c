"""How long an agent may be paused, on hold or in wrap-up before a supervisor should check."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from wallboard.domain.centre.agent_state import AgentState

PAUSE_MIN, WRAP_UP_MIN, HOLD_MIN = 30.0, 5.0, 3.0
"""The default: longer than most breaks and planned wrap-ups, and than a caller stays patient."""


class StateLimits(Struct, frozen=True, kw_only=True):
    """Limits in minutes, 0 for none; a pause has its reason's (case-insensitive), else ``pause_min``."""

    pause_min: float = PAUSE_MIN
    pause_min_by_reason: Mapping[str, float] = MappingProxyType({})
    wrap_up_min: float = WRAP_UP_MIN
    hold_min: float = HOLD_MIN

    def late_at_ms(self, state: AgentState, since_ms: int, pause_reason: str = "") -> int:
        """When a state that began at ``since_ms`` passes its limit, epoch ms; 0 where it never does."""
        match state:
            case AgentState.PAUSED:
                limit_min = self._pause_min(pause_reason)
            case AgentState.DO_NOT_DISTURB:
                limit_min = self.pause_min
            case AgentState.WRAP_UP:
                limit_min = self.wrap_up_min
            case AgentState.HOLD:
                limit_min = self.hold_min
            case _:
                return 0
        return since_ms + round(limit_min * 60_000) if limit_min > 0 and since_ms > 0 else 0

    def _pause_min(self, reason: str) -> float:
        if not self.pause_min_by_reason or not reason:
            return self.pause_min
        folded = reason.casefold()
        limits = (limit for name, limit in self.pause_min_by_reason.items() if name.casefold() == folded)
        return next(limits, self.pause_min)
