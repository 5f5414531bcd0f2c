"""What changed, encoded once for all who may see it; who may see what is decided here and nowhere else."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct

from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.ids import ALL, Key, QueueId, ScopeId
from wallboard.feed.messages import Message
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.masks import Mask
from wallboard.gateway.fanout.series import Point


class Audience(Struct, frozen=True, kw_only=True):
    """All subscribers that get the very same frames: their grants let them see the same."""

    sees_numbers: bool
    kind: ClientKind
    charts_of: ScopeId = ALL

    @classmethod
    def of(cls, grant: Grant, kind: ClientKind, charts_of: ScopeId) -> "Audience":
        """The audience of whoever has ``grant``."""
        return cls(sees_numbers=grant.may(AccessRight.SEE_NUMBERS), kind=kind, charts_of=charts_of)


class Op(NamedTuple):
    """One entity's newest value, or that it is gone (``whole`` is None then).

    ``masked`` is the value for viewers and ``masked_key`` its key, None where it is not for them. A chart's point
    is in ``point`` alone: it is encoded only for those whose charts show its queue.
    """

    key: Key
    whole: Raw | None
    masked: Raw | None
    masked_key: Key | None = None
    point: Point | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the entity is no more."""
        return self.whole is None and self.point is None


class EncodedItems(Message, frozen=True, kw_only=True, tag="snap_items"):
    """`SnapItems` of entities that are encoded already."""

    items: list[Raw]


class EncodedDelta(Message, frozen=True, kw_only=True, tag="delta"):
    """`Delta` of entities that are encoded already."""

    seq: int
    prev: int
    put: list[Raw | Point] = []
    gone: list[Key] = []


_encode = msgspec.json.Encoder().encode


def put(entity: AnyEntity, mask: Mask, queues: Container[QueueId] = ()) -> Op:
    """The op for an entity's newest value; ``queues`` are those that there are."""
    if isinstance(entity, Interval | Sample):
        return Op(entity.key, None, None, point=entity)
    whole = Raw(_encode(entity))
    masked = mask.of(entity, queues)
    if masked is None:
        return Op(entity.key, whole, None)
    return Op(entity.key, whole, whole if masked is entity else Raw(_encode(masked)), masked.key)


def gone(last: Op) -> Op:
    """The op that tells that an entity is no more, by the one before."""
    return Op(last.key, None, None, last.masked_key)


@dataclass(slots=True)
class Sorted:
    """Ops sorted by who may see them, so that a frame for one audience is put together without looking at each."""

    whole: list[Raw] = field(default_factory=list)
    masked: list[Raw] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    gone_for_viewers: list[Key] = field(default_factory=list)
    series: dict[ScopeId, list[Point]] = field(default_factory=dict)

    def delta(self, audience: Audience, seq: int, prev: int) -> bytes:
        """The delta for one audience, as UTF-8 JSON."""
        series = self.series.get(audience.charts_of)
        values: list[Raw | Point] = [*(self.whole if audience.sees_numbers else self.masked), *(series or ())]
        gone = self.gone if audience.sees_numbers else self.gone_for_viewers
        return _encode(EncodedDelta(seq=seq, prev=prev, put=values, gone=gone))


def sort_ops(ops: Iterable[Op]) -> Sorted:
    """Sort ops by who may see them."""
    out = Sorted()
    for op in ops:
        if op.point is not None:
            out.series.setdefault(op.point.scope, []).append(op.point)
        elif op.whole is None:
            out.gone.append(op.key)
            if op.masked_key is not None:
                out.gone_for_viewers.append(op.masked_key)
        else:
            out.whole.append(op.whole)
            if op.masked is not None:
                out.masked.append(op.masked)
    return out


def encoded(point: Point) -> Raw:
    """A chart's point as JSON."""
    return Raw(_encode(point))


def item_chunks(items: list[Raw], max_bytes: int) -> list[bytes]:
    """Encoded `SnapItems` of at most ``max_bytes`` each; an item alone is never split."""
    chunks: list[list[Raw]] = [[]]
    room = max_bytes
    for item in items:
        size = len(memoryview(item)) + 1
        if size > room and chunks[-1]:
            chunks.append([])
            room = max_bytes
        chunks[-1].append(item)
        room -= size
    return [_encode(EncodedItems(items=chunk)) for chunk in chunks if chunk]
