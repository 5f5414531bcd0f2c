"""Changes, encoded once for all that may see them and only when needed; decides who may see what."""

from collections.abc import Container, Iterable

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.ids import ALL, Key, QueueId, ScopeId
from wallboard.feed.messages import Message
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.masks import Mask
from wallboard.gateway.fanout.series import Point


class Audience(Struct, frozen=True, kw_only=True):
    """All subscribers that get identical frames: their grants let them see the same."""

    sees_numbers: bool
    kind: ClientKind
    charts_of: ScopeId = ALL

    @classmethod
    def of(cls, grant: Grant, kind: ClientKind, charts_of: ScopeId) -> "Audience":
        """Returns the audience of a ``grant``."""
        return cls(sees_numbers=grant.may(AccessRight.SEE_NUMBERS), kind=kind, charts_of=charts_of)


_encode = msgspec.json.Encoder().encode


class Op:
    """One entity's newest value or its removal; encoded when first needed, then cached.

    Attributes:
        key: the entity's.
        point: the value where it is a chart's point: it is encoded only for audiences whose charts show its queue.
        is_gone: whether the entity was removed.
    """

    __slots__ = ("_encoded", "_entity", "_mask", "_masked", "_queues", "is_gone", "key", "point")

    def __init__(
        self, entity: AnyEntity, mask: Mask, queues: Container[QueueId] = (), *, is_gone: bool = False
    ) -> None:
        """``queues`` are the existing ones."""
        self.key = entity.key
        self.point: Point | None = entity if isinstance(entity, Interval | Sample) else None
        self.is_gone = is_gone
        self._entity = entity
        self._mask = mask
        self._queues = queues
        self._encoded: Raw | None = None
        self._masked: tuple[Key, Raw] | UnsetType | None = UNSET

    def whole(self) -> Raw:
        """Returns the value for clients who see numbers."""
        if self._encoded is None:
            self._encoded = Raw(_encode(self._entity))
        return self._encoded

    def masked(self) -> Raw | None:
        """Returns the value for viewers, None where it is not for them."""
        return None if (known := self._for_viewers()) is None else known[1]

    def masked_key(self) -> Key | None:
        """Returns the entity's key for viewers, None where it is not for them."""
        return None if (known := self._for_viewers()) is None else known[0]

    def _for_viewers(self) -> tuple[Key, Raw] | None:
        if isinstance(self._masked, UnsetType):
            masked = self._mask.of(self._entity, self._queues)
            if masked is None:
                self._masked = None
            else:
                self._masked = masked.key, self.whole() if masked is self._entity else Raw(_encode(masked))
        return self._masked

    def gone(self) -> "Op":
        """Returns the op of the entity's removal."""
        return Op(self._entity, self._mask, self._queues, is_gone=True)


class EncodedItems(Message, frozen=True, kw_only=True, tag="snap_items"):
    """`SnapItems` of entities that are encoded already."""

    items: list[Raw]


class EncodedDelta(Message, frozen=True, kw_only=True, tag="delta"):
    """`Delta` of entities that are encoded already."""

    seq: int
    prev: int
    put: list[Raw | Point] = []
    gone: list[Key] = []


class Sorted:
    """Ops sorted so that frames for several audiences are built without examining each op again."""

    def __init__(self, ops: Iterable[Op]) -> None:
        self.series: dict[ScopeId, list[Point]] = {}
        self._put: list[Op] = []
        self._gone: list[Op] = []
        for op in ops:
            if op.is_gone:
                self._gone.append(op)
            elif op.point is not None:
                self.series.setdefault(op.point.scope, []).append(op.point)
            else:
                self._put.append(op)
        self._seen: dict[bool, tuple[list[Raw], list[Key]]] = {}

    def delta(self, audience: Audience, seq: int, prev: int) -> bytes:
        """Returns the delta for one audience, as UTF-8 JSON."""
        sees_numbers = audience.sees_numbers
        if sees_numbers not in self._seen:
            self._seen[sees_numbers] = self._all() if sees_numbers else self._masked()
        values, gone = self._seen[sees_numbers]
        series = self.series.get(audience.charts_of, ())
        return _encode(EncodedDelta(seq=seq, prev=prev, put=[*values, *series], gone=gone))

    def _all(self) -> tuple[list[Raw], list[Key]]:
        return [op.whole() for op in self._put], [op.key for op in self._gone]

    def _masked(self) -> tuple[list[Raw], list[Key]]:
        values = [value for op in self._put if (value := op.masked()) is not None]
        return values, [key for op in self._gone if (key := op.masked_key()) is not None]


def encoded(point: Point) -> Raw:
    """Encodes a chart's point as JSON."""
    return Raw(_encode(point))


def item_chunks(items: list[Raw], max_bytes: int) -> list[bytes]:
    """Returns encoded `SnapItems` of at most ``max_bytes`` each; a single item is never split."""
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
