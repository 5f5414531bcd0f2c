"""The log: what screens may be told, flush by flush; the core appends, and whatever serves screens reads it alone.

Who has read every flush since the first, or since one that is whole, knows everything there is to show.
"""

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct

from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import Key


class LogHead(Struct, frozen=True, kw_only=True):
    """What whoever reads a log has to know of it: the name of its run, and the key of viewers' masks, a secret.

    Sequence numbers mean nothing in another run.
    """

    epoch: str
    mask_key: bytes


class Flush(Struct, frozen=True, kw_only=True, gc=False):
    """What changed up to ``at_ms``: entities with their newest values, and the keys of those that are no more.

    ``seq`` counts the flushes that changed anything; one without changes has the number of the last one and says
    only how late it is. One that ``is_whole`` carries everything: what it does not name is no more.
    """

    seq: int
    at_ms: int
    put: list[AnyEntity] = []
    gone: list[Key] = []
    is_whole: bool = False


Reader = Callable[[Flush], None]


class FlushLog:
    """The flushes of one run of the core, handed to each reader in their order.

    Attributes:
        head: what readers have to know of it.
        seq: the number of the last flush.
    """

    def __init__(self, head: LogHead) -> None:
        self.head = head
        self.seq = 0
        self._readers: list[Reader] = []

    def follow(self, reader: Reader) -> None:
        """Hand ``reader`` every flush from now on."""
        self._readers.append(reader)

    def append(
        self, at_ms: int, put: Iterable[AnyEntity] = (), gone: Iterable[Key] = (), *, is_whole: bool = False
    ) -> None:
        """Number a flush and hand it to all readers; raises what one of them raises."""
        values, keys = list(put), list(gone)
        if values or keys or is_whole:
            self.seq += 1
        self.relay(Flush(seq=self.seq, at_ms=at_ms, put=values, gone=keys, is_whole=is_whole))

    def relay(self, flush: Flush) -> None:
        """Hand a flush to all readers that the log of this name numbered, here or on another machine."""
        self.seq = flush.seq
        for reader in self._readers:
            reader(flush)


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Flush] = msgspec.msgpack.Decoder(Flush)


def encode_flush(flush: Flush) -> bytes:
    """A flush as another machine can read it."""
    return _encoder.encode(flush)


def decode_flush(data: bytes) -> Flush:
    """The flush that `encode_flush` wrote; `msgspec.DecodeError` if it is none."""
    return _decoder.decode(data)
