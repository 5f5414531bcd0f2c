"""Today's contact records in memory, each call's encoded in one piece: 250 bytes a contact instead of 900."""

import msgspec
from msgspec.structs import replace

from wallboard.domain.counts.contacts import Contact, Ending
from wallboard.domain.ids import CallId

MOST = 1_000_000
"""The most calls a day that are stored, a quarter of a gigabyte; those past the limit are not stored."""
AWAITED_MS = 3_600_000
"""How long after a call's end its agent's wrap-up may still be reported, also past the day's end."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Contact]).decode


class TodaysContacts:
    """The contacts of one day.

    Attributes:
        is_whole: false from the first contact on that exceeded the limit.
    """

    def __init__(self) -> None:
        self._by_call: dict[CallId, bytes] = {}
        self._unhandled: dict[CallId, int] = {}
        self.is_whole = True

    def __len__(self) -> int:
        return len(self._by_call)

    def record(self, contact: Contact) -> None:
        """Stores a contact in place of its former version."""
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
        """Returns the contacts of one call, in the order of its visits."""
        encoded = self._by_call.get(call_id)
        return [] if encoded is None else _decode(encoded)

    def take_over(self, from_call_id: CallId, call_id: CallId) -> None:
        """Moves the contacts of one call to another."""
        for contact in self.of_call(from_call_id):
            self.record(replace(contact, call_id=call_id))
        self._by_call.pop(from_call_id, None)
        self._unhandled.pop(from_call_id, None)

    def unhandled(self) -> list[Contact]:
        """Returns the latest contacts of calls that are over, but whose agent has not finished yet."""
        return [self.of_call(call_id)[-1] for call_id in self._unhandled]

    def snapshot(self) -> list[bytes]:
        """Returns all current contacts, to be decoded piece by piece with `decoded`."""
        return list(self._by_call.values())

    def start_day(self, now_ms: int) -> None:
        """Starts another day: drops all but the calls whose agents have not finished yet."""
        awaited = [call_id for call_id, closed_ms in self._unhandled.items() if closed_ms > now_ms - AWAITED_MS]
        self._by_call = {call_id: self._by_call[call_id] for call_id in awaited}
        self._unhandled = {call_id: self._unhandled[call_id] for call_id in awaited}
        self.is_whole = True


def decoded(call: bytes) -> list[Contact]:
    """Returns the contacts of one call of a snapshot."""
    return _decode(call)
