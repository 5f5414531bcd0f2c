"""Changes, encoded once for all that may see them and only when needed."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct

from wallboard.domain.actions.grant import Grant
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.ids import ALL, Key, ScopeId
from wallboard.feed.messages import Message
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.sight import AccessPolicy, Sight
from wallboard.gateway.fanout.series import Point


class Audience(Struct, frozen=True, kw_only=True):
    """All subscribers that get identical frames: their grants let them see the same."""

    sight: Sight
    kind: ClientKind
    charts_of: ScopeId = ALL

    @classmethod
    def of(cls, grant: Grant, kind: ClientKind, charts_of: ScopeId) -> "Audience":
        """Returns the audience of a ``grant``."""
        return cls(sight=Sight.of(grant), kind=kind, charts_of=charts_of)


_encode = msgspec.json.Encoder().encode


class Encoded(NamedTuple):
    """An entity as one sight gets it, with the key that it has there."""

    key: Key
    value: Raw


class Op:
    """One entity's newest value or its removal; encoded when first needed, then cached.

    Attributes:
        key: the entity's.
        point: the value where it is a chart's point: it is encoded only for audiences whose charts show its queue.
        is_gone: whether the entity was removed.
    """

    __slots__ = ("_by_sight", "_entity", "_policy", "_whole", "is_gone", "key", "point")

    def __init__(self, entity: AnyEntity, policy: AccessPolicy, *, is_gone: bool = False) -> None:
        self.key = entity.key
        self.point: Point | None = entity if isinstance(entity, Interval | Sample) else None
        self.is_gone = is_gone
        self._entity = entity
        self._policy = policy
        self._whole: Encoded | None = None
        self._by_sight: dict[Sight, Encoded | None] = {}

    def seen(self, sight: Sight) -> Encoded | None:
        """Returns the entity as it may be seen, None where it may not; if it may be seen whole, one encoding."""
        if sight not in self._by_sight:
            seen = self._policy.may_see(sight, self._entity)
            if seen is self._entity:
                self._by_sight[sight] = self._encoded()
            else:
                self._by_sight[sight] = None if seen is None else Encoded(seen.key, Raw(_encode(seen)))
        return self._by_sight[sight]

    def value(self, sight: Sight) -> AnyEntity | None:
        """Returns the entity as it may be seen, None where it may not."""
        return self._policy.may_see(sight, self._entity)

    def _encoded(self) -> Encoded:
        if self._whole is None:
            self._whole = Encoded(self.key, Raw(_encode(self._entity)))
        return self._whole

    def gone(self) -> "Op":
        """Returns the op of the entity's removal."""
        return Op(self._entity, self._policy, is_gone=True)


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
        self._seen: dict[Sight, tuple[list[Raw], list[Key]]] = {}

    def delta(self, audience: Audience, seq: int, prev: int) -> bytes:
        """Returns the delta for one audience, as UTF-8 JSON."""
        sight = audience.sight
        if sight not in self._seen:
            self._seen[sight] = (
                [seen.value for op in self._put if (seen := op.seen(sight)) is not None],
                [seen.key for op in self._gone if (seen := op.seen(sight)) is not None],
            )
        values, gone = self._seen[sight]
        series = self.series.get(audience.charts_of, ())
        return _encode(EncodedDelta(seq=seq, prev=prev, put=[*values, *series], gone=gone))


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
