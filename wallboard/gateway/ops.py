"""What changed, encoded once for all who may see it; who may see what is decided here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from wallboard.domain.changes import Changes
from wallboard.domain.figures import AnyEntity, Interval, Sample
from wallboard.domain.ids import ALL_QUEUES, QueueId
from wallboard.domain.state import Call, Key, LedgerState, Monitor
from wallboard.feed.messages import Message
from wallboard.feed.roles import ClientKind, Role

DIGITS_SHOWN = 3
_SHORT_NUMBER = 5
"""A number with fewer digits than this is hidden whole: the last three would tell it."""


class Audience(Struct, frozen=True, kw_only=True):
    """All subscribers that get the very same frames."""

    role: Role
    kind: ClientKind
    charts_of: QueueId = ALL_QUEUES


class Op(NamedTuple):
    """One entity's newest value, or that it is gone (``whole`` is None then).

    ``masked`` is the value for viewers, None where it is not for them; ``series_of`` is set for a chart's
    point, which only those get whose charts show that queue.
    """

    key: Key
    whole: Raw | None
    masked: Raw | None
    series_of: QueueId | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the entity is no more."""
        return self.whole is None


class EncodedItems(Message, frozen=True, kw_only=True, tag="snap_items"):
    """`SnapItems` of entities that are encoded already."""

    items: list[Raw]


class EncodedDelta(Message, frozen=True, kw_only=True, tag="delta"):
    """`Delta` of entities that are encoded already."""

    seq: int
    prev: int
    put: list[Raw] = []
    gone: list[Key] = []


_encode = msgspec.json.Encoder().encode


def put(entity: AnyEntity) -> Op:
    """The op for an entity's newest value."""
    whole = Raw(_encode(entity))
    match entity:
        case Call():
            masked = replace(entity, number=masked_number(entity.number), name="")
            return Op(entity.key, whole, Raw(_encode(masked)))
        case Monitor() | LedgerState():
            return Op(entity.key, whole, None)
        case Interval(queue_id=queue_id) | Sample(queue_id=queue_id):
            return Op(entity.key, whole, whole, queue_id)
        case _:
            return Op(entity.key, whole, whole)


def ops_of(changes: Changes) -> list[Op]:
    """All that ``changes`` tell, each entity once."""
    return [
        *(put(entity) for entity in changes.put.values()),
        *(Op(key, None, None) for key in changes.gone),
    ]


def masked_number(number: str) -> str:
    """A caller's number as a viewer sees it: the last three digits of a full number, nothing of a short one."""
    digits = [char for char in number if char.isdigit()]
    if not number:
        return ""
    return f"••• ••• {''.join(digits[-DIGITS_SHOWN:])}" if len(digits) >= _SHORT_NUMBER else "•••"


@dataclass(slots=True)
class Sorted:
    """Ops sorted by who may see them, so that a frame for one audience is put together without looking at each."""

    whole: list[Raw] = field(default_factory=list)
    masked: list[Raw] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    gone_for_viewers: list[Key] = field(default_factory=list)
    series: dict[QueueId, list[Raw]] = field(default_factory=dict)

    def delta(self, audience: Audience, seq: int, prev: int) -> bytes:
        """The delta for one audience, as UTF-8 JSON."""
        series = self.series.get(audience.charts_of)
        sees_all = audience.role.may_command
        values = self.whole if sees_all else self.masked
        values = [*values, *series] if series else values
        gone = self.gone if sees_all else self.gone_for_viewers
        return _encode(EncodedDelta(seq=seq, prev=prev, put=values, gone=gone))


def sort_ops(ops: Iterable[Op]) -> Sorted:
    """Sort ops by who may see them."""
    out = Sorted()
    for op in ops:
        if op.whole is None:
            out.gone.append(op.key)
            if op.key.kind != "monitor":
                out.gone_for_viewers.append(op.key)
        elif op.series_of is not None:
            out.series.setdefault(op.series_of, []).append(op.whole)
        else:
            out.whole.append(op.whole)
            if op.masked is not None:
                out.masked.append(op.masked)
    return out


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
