"""What one commit writes: the newest version of each contact, interval and part of the checkpoint."""

from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from wallboard.domain.counts.contacts import Contact, ContactId
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import ScopeId
from wallboard.domain.restart.parts import Parts

encode = msgspec.msgpack.Encoder().encode
"""Encodes a contact for a batch: a quarter of its memory, and a later change of it is none of the batch's."""
decode = msgspec.msgpack.Decoder(Contact).decode


class Gap(Struct, frozen=True, kw_only=True):
    """A time in which ``lost`` records could neither be written nor queued."""

    start_ms: int
    end_ms: int
    lost: int
    reason: str


@dataclass(slots=True)
class Batch:
    """Records by their keys; ``contacts`` are encoded.

    Where it ``is_whole``, ``parts`` are all of the checkpoint, and others that are stored are removed.
    """

    contacts: dict[ContactId, bytes] = field(default_factory=dict)
    intervals: dict[tuple[ScopeId, int], IntervalRow] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    is_whole: bool = False
    gaps: list[Gap] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.contacts) + len(self.intervals)

    def add(self, later: "Batch") -> None:
        """Adds what came later: it replaces what it has the keys of."""
        self.contacts.update(later.contacts)
        self.intervals.update(later.intervals)
        if later.is_whole:
            self.parts, self.is_whole = dict(later.parts), True
        else:
            self.parts.update(later.parts)
        self.gaps += later.gaps
