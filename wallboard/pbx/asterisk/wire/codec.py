"""Decodes AMI messages from bytes and encodes actions, without I/O and without meaning.

Framing is done on bytes, so that a character split over two reads stays whole; only wanted messages are parsed.
Bytes that are not UTF-8 are kept (``surrogateescape``) and sent as they came; `spelling` makes them readable.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple

from wallboard.domain.errors import ProtocolError

GREETING: Final = b"Asterisk Call Manager/"
MAX_STANZA: Final = 1 << 20
"""The most bytes without the end of a message; Asterisk's own messages are a few KB."""

MAX_DIGITS: Final = 10
"""The digits of seconds since 1970 until the year 2286; so many seconds before or after now have a date."""

_END: Final = b"\r\n\r\n"
_EVENT: Final = b"Event: "
_NAME_END: Final = len(_EVENT)
_FIRST_LINE: Final = re.compile(r"[A-Za-z][\w-]*:")
_LINE_BREAKS: Final = re.compile(r"[\r\n\0]+")


class Action(NamedTuple):
    """An AMI action to be sent; without an ``action_id`` it gets one."""

    name: str
    headers: tuple[tuple[str, str], ...] = ()
    action_id: str = ""


class AmiMessage:
    """One AMI message. The first value of a repeated header is in ``headers``, all are in `values`.

    Attributes:
        event: the event's name, empty for an action's response.
        headers: names and values as sent; a missing header reads as an empty string by `get`.
    """

    __slots__ = ("_repeated", "event", "headers")

    def __init__(self, headers: dict[str, str], repeated: dict[str, list[str]] | None = None) -> None:
        self.headers = headers
        self.event = headers.get("Event", "")
        self._repeated = repeated

    def get(self, header: str) -> str:
        """Returns the first value of ``header``, or an empty string."""
        return self.headers.get(header, "")

    def number(self, header: str) -> int:
        """Returns a header's whole number; 0 where there is none, or none that a PBX could mean."""
        return number(self.headers.get(header, ""))

    def values(self, header: str) -> list[str]:
        """Returns all values of ``header`` in the order sent."""
        if self._repeated is not None and header in self._repeated:
            return list(self._repeated[header])
        return [self.headers[header]] if header in self.headers else []

    def __repr__(self) -> str:
        # numbers and names of callers stay out of logs and tracebacks
        return f"<{self.event or 'Response'} {len(self.headers)} headers>"


def number(text: str) -> int:
    """Returns the whole number in ``text``; 0 for anything else, and for more digits than any count or time has."""
    return int(text) if len(text) <= MAX_DIGITS and text.isdecimal() else 0


def milliseconds(timestamp: str) -> int | None:
    """Converts a clock's text to milliseconds; None where it is not a plausible time."""
    try:
        seconds = float(timestamp)
    except ValueError:
        return None
    return round(seconds * 1000) if 0 <= seconds < 10**MAX_DIGITS else None


Act = Callable[[Action, Callable[[AmiMessage], None]], str]
"""Sends an action and returns its id; the function that comes with it receives the response."""


class Decoder:
    """Turns chunks of a stream into messages; events that are not ``wanted`` are dropped unparsed.

    Attributes:
        version: what the greeting names, e.g. ``11.0.0``; empty before the greeting.
    """

    def __init__(self, wanted: Collection[str] | None = None) -> None:
        self.version = ""
        self._wanted = None if wanted is None else frozenset(name.encode() for name in wanted)
        self._buffer = b""

    def feed(self, chunk: bytes) -> list[AmiMessage]:
        """Returns the messages that ``chunk`` completes; `ProtocolError` when this cannot be AMI."""
        self._buffer += chunk
        if not self.version and not self._greeted():
            return []
        *stanzas, self._buffer = self._buffer.split(_END)
        if len(self._buffer) > MAX_STANZA:
            raise ProtocolError(f"a message of more than {MAX_STANZA} bytes came from the PBX")
        wanted = self._wanted
        messages = []
        for stanza in stanzas:
            if wanted is not None and stanza.startswith(_EVENT):
                end = stanza.find(b"\r\n")
                if stanza[_NAME_END : end if end >= 0 else None] not in wanted:
                    continue
            if stanza.strip(b"\r\n"):
                messages.append(_parse(stanza))
        return messages

    def _greeted(self) -> bool:
        line, found, rest = self._buffer.partition(b"\r\n")
        if not GREETING.startswith(line[: len(GREETING)]) or len(line) > 100:
            raise ProtocolError("this address is not an Asterisk manager (no greeting)")
        if found:
            self.version = line[len(GREETING) :].decode("ascii", "replace") or "unknown"
            self._buffer = rest
        return bool(found)


def _parse(stanza: bytes) -> AmiMessage:
    text = stanza.decode("utf-8", "surrogateescape").lstrip("\r\n")
    if not _FIRST_LINE.match(text):
        raise ProtocolError("the PBX sent a message that does not begin with a header")
    headers: dict[str, str] = {}
    repeated: dict[str, list[str]] | None = None
    for line in text.split("\r\n"):
        name, colon, value = line.partition(": ")
        if not colon:
            # `Key:` without a value, or a UserEvent's free text, which is not a header
            name, colon, value = line.partition(":")
            if not colon:
                continue
        if name in headers:
            repeated = {} if repeated is None else repeated
            repeated.setdefault(name, [headers[name]]).append(value)
        else:
            headers[name] = value
    return AmiMessage(headers, repeated)


def encode(action: str, action_id: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """Encodes an action. Line breaks in a value become a space, so that a value cannot add a header."""
    lines = [f"Action: {_clean(action)}", f"ActionID: {_clean(action_id)}"]
    lines += [f"{_clean(name)}: {_clean(value)}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def _clean(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text)
