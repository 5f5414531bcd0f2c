"""Contacts as rows of the database, and back."""

import hashlib
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec

from wallboard.domain.counts.contacts import Contact, ContactStep, Handling, MissedRing
from wallboard.history.schema import contacts

FIELDS: Final = Contact.__struct_fields__
READ: Final = [contacts.c[name] for name in FIELDS]
"""The columns that `contact_of` needs, in its order."""

_values: Callable[[Contact], tuple[Any, ...]] = attrgetter(*FIELDS)
_encode = msgspec.json.Encoder().encode
_MISSED, _STEPS, _HANDLINGS, _WITHHELD = map(FIELDS.index, ("missed", "steps", "handlings", "withheld"))
_JSON = (_MISSED, _STEPS, _HANDLINGS)
_WORDS = tuple(map(FIELDS.index, ("ending", "exit", "channel", "ended_by")))
_missed = msgspec.json.Decoder(tuple[MissedRing, ...]).decode
_steps = msgspec.json.Decoder(tuple[ContactStep, ...]).decode
_handlings = msgspec.json.Decoder(tuple[Handling, ...]).decode


def row_of(contact: Contact, key: bytes) -> dict[str, Any]:
    """Returns the row of a contact; ``key`` is the site's, for the hash of the caller's number."""
    values = list(_values(contact))
    for index in _JSON:
        values[index] = _encode(values[index]).decode() if values[index] else None
    for index in _WORDS:
        values[index] = None if values[index] is None else values[index].value
    row = dict(zip(FIELDS, values, strict=True))
    is_known = contact.number and not contact.withheld
    row["caller_hash"] = caller_hash(contact.number, key) if is_known else None
    row["talk_ms"], row["hold_ms"], row["wrap_up_ms"] = contact.talk_ms, contact.hold_ms, contact.wrap_up_ms
    row["last_ms"] = last_ms(contact)
    return row


def last_ms(contact: Contact) -> int:
    """Returns the latest moment that is known of a contact."""
    known = (contact.offered_ms, contact.ended_ms, contact.closed_ms, *(part.at_ms for part in contact.handlings))
    return max((at_ms for at_ms in known if at_ms is not None), default=contact.entered_ms)


def caller_hash(number: str, key: bytes) -> bytes:
    """Returns the keyed hash of a number: it finds a caller again whose number was removed."""
    digits = "".join(sign for sign in number if sign.isalnum())
    return hashlib.blake2b(digits.encode(), key=key, digest_size=12).digest()


def contact_of(row: Sequence[Any]) -> Contact:
    """Returns the contact of a row of `READ`; a word of a newer Wallboard becomes UNKNOWN."""
    values = list(row)
    values[_WITHHELD] = bool(values[_WITHHELD])
    values[_MISSED] = () if values[_MISSED] is None else _missed(values[_MISSED])
    values[_STEPS] = () if values[_STEPS] is None else _steps(values[_STEPS])
    values[_HANDLINGS] = () if values[_HANDLINGS] is None else _handlings(values[_HANDLINGS])
    return msgspec.convert(values, Contact)
