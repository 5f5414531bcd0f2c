"""Today's contact records in memory, each call's encoded in one piece: some 250 bytes a contact instead of 900."""

import msgspec
from msgspec.structs import replace

from wallboard.domain.counts.contacts import Contact, Ending
from wallboard.domain.ids import CallId

MOST = 1_000_000
"""So many calls a day are kept, a quarter of a gigabyte; more are a flood, and what is past them is not kept."""
AWAITED_MS = 3_600_000
"""For so long after a call's end its agent's wrap-up may still be told, also past the day's turn."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Contact]).decode


class TodaysContacts:
    """The contacts of one day.

    Attributes:
        is_whole: false from the first contact on that there was no room for.
    """

    def __init__(self) -> None:
        self._by_call: dict[CallId, bytes] = {}
        self._unhandled: dict[CallId, int] = {}
        self.is_whole = True

    def __len__(self) -> int:
        return len(self._by_call)

    def record(self, contact: Contact) -> None:
        """Keep a contact, in place of what was known of it before."""
        if contact.call_id not in self._by_call and len(self._by_call) >= MOST:
            self.is_whole = False
            return
        others = [one for one in self.of_call(contact.call_id) if one.id != contact.id]
        self._by_call[contact.call_id] = _encode([*others, contact])
        if contact.ending is Ending.ANSWERED and contact.closed_ms is not None and not contact.handlings:
            self._unhandled[contact.call_id] = contact.closed_ms
        else:
            self._unhandled.pop(contact.call_id, None)

    def of_call(self, call_id: CallId) -> list[Contact]:
        """What is known of one call, in the order of its visits."""
        encoded = self._by_call.get(call_id)
        return [] if encoded is None else _decode(encoded)

    def take_over(self, from_call_id: CallId, call_id: CallId) -> None:
        """What was known of one call is so of another."""
        for contact in self.of_call(from_call_id):
            self.record(replace(contact, call_id=call_id))
        self._by_call.pop(from_call_id, None)
        self._unhandled.pop(from_call_id, None)

    def unhandled(self) -> list[Contact]:
        """The latest contacts of calls that are over, and whose agent is not through yet."""
        return [self.of_call(call_id)[-1] for call_id in self._unhandled]

    def snapshot(self) -> list[bytes]:
        """All contacts as they are now, to be decoded piece by piece with `decoded`."""
        return list(self._by_call.values())

    def turn(self, now_ms: int) -> None:
        """Another day: forget all but the calls whose agents are not through yet."""
        awaited = [call_id for call_id, closed_ms in self._unhandled.items() if closed_ms > now_ms - AWAITED_MS]
        self._by_call = {call_id: self._by_call[call_id] for call_id in awaited}
        self._unhandled = {call_id: self._unhandled[call_id] for call_id in awaited}
        self.is_whole = True


def decoded(call: bytes) -> list[Contact]:
    """The contacts of one call of a snapshot."""
    return _decode(call)
