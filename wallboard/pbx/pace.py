"""Maps a simulated world's time to the gateway's: shifted to now, and at N times the speed from then on."""

from msgspec.structs import replace

from wallboard.domain.centre.events import (
    ActivityChanged,
    AvailabilityChanged,
    CallerJoined,
    CallFound,
    CallHandled,
    Event,
)


class Pace:
    """World time ``world_ms`` is gateway time ``reported_ms``; from then on the world runs ``speed`` times as fast.

    Earlier times are reported as long ago as they were in the world.
    """

    def __init__(self, world_ms: int, reported_ms: int, speed: float) -> None:
        self._start_ms = world_ms
        self._ahead_ms = reported_ms - world_ms
        self._speed = speed

    def world_ms(self, reported_ms: int) -> int:
        """Returns the world's time at a time of the gateway."""
        return self._start_ms + round((reported_ms - self._ahead_ms - self._start_ms) * self._speed)

    def reported_ms(self, world_ms: int) -> int:
        """Returns the gateway's time at a time of the world."""
        since_ms = world_ms - self._start_ms
        if since_ms > 0:
            since_ms = round(since_ms / self._speed)
        return self._start_ms + self._ahead_ms + since_ms

    def to_gateway_time(self, event: Event) -> Event:
        """Returns the event with all its times converted to the gateway's."""
        if self._speed == 1.0 and not self._ahead_ms:
            return event
        reported = self.reported_ms
        at_ms = reported(event.at_ms)
        match event:
            case AvailabilityChanged() | CallFound():
                return replace(event, at_ms=at_ms, since_ms=reported(event.since_ms))
            case ActivityChanged(free_at_ms=until_ms):
                until_ms = None if until_ms is None else reported(until_ms)
                return replace(event, at_ms=at_ms, since_ms=reported(event.since_ms), free_at_ms=until_ms)
            case CallerJoined():
                return replace(event, at_ms=at_ms, entered_ms=reported(event.entered_ms))
            case CallHandled():
                return replace(
                    event,
                    at_ms=at_ms,
                    talk_ms=round(event.talk_ms / self._speed),
                    hold_ms=round(event.hold_ms / self._speed),
                    wrap_up_ms=round(event.wrap_up_ms / self._speed),
                )
            case _:
                return replace(event, at_ms=at_ms)
