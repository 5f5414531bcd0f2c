"""The hub: takes flushes and makes one encoded delta of each for an audience. No sockets, clock or subscribers.

Every flush that changed anything has the next sequence number. Desks get each of them, TVs one a second.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from wallboard.domain.centre.state import Group
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval
from wallboard.domain.ids import ALL, GroupId, Key, QueueId, ScopeId
from wallboard.feed.codec import encode
from wallboard.feed.messages import MAX_SERVER_FRAME, SnapBegin, SnapEnd
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.sight import AccessPolicy, Sight
from wallboard.gateway.core.log import Flush, LogHead
from wallboard.gateway.fanout.ops import Audience, Op, Sorted, encoded, item_chunks
from wallboard.gateway.fanout.ring import Ring, RingEntry
from wallboard.gateway.fanout.series import Series

TV_MS = 1_000
NO_QUEUE = QueueId("")
KEPT = 32
"""The most audiences whose frames of one moment are cached; there may be as many as queues and roles."""
SNAPSHOT_CHUNK_BYTES = 65_536 - 64
"""64 KiB, less the chunk's own braces."""


class LogGap(Exception):
    """A flush was missed: only one that is whole can continue from here."""


class Hub:
    """The centre's state for subscribers, and the deltas from one state to the next.

    Attributes:
        epoch: the name of the log's run; sequence numbers are not valid in another.
        seq: the number of the last flush, which desks have received.
        tv_seq: the number up to which TVs have received everything.
    """

    def __init__(self, head: LogHead) -> None:
        self.epoch = head.epoch
        self._policy = AccessPolicy(head.mask_key)
        self.seq = 0
        self.tv_seq = 0
        self._tv_tick = 0
        self._ring = Ring()
        self._series = Series()
        self._groups: set[GroupId] = set()
        self._current: dict[Key, Op] = {}
        self._tv_ops: dict[Key, Op] = {}
        self._chunks: dict[Sight, tuple[int, list[bytes]]] = {}
        self._snapshots = lru_cache(KEPT)(self._snapshot)
        self._missed = lru_cache(KEPT)(self._since)

    def known(self, scope: ScopeId) -> ScopeId:
        """Returns ``scope`` if charts of it can exist, else none: an unknown name costs nothing."""
        return scope if scope == ALL or scope in self._groups or scope in self._policy.queues else NO_QUEUE

    def seq_of(self, kind: ClientKind) -> int:
        """Returns the number of the last delta that screens of this kind have received."""
        return self.tv_seq if kind is ClientKind.TV else self.seq

    def take(self, flush: Flush, audiences: Collection[Audience]) -> dict[Audience, bytes | None]:
        """Applies a flush; returns the delta for each audience that gets one now, following its last without a gap.

        None stands for what no delta can carry, or none that fits into a frame: that audience needs a snapshot.
        Raises `LogGap`.
        """
        if flush.is_whole:
            self._begin_anew(flush)
            return dict.fromkeys(audiences)
        if flush.seq not in (self.seq, self.seq + 1):
            raise LogGap(f"flush {flush.seq} came after {self.seq}")
        out: dict[Audience, bytes | None] = {}
        if flush.seq > self.seq:
            prev, self.seq = self.seq, flush.seq
            ops = self._keep(flush)
            desks = [audience for audience in audiences if audience.kind is ClientKind.DESK]
            out.update(_deltas(desks, ops, self.seq, prev))
        if flush.at_ms // TV_MS != self._tv_tick and self._tv_ops:
            self._tv_tick = flush.at_ms // TV_MS
            prev, self.tv_seq = self.tv_seq, self.seq
            self._forget_encoded()
            tvs = [audience for audience in audiences if audience.kind is ClientKind.TV]
            out.update(_deltas(tvs, self._tv_ops.values(), self.seq, prev))
            self._tv_ops = {}
        return out

    def _begin_anew(self, flush: Flush) -> None:
        self._ring, self._series = Ring(), Series()
        self._policy.queues.clear()
        self._groups, self._current, self._tv_ops = set(), {}, {}
        self._keep(flush)
        self._ring, self._tv_ops = Ring(), {}  # no session can resume from before it
        self.seq = self.tv_seq = flush.seq

    def _keep(self, flush: Flush) -> list[Op]:
        """Applies a flush to the current state, and returns what it changed."""
        self._forget_encoded()
        self._policy.follow(flush.put)
        self._groups.update(entity.id for entity in flush.put if isinstance(entity, Group))
        ops: list[Op] = []
        for entity in flush.put:
            op = Op(entity, self._policy)
            if op.point is not None:
                self._series.add(op.point)
            else:
                self._current[op.key] = op
            ops.append(op)
        self._series.follow_days(entity for entity in flush.put if isinstance(entity, Figures))
        for key in flush.gone:
            if (last := self._current.pop(key, None)) is not None:  # else it was added and removed within one flush
                ops.append(last.gone())
            if key.kind in ("queue", "group"):
                self._groups.discard(GroupId(key.id))
                self._series.drop(QueueId(key.id))
        self._policy.follow((), flush.gone)
        for op in ops:
            self._tv_ops[op.key] = op
        self._ring.add(RingEntry(flush.seq, flush.at_ms, ops))
        return ops

    def _forget_encoded(self) -> None:
        """Drops the frames that were built for one moment."""
        self._chunks.clear()
        self._snapshots.cache_clear()
        self._missed.cache_clear()

    def since(self, seq: int, audience: Audience) -> bytes | None:
        """Returns one delta from ``seq`` to the audience's present; None if it would be incomplete or too long.

        Built once between two flushes for all that miss the same: where one lags, many do.
        """
        return self._missed(seq, audience)

    def _since(self, seq: int, audience: Audience) -> bytes | None:
        last = self.seq_of(audience.kind)
        ops = self._ring.after(seq, last)
        if ops is None:
            return None
        return _fitting(Sorted(ops).delta(audience, last, seq))

    def seen(self, kinds: Collection[str], sight: Sight) -> Iterator[AnyEntity]:
        """Returns all current entities of some kinds, each as it may be seen once it is asked for."""
        ops = [op for key, op in self._current.items() if key.kind in kinds]
        return (entity for op in ops if (entity := op.value(sight)) is not None)

    def intervals(self, scope: ScopeId) -> list[Interval]:
        """Returns today's finished intervals of one queue or group."""
        return [point for point in self._series.of(scope) if isinstance(point, Interval)]

    def charts(self, audience: Audience) -> bytes:
        """Returns a delta that adds the whole history of the audience's charts without advancing ``seq``."""
        seq = self.seq_of(audience.kind)
        points = self._series.of(audience.charts_of)
        return Sorted(Op(point, self._policy) for point in points).delta(audience, seq, seq)

    def snapshot(self, audience: Audience) -> list[bytes]:
        """Returns the full state for an audience in frames of 64 KiB at most, encoded once between two flushes."""
        return self._snapshots(audience)

    def _snapshot(self, audience: Audience) -> list[bytes]:
        count, chunks = self._all_but_series(audience.sight)
        series = [encoded(point) for point in self._series.of(audience.charts_of)]
        seq = self.seq_of(audience.kind)
        return [
            encode(SnapBegin(seq=seq, epoch=self.epoch, count=count + len(series))),
            *chunks,
            *item_chunks(series, SNAPSHOT_CHUNK_BYTES),
            encode(SnapEnd(seq=seq)),
        ]

    def _all_but_series(self, sight: Sight) -> tuple[int, list[bytes]]:
        """Returns the count and the frames of all entities but chart points: the long part, the same for all."""
        if sight not in self._chunks:
            items = [seen.value for op in self._current.values() if (seen := op.seen(sight)) is not None]
            self._chunks[sight] = len(items), item_chunks(items, SNAPSHOT_CHUNK_BYTES)
        return self._chunks[sight]


def _deltas(
    audiences: Collection[Audience], ops: Iterable[Op], seq: int, prev: int
) -> Iterator[tuple[Audience, bytes | None]]:
    """Returns each audience's delta; shared by all that see the same and whose charts have no new point."""
    if not audiences:
        return
    by_sight = Sorted(ops)
    encoded_once: dict[tuple[Sight, ScopeId | None], bytes | None] = {}
    for audience in audiences:
        alike = audience.sight, audience.charts_of if audience.charts_of in by_sight.series else None
        if alike not in encoded_once:
            encoded_once[alike] = _fitting(by_sight.delta(audience, seq, prev))
        yield audience, encoded_once[alike]


def _fitting(delta: bytes) -> bytes | None:
    return delta if len(delta) <= MAX_SERVER_FRAME else None
