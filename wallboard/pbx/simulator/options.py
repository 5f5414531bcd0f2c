"""What a simulated contact centre is asked to be: its size, its day, its pace and its troubles."""

from datetime import UTC, tzinfo
from enum import StrEnum

from msgspec import Struct

from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import (
    PBX,
    SourceId,
)


class Crisis(StrEnum):
    """Trouble that can be played: too many callers, callers who give up, no PBX, no agents."""

    FLOOD = "flood"
    MASS_ABANDON = "mass_abandon"
    PBX_LOST = "pbx_lost"
    AGENTS_LEAVE = "agents_leave"


class SimulatorOptions(Struct, frozen=True, kw_only=True):
    """The same options at the same moment make the same day.

    ``speed`` N: everything lasts an Nth of its time, waits and talks too. ``history_s`` is how much past
    is reported before the link is up. ``calls_per_hour_per_agent`` is per agent on duty; by default as many
    as the staff can just serve well. ``site_hour`` sets the site's clock at the live start (10.5 is
    half past ten); by default it is the time in ``zone``. ``crisis`` begins ``crisis_after_s`` of real
    seconds after the link is up. ``no_answer_pct`` is how often an agent leaves a moved call to ring out;
    ``cool_down_s`` is the cool-down of an agent who let a call ring out, none where it is 0.
    """

    agents: int = 60
    queues: int = 8
    first_queue: int = 1
    seed: int = 1
    speed: float = 1.0
    calls_per_hour_per_agent: float | None = None
    history_s: int = 0
    crisis: Crisis | None = None
    crisis_after_s: float = 15.0
    zone: tzinfo = UTC
    site_hour: float | None = None
    no_answer_pct: float = 6.0
    cool_down_s: float = 0.0
    source_id: SourceId = PBX

    def __post_init__(self) -> None:
        for name, low, high in (
            ("agents", 1, 5_000),
            ("queues", 1, 1_000),
            ("first_queue", 1, 1_000),
            ("speed", 0.01, 1_000),
            ("history_s", 0, 86_400),
            ("no_answer_pct", 0, 100),
            ("cool_down_s", 0, 3_600),
        ):
            if not low <= getattr(self, name) <= high:
                raise ConfigError(f"simulator: {name} must be between {low} and {high}, not {getattr(self, name)}")
        if self.calls_per_hour_per_agent is not None and self.calls_per_hour_per_agent <= 0:
            raise ConfigError("simulator: calls_per_hour_per_agent must be more than 0")
