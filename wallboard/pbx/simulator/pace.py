"""World time and the gateway's time: the same until the link is up, then the world's runs N times as fast."""

from msgspec.structs import replace

from wallboard.domain.events import (
    ActivityChanged,
    AvailabilityChanged,
    CallerJoined,
    CallFound,
    CallHandled,
    Event,
)


class Pace:
    """Where world time ``live_ms`` is gateway time ``live_ms`` and ``speed`` holds from then on."""

    def __init__(self, live_ms: int, speed: float) -> None:
        self._live_ms = live_ms
        self._speed = speed

    def world_ms(self, told_ms: int) -> int:
        """The world's time at a time of the gateway."""
        return self._live_ms + round((told_ms - self._live_ms) * self._speed)

    def told_ms(self, world_ms: int) -> int:
        """The gateway's time at a time of the world."""
        if world_ms <= self._live_ms:
            return world_ms
        return self._live_ms + round((world_ms - self._live_ms) / self._speed)

    def tell(self, event: Event) -> Event:
        """The event with all its times as the gateway has them."""
        if self._speed == 1.0:
            return event
        told = self.told_ms
        at_ms = told(event.at_ms)
        match event:
            case AvailabilityChanged() | CallFound():
                return replace(event, at_ms=at_ms, since_ms=told(event.since_ms))
            case ActivityChanged(wrap_up_until_ms=until_ms):
                until_ms = None if until_ms is None else told(until_ms)
                return replace(event, at_ms=at_ms, since_ms=told(event.since_ms), wrap_up_until_ms=until_ms)
            case CallerJoined():
                return replace(event, at_ms=at_ms, entered_ms=told(event.entered_ms))
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
