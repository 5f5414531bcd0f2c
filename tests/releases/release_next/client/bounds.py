"""Limits what a screen accepts from a gateway: a hostile one must neither fill its memory nor block its painting.

An honest gateway's frames pass at the cost of scanning their bytes.
"""

import logging
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tests.releases.release_next.domain.centre.state import Queue
from tests.releases.release_next.domain.counts.figures import AnyEntity
from tests.releases.release_next.domain.errors import ProtocolError
from tests.releases.release_next.domain.ids import Key
from tests.releases.release_next.domain.problems import Problem, ProblemKind
from tests.releases.release_next.feed import messages as m

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_TEXT = 500
"""The most letters of one text; the gateway's own names end at 80, its reasons at some 300."""

MAX_NUMBER = 10**15
"""Larger than any moment of a calendar and any count of a contact centre."""

MAX_ENTITIES = 300_000
"""Twice the size of 5,000 agents in twenty queues each, their calls and a day's series."""

MAX_SNAPSHOT_BYTES = 128 * 1024 * 1024
MAX_SNAPSHOT_S = 300.0
"""The largest full state over 1 Mbit/s takes some 200 seconds."""

MAX_UNSENT = 10_000
"""The most messages to a gateway that does not read: hours of responses to an honest one's heartbeats."""

MAX_UNSENT_BYTES = 1_048_576
"""The same limit for the socket's buffer, with the responses to pings."""

MAX_BEAT_S = 3_600.0
MIN_BEAT_S = 0.1

_SHAPES = bytes.maketrans(b"123456789", b"000000000")
_MANY_DIGITS = b"0" * len(str(MAX_NUMBER))


def checked(message: m.AnyServerMessage, frame: bytes) -> m.AnyServerMessage:
    """Returns the message in ``frame``, within bounds; `ProtocolError` when none of it is left."""
    entities = message.put if isinstance(message, m.Delta) else getattr(message, "items", ())
    # a queue's goal has the only numbers that may have an exponent
    is_plain = is_usual(frame) and not any(type(one) is Queue for one in entities)
    return message if is_plain else within_bounds(message)


def is_usual(frame: bytes) -> bool:
    """Whether no text and no whole number in the frame is too large; False means that a full check is needed."""
    shape = frame.translate(_SHAPES)
    if _MANY_DIGITS in shape or b"\\" in frame:
        return False
    at, last = 0, len(frame) - MAX_TEXT
    while at < last:  # from one of the last quotation marks within reach to the next
        mark = frame.rfind(b'"', at, at + MAX_TEXT)
        if mark < 0:
            return False
        at = mark + 1
    return True


def within_bounds(message: m.AnyServerMessage) -> m.AnyServerMessage:
    """Returns the message with long texts cut, without absurd entities; `ProtocolError` if none of it is left."""
    match message:
        case m.Delta():
            put, absurd = _sane(message.put)
            return replace(message, put=put, unread=[*message.unread, *absurd])
        case m.SnapItems():
            items, absurd = _sane(message.items)
            return replace(message, items=items, unread=[*message.unread, *absurd])
        case _:
            try:
                return _bounded(message)
            except ValueError as error:
                raise ProtocolError(f"the gateway's {type(message).__name__} has a number out of range") from error


def beat_s(heartbeat_ms: int) -> float:
    """Returns the gateway's heartbeat in seconds, within sensible limits."""
    return min(max(heartbeat_ms / 1000, MIN_BEAT_S), MAX_BEAT_S)


def _sane(entities: list[AnyEntity]) -> tuple[list[AnyEntity], list[Key]]:
    """Returns the entities within bounds, and the keys of the others."""
    sane, absurd = [], []
    for entity in entities:
        try:
            sane.append(_bounded(entity))
        except ValueError:
            log.debug("discarded a %s with a number out of range", type(entity).__name__)
            absurd.append(entity.key)
    return sane, absurd


def _bounded(value: T) -> T:
    """Returns the value within bounds; `ValueError` where a number is not."""
    bounded: Any = value
    match value:
        case str():
            bounded = value if len(value) <= MAX_TEXT else f"{value[: MAX_TEXT - 1]}…"
        case int() | float():
            if not -MAX_NUMBER <= value <= MAX_NUMBER:  # as is NaN; whole numbers may have any length
                raise ValueError
        case dict():
            bounded = {_bounded(key): _bounded(one) for key, one in value.items()}
        case list():
            bounded = [_bounded(one) for one in value]
        case tuple():
            bounded = tuple(_bounded(one) for one in value)
        case Struct():
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            bounded = replace(value, **{name: _bounded(one) for name, one in fields.items()})
        case _:
            pass
    return bounded  # type: ignore[no-any-return]  # of the same type, which mypy cannot see through the match


class SnapshotMeter:
    """Counts a full state as it arrives."""

    def __init__(self, begun_s: float) -> None:
        self._until_s = begun_s + MAX_SNAPSHOT_S
        self._entities = 0
        self._bytes = 0

    def count(self, entities: int, size: int, now_s: float) -> None:
        """Adds a part of ``size`` bytes; `ProtocolError` when the whole is more than a centre can have."""
        self._entities += entities
        self._bytes += size
        if self._entities > MAX_ENTITIES or self._bytes > MAX_SNAPSHOT_BYTES or now_s > self._until_s:
            raise too_much(f"the full state is too large: {self._entities} entities, {self._bytes} bytes so far")


def check_unsent(messages: int, size: int) -> None:
    """Raises `ProtocolError` where too many messages or bytes wait for a gateway that does not read."""
    if messages > MAX_UNSENT or size > MAX_UNSENT_BYTES:
        raise too_much("the gateway requests replies and does not read them")


def too_much(words: str) -> ProtocolError:
    """Returns the error for a gateway that sends more than a screen accepts."""
    return ProtocolError(words).of(Problem(kind=ProblemKind.TOO_MUCH, technical=words))
