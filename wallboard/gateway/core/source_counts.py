"""Counts one source's events and reconnections."""

from collections.abc import Callable
from time import monotonic

from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.gateway.activity import SourceActivity


class SourceCounts:
    """The counts since the start of the gateway."""

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._now_s = now_s
        self._events = 0
        self._ups = 0
        self._is_up = False
        self._last_s: float | None = None

    def observe(self, event: Event) -> None:
        """Counts one event of the source's adapter."""
        self._events += 1
        self._last_s = self._now_s()
        if isinstance(event, SourceChanged):
            was_up, self._is_up = self._is_up, event.status is SourceStatus.UP
            self._ups += self._is_up and not was_up

    def lose(self) -> None:
        """Records that the adapter ended by itself."""
        self._is_up = False

    def activity(self) -> SourceActivity:
        """Returns the counts; the first connection is no reconnection."""
        return SourceActivity(
            events=self._events,
            reconnects=max(0, self._ups - 1),
            last_event_age_s=None if self._last_s is None else self._now_s() - self._last_s,
        )
