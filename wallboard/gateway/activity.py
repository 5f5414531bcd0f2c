"""What the core has received and done since its start, for ``GET /metrics``."""

from msgspec import Struct


class SourceActivity(Struct, frozen=True, kw_only=True):
    """One source's events and reconnections; ``last_event_age_s`` is None before the first event."""

    events: int = 0
    reconnects: int = 0
    last_event_age_s: float | None = None


class CoreActivity(Struct, frozen=True, kw_only=True):
    """The activity of all sources by name, and how many commands ended with each outcome."""

    sources: dict[str, SourceActivity] = {}
    commands: dict[str, int] = {}
