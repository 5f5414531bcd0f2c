"""The hub: events in, and at each flush one encoded delta for all alike. No sockets, no clock, no subscribers.

Every flush that changed anything has the next sequence number. Desks get each of them, TVs one a second.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from msgspec import Raw
from msgspec.structs import replace

from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Key, LedgerState, SourceStatus
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL_QUEUES, QueueId
from wallboard.feed.codec import encode
from wallboard.feed.messages import MAX_SERVER_FRAME, SnapBegin, SnapEnd
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway.fanout.ops import Audience, Op, item_chunks, ops_of, put, sort_ops

RING_MS = 120_000
RING_OPS = 50_000
TV_MS = 1_000
LEDGER = Key("ledger", "")
NO_QUEUE = QueueId("")
KEPT = 32
"""So many audiences' frames of one moment are kept for others alike; there may be as many as queues and roles."""
SNAPSHOT_CHUNK_BYTES = 65_536 - 64
"""64 KiB, less the chunk's own braces."""


@dataclass(slots=True, frozen=True)
class Flush:
    """What one flush changed."""

    seq: int
    at_ms: int
    ops: list[Op]


class Ring:
    """The latest flushes, for those who come back or fall behind: 120 s or 50,000 ops, whichever is less."""

    def __init__(self) -> None:
        self._flushes: deque[Flush] = deque()
        self._ops = 0

    def add(self, flush: Flush) -> None:
        """Keep a flush and drop those that are too old."""
        self._flushes.append(flush)
        self._ops += len(flush.ops)
        while self._ops > RING_OPS or self._flushes[0].at_ms < flush.at_ms - RING_MS:
            self._ops -= len(self._flushes.popleft().ops)
            if not self._flushes:
                return

    def after(self, seq: int, last: int) -> list[Op] | None:
        """The newest op of each entity that changed after ``seq``; None if not all flushes since are here."""
        if seq == last:
            return []
        if not self._flushes or seq + 1 < self._flushes[0].seq or seq > last:
            return None
        newest: dict[Key, Op] = {}
        for flush in islice(self._flushes, seq + 1 - self._flushes[0].seq, None):
            for op in flush.ops:
                newest.pop(op.key, None)  # so that the order is that of the last change
                newest[op.key] = op
        return list(newest.values())


class Hub:
    """The state as subscribers know it, and the way from one state to the next.

    Attributes:
        engine: what is so, and all figures.
        epoch: the name of this run; sequence numbers mean nothing in another.
        seq: the number of the last flush, what desks have got.
        tv_seq: the number up to which TVs have got everything.
    """

    def __init__(self, engine: Engine, epoch: str) -> None:
        self.engine = engine
        self.epoch = epoch
        self.seq = 0
        self.tv_seq = 0
        self._tv_tick = 0
        self._ring = Ring()
        self._current: dict[Key, Op] = {}
        self._tv_ops: dict[Key, Op] = {}
        self._chunks: dict[bool, tuple[int, list[bytes]]] = {}
        self._snapshots = lru_cache(KEPT)(self._snapshot)
        self._missed = lru_cache(KEPT)(self._since)
        self._ledger: list[Op] = []
        self._is_astray = False

    @property
    def is_up(self) -> bool:
        """Whether every PBX's word may be trusted now."""
        links = self.engine.state.links.values()
        return bool(links) and all(link.status is SourceStatus.UP for link in links)

    def known(self, queue_id: QueueId) -> QueueId:
        """A queue whose charts there can be, or none: a name that the PBX does not have costs nothing."""
        return queue_id if queue_id == ALL_QUEUES or queue_id in self.engine.state.queues else NO_QUEUE

    def apply(self, event: Event) -> Changes:
        """Take in what happened; it is told at the next flush."""
        return self.engine.apply(event)

    def tell_ledger(self, ledger: LedgerState) -> None:
        """Tell screens with the next flush how the ledger is."""
        self._ledger = [put(replace(ledger, rev=self.engine.state.next_rev()))]

    def seq_of(self, kind: ClientKind) -> int:
        """The number of the last delta that screens of this kind have got."""
        return self.tv_seq if kind is ClientKind.TV else self.seq

    def flush(self, now_ms: int, audiences: Collection[Audience]) -> dict[Audience, bytes | None]:
        """The delta for each audience that gets one now; it follows the audience's one before without a gap.

        None stands for a delta that is too long for a frame: that audience needs a snapshot.
        """
        ops = [*ops_of(self.engine.flush(now_ms), self.engine.state.queues), *self._ledger]
        self._ledger = []
        if self._is_astray:
            return self._full_states(audiences)
        out: dict[Audience, bytes | None] = {}
        if ops:
            prev, self.seq = self.seq, self.seq + 1
            self._keep(Flush(self.seq, now_ms, ops))
            desks = [audience for audience in audiences if audience.kind is ClientKind.DESK]
            out.update(_deltas(desks, ops, self.seq, prev))
        if now_ms // TV_MS != self._tv_tick and self._tv_ops:
            self._tv_tick = now_ms // TV_MS
            prev, self.tv_seq = self.tv_seq, self.seq
            self._forget_encoded()
            tvs = [audience for audience in audiences if audience.kind is ClientKind.TV]
            out.update(_deltas(tvs, self._tv_ops.values(), self.seq, prev))
            self._tv_ops = {}
        return out

    def start_over(self) -> None:
        """Give everybody a full state at the next flush: what was told last may not have been all of it."""
        self._is_astray = True

    def _full_states(self, audiences: Collection[Audience]) -> dict[Audience, bytes | None]:
        ledger = self._current.get(LEDGER)
        self._current = {entity.key: put(entity, self.engine.state.queues) for entity in self.engine.entities()}
        if ledger is not None:
            self._current[LEDGER] = ledger
        self._ring, self._tv_ops = Ring(), {}
        self.seq += 1
        self.tv_seq = self.seq
        self._forget_encoded()
        self._is_astray = False
        return dict.fromkeys(audiences)

    def _keep(self, flush: Flush) -> None:
        self._forget_encoded()
        self._ring.add(flush)
        for op in flush.ops:
            self._tv_ops[op.key] = op
            if op.is_gone:
                self._current.pop(op.key, None)
            elif op.series_of is None:
                self._current[op.key] = op

    def _forget_encoded(self) -> None:
        """What was put together for one moment is of no use in the next."""
        self._chunks.clear()
        self._snapshots.cache_clear()
        self._missed.cache_clear()

    def since(self, seq: int, audience: Audience) -> bytes | None:
        """One delta from ``seq`` to the audience's present; None if that is not to be had whole or is too long.

        Put together once between two flushes for all who miss the same: where one lags, many do.
        """
        return self._missed(seq, audience)

    def _since(self, seq: int, audience: Audience) -> bytes | None:
        last = self.seq_of(audience.kind)
        ops = self._ring.after(seq, last)
        if ops is None:
            return None
        return _fitting(sort_ops(ops).delta(audience, last, seq))

    def charts(self, audience: Audience) -> bytes:
        """A delta that adds the whole past of the audience's charts and goes no step further."""
        seq = self.seq_of(audience.kind)
        return sort_ops(self._series(audience)).delta(audience, seq, seq)

    def snapshot(self, audience: Audience) -> list[bytes]:
        """The full state for an audience in frames of 64 KiB at most, encoded once between two flushes."""
        return self._snapshots(audience)

    def _snapshot(self, audience: Audience) -> list[bytes]:
        count, chunks = self._all_but_series(sees_all=audience.role.may_command)
        series = [op.whole for op in self._series(audience) if op.whole is not None]
        seq = self.seq_of(audience.kind)
        return [
            encode(SnapBegin(seq=seq, epoch=self.epoch, count=count + len(series))),
            *chunks,
            *item_chunks(series, SNAPSHOT_CHUNK_BYTES),
            encode(SnapEnd(seq=seq)),
        ]

    def _all_but_series(self, *, sees_all: bool) -> tuple[int, list[bytes]]:
        """How many entities there are beside the charts' points, and their frames: the long part, for all alike."""
        if sees_all not in self._chunks:
            values = (op.whole if sees_all else op.masked for op in self._current.values())
            items: list[Raw] = [value for value in values if value is not None]
            self._chunks[sees_all] = len(items), item_chunks(items, SNAPSHOT_CHUNK_BYTES)
        return self._chunks[sees_all]

    def _series(self, audience: Audience) -> list[Op]:
        return [put(point) for point in self.engine.series(audience.charts_of)]


def _deltas(
    audiences: Collection[Audience], ops: Iterable[Op], seq: int, prev: int
) -> Iterator[tuple[Audience, bytes | None]]:
    """Each audience's delta; one and the same for all of a role whose charts have no new point."""
    if not audiences:
        return
    by_role = sort_ops(ops)
    encoded: dict[tuple[Role, QueueId | None], bytes | None] = {}
    for audience in audiences:
        alike = audience.role, audience.charts_of if audience.charts_of in by_role.series else None
        if alike not in encoded:
            encoded[alike] = _fitting(by_role.delta(audience, seq, prev))
        yield audience, encoded[alike]


def _fitting(delta: bytes) -> bytes | None:
    return delta if len(delta) <= MAX_SERVER_FRAME else None
