"""Today's contact records in memory, each call's encoded in one piece: 345 bytes a contact instead of 900."""

from collections.abc import Mapping, Set

import msgspec
from msgspec.structs import replace

from wallboard.domain.counts.contacts import Contact, Ending
from wallboard.domain.counts.scope_counters import ROLLING_MINUTES
from wallboard.domain.counts.sums import MINUTE_MS
from wallboard.domain.ids import CallId

MOST = 1_000_000
"""The most calls a day that are stored, a third of a gigabyte; those past the limit are not stored."""
AWAITED_MS = 3_600_000
"""How long after a call's end its agent's wrap-up may still be reported, also past the day's end."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Contact]).decode


class TodaysContacts:
    """The contacts of one day, and of the day before for as long as the rolling window reaches into it."""

    def __init__(self) -> None:
        self._by_call: dict[CallId, bytes] = {}
        self._before: dict[CallId, bytes] = {}
        self._awaited: dict[CallId, int] = {}
        self._changed: set[CallId] = set()
        self._day_start_ms: int | None = None
        self._is_cut = self._was_cut = False

    def __len__(self) -> int:
        return len(self._by_call) + len(self._before)

    @property
    def is_whole(self) -> bool:
        """Whether no contact exceeded the limit."""
        return not self._is_cut and not self._was_cut

    def record(self, contact: Contact) -> None:
        """Stores a contact in place of its former version."""
        call_id = contact.call_id
        if call_id not in self._by_call and len(self._by_call) >= MOST:
            self._is_cut = True
            return
        others = [one for one in self.of_call(call_id) if one.id != contact.id]
        self._before.pop(call_id, None)
        self._by_call[call_id] = _encode([*others, contact])
        self._changed.add(call_id)
        if contact.ending is Ending.ANSWERED and contact.closed_ms is not None and not contact.handlings:
            self._awaited[call_id] = contact.closed_ms
        else:
            self._awaited.pop(call_id, None)

    def restore(self, calls: Mapping[CallId, bytes], awaited: Mapping[CallId, int]) -> None:
        """Stores what `encoded` and `awaited` returned before a restart."""
        self._by_call.update(calls)
        self._awaited.update({one: closed_ms for one, closed_ms in awaited.items() if one in calls})

    def encoded(self, call_id: CallId) -> bytes | None:
        """Returns the contacts of one call, encoded; None where there are none."""
        return self._by_call.get(call_id) or self._before.get(call_id)

    def awaited(self) -> dict[CallId, int]:
        """Returns the calls whose agents have not finished yet, each with its end."""
        return dict(self._awaited)

    def of_call(self, call_id: CallId) -> list[Contact]:
        """Returns the contacts of one call, in the order of its visits."""
        encoded = self.encoded(call_id)
        return [] if encoded is None else _decode(encoded)

    def call_ids(self) -> set[CallId]:
        """Returns all calls."""
        return self._by_call.keys() | self._before.keys()

    def take_over(self, from_call_id: CallId, call_id: CallId) -> list[Contact]:
        """Moves the contacts of one call to another, and returns them."""
        moved = [replace(contact, call_id=call_id) for contact in self.of_call(from_call_id)]
        for contact in moved:
            self.record(contact)
        self._drop({from_call_id})
        return moved

    def unhandled(self) -> list[Contact]:
        """Returns the latest contacts of calls that are over, but whose agent has not finished yet."""
        return [self.of_call(call_id)[-1] for call_id in self._awaited]

    def snapshot(self) -> list[bytes]:
        """Returns all current contacts, to be decoded piece by piece with `decoded`."""
        return [*self._before.values(), *self._by_call.values()]

    def take_changed(self) -> set[CallId]:
        """Returns the calls that changed or were dropped since this was called last."""
        changed, self._changed = self._changed, set()
        return changed

    def advance(self, day_start_ms: int, now_ms: int) -> None:
        """Starts another day when it begins; drops the day before once no window reaches into it.

        The calls whose agents have not finished yet are not dropped before `AWAITED_MS`.
        """
        if self._day_start_ms is not None and day_start_ms > self._day_start_ms:
            self._drop_before(now_ms)
            self._before, self._by_call = self._before | self._by_call, {}
            self._was_cut, self._is_cut = self._is_cut, False
        self._day_start_ms = day_start_ms
        if (self._before or self._was_cut) and now_ms >= day_start_ms + ROLLING_MINUTES * MINUTE_MS:
            self._drop_before(now_ms)
            self._was_cut = False

    def _drop_before(self, now_ms: int) -> None:
        """Drops the calls of the day before, but for those whose agents' wrap-up may still be reported."""
        late_ms = now_ms - AWAITED_MS
        self._drop({one for one in self._before if self._awaited.get(one, 0) <= late_ms})

    def _drop(self, call_ids: Set[CallId]) -> None:
        for call_id in call_ids:
            self._by_call.pop(call_id, None)
            self._before.pop(call_id, None)
            self._awaited.pop(call_id, None)
        self._changed.update(call_ids)


def encoded(contacts: list[Contact]) -> bytes:
    """Returns the contacts of one call as `decoded` reads them."""
    return _encode(contacts)


def decoded(call: bytes) -> list[Contact]:
    """Returns the contacts of one call of a snapshot."""
    return _decode(call)
