"""A core and a hub that know each other by the log alone, moved by hand."""

from collections.abc import Collection

from tests.domain.words import DAY_MS
from wallboard.domain.centre.events import Event
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.gateway.core.log import Flush, FlushLog, LogHead
from wallboard.gateway.core.publisher import Publisher
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.ops import Audience

HEAD = LogHead(epoch="epoch", mask_key=b"a test's")


class Fanned:
    """An engine whose flushes a hub takes.

    Attributes:
        flushes: all that the log had.
    """

    def __init__(self, *first: Event) -> None:
        self.engine = Engine(Calendar(), Goals(), DAY_MS)
        self.log = FlushLog(HEAD)
        self.publisher = Publisher(self.engine, self.log)
        self.hub = Hub(HEAD)
        self.flushes: list[Flush] = []
        self.log.follow(self.flushes.append)
        self.happens(*first)

    def happens(self, *events: Event) -> None:
        for event in events:
            self.engine.apply(event)

    def flush(self, now_ms: int, audiences: Collection[Audience] = ()) -> dict[Audience, bytes | None]:
        """Flush, and what the hub has for these audiences then."""
        self.publisher.flush(now_ms)
        return self.hub.take(self.flushes[-1], audiences)
