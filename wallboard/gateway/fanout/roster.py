"""All subscribers by audience, to which each flush and each heartbeat is sent."""

import logging
from collections.abc import Iterator
from time import monotonic

from wallboard.feed.codec import encode
from wallboard.feed.messages import Heartbeat
from wallboard.gateway.core.log import Flush
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.subscriber import Subscriber, TooSlow
from wallboard.gateway.fanout.transport import text_frame

logger = logging.getLogger(__name__)


class Roster:
    """The subscribers of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._by_audience: dict[Audience, set[Subscriber]] = {}
        self._waiting_for_charts: set[Subscriber] = set()

    def __len__(self) -> int:
        return sum(map(len, self._by_audience.values()))

    def add(self, subscriber: Subscriber) -> None:
        """Adds a subscriber, which gets every delta of its audience from now on."""
        self._by_audience.setdefault(subscriber.audience, set()).add(subscriber)
        if subscriber.waits_for_charts:
            self._waiting_for_charts.add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Removes a subscriber."""
        self._waiting_for_charts.discard(subscriber)
        group = self._by_audience.get(subscriber.audience, set())
        group.discard(subscriber)
        if not group:
            self._by_audience.pop(subscriber.audience, None)

    def send_charts(self, subscriber: Subscriber) -> None:
        """Changes a subscriber's charts."""
        self.remove(subscriber)
        subscriber.send_charts()
        self.add(subscriber)

    def take(self, flush: Flush) -> None:
        """Sends a flush to all; removes one that cannot be served, and waits for none."""
        frames = self._hub.take(flush, self._by_audience.keys())
        now_s = monotonic()
        for audience, payload in frames.items():
            frame = None if payload is None else text_frame(payload)
            for subscriber in list(self._by_audience.get(audience, ())):
                try:
                    subscriber.offer(frame, now_s)
                except TooSlow:
                    logger.warning("disconnected %s, which is too slow to read the feed", subscriber.name)
                    subscriber.transport.abort()
        for subscriber in self._whose_charts_came():
            self.send_charts(subscriber)

    def _whose_charts_came(self) -> list[Subscriber]:
        waiting = self._waiting_for_charts
        return [one for one in waiting if self._hub.known(one.charts_of) == one.charts_of]

    def beat(self, time_ms: int) -> None:
        """Sends a heartbeat to all but those that lag, since it would wait behind the rest."""
        for audience, group in self._by_audience.items():
            frame = text_frame(encode(Heartbeat(seq=self._hub.seq_of(audience.kind), time_ms=time_ms)))
            for subscriber in group:
                if not subscriber.is_lagging:
                    subscriber.transport.send_framed(frame)

    def __iter__(self) -> Iterator[Subscriber]:
        return (subscriber for group in list(self._by_audience.values()) for subscriber in list(group))
