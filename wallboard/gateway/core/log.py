"""The log of flushes that the core appends; servers of screens read this log alone.

A reader of every flush since the first, or since one that is whole, has everything that can be shown.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import Key


class LogHead(Struct, frozen=True, kw_only=True):
    """What readers of a log need: the name of its run, and the key of viewers' masks, a secret.

    Sequence numbers are not valid in another run.
    """

    epoch: str
    mask_key: bytes


class Flush(Struct, frozen=True, kw_only=True, gc=False):
    """The changes up to ``at_ms``: entities with their newest values, and the keys of removed ones.

    ``seq`` counts the flushes that changed anything; one without changes has the number of the last one and carries
    only the time. One that ``is_whole`` carries everything: entities that it lacks no longer exist.
    """

    seq: int
    at_ms: int
    put: list[AnyEntity] = []
    gone: list[Key] = []
    is_whole: bool = False


Reader = Callable[[Flush], None]


class FlushLog:
    """The flushes of one run of the core, passed to each reader in their order.

    Attributes:
        head: what readers need to use it.
        seq: the number of the last flush.
    """

    def __init__(self, head: LogHead) -> None:
        self.head = head
        self.seq = 0
        self._readers: list[Reader] = []

    def follow(self, reader: Reader) -> None:
        """Passes every flush from now on to ``reader``."""
        self._readers.append(reader)

    def append(
        self, at_ms: int, put: Iterable[AnyEntity] = (), gone: Iterable[Key] = (), *, is_whole: bool = False
    ) -> None:
        """Numbers a flush and passes it to all readers; raises what one of them raises."""
        values, keys = list(put), list(gone)
        if values or keys or is_whole:
            self.seq += 1
        self.relay(Flush(seq=self.seq, at_ms=at_ms, put=values, gone=keys, is_whole=is_whole))

    def relay(self, flush: Flush) -> None:
        """Passes on to all readers a flush that the log of this name numbered, here or on another machine."""
        self.seq = flush.seq
        for reader in self._readers:
            reader(flush)
