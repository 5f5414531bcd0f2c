"""Records a PBX's output so that it can be replayed: the lists first, then events with their times. No I/O.

Responses are left out, so nothing of a login is in it. Numbers can be masked, each by another of its length.
"""

import re
from typing import Final

_END: Final = b"\r\n\r\n"
_LISTED: Final = frozenset(
    {
        b"QueueParams",
        b"QueueMember",
        b"QueueEntry",
        b"QueueStatusComplete",
        b"CoreShowChannel",
        b"CoreShowChannelsComplete",
    }
)
_PONG: Final = re.compile(rb"\r\nPing: Pong(?:\r\nTimestamp: ([\d.]+))?")
_HEADER: Final = re.compile(rb"^([^:\r\n]+): ?(.*)$", re.MULTILINE)
_DIGITS: Final = re.compile(rb"\d{7,}")
_TIMES: Final = re.compile(rb"1[5-9]\d{8}(?:\.\d+)?\Z")
"""Pattern of epoch seconds of these years, as in Timestamp, Uniqueid and LastCall."""
_NUMBERS: Final = re.compile(rb"(?:CallerIDNum|ConnectedLineNum|CallerID\d?|Exten)\Z")


class NumberMask:
    """Replaces each number by another, always the same one, so that repeated callers remain recognisable."""

    def __init__(self) -> None:
        self._given: dict[bytes, bytes] = {}

    def mask(self, block: bytes) -> bytes:
        """Returns a message with its numbers of seven digits and more replaced."""
        return _HEADER.sub(self._header, block)

    def _header(self, found: re.Match[bytes]) -> bytes:
        name, value = found[1], found[2].rstrip(b"\r")
        if _TIMES.match(value) and not _NUMBERS.search(name):
            return found[0]
        return name + b": " + _DIGITS.sub(self._other, value) + (b"\r" if found[2].endswith(b"\r") else b"")

    def _other(self, found: re.Match[bytes]) -> bytes:
        number = found[0]
        if number not in self._given:
            self._given[number] = b"%0*d" % (len(number), len(self._given) + 1)
        return self._given[number]


class Tape:
    """Processes a connection's bytes and returns the recording's.

    Attributes:
        events: how many events were returned.
    """

    def __init__(self, mask: NumberMask | None = None) -> None:
        self.events = 0
        self._mask = mask
        self._rest = b""
        self._lists: list[bytes] = []
        self._news: list[bytes] = []
        self._is_begun = False
        self._listed_s = b""

    def take(self, data: bytes, now_ms: int) -> None:
        """Processes what came at ``now_ms``, the time of events without one of their own."""
        *blocks, self._rest = (self._rest + data).split(_END)
        for block in blocks:
            start = block.find(b"Event: ")
            if start == 0 or block[start - 1 : start] == b"\n":
                self._take_event(block[start:], now_ms)
            elif (pong := _PONG.search(block)) is not None and not self._is_begun:
                self._news.clear()  # the lists, which are requested after the ping, contain it
                self._listed_s = pong[1] or b""

    def begin(self) -> None:
        """Begins the recording with the complete lists, followed by events."""
        self._is_begun = True

    def data(self) -> bytes:
        """Returns the bytes to write now, once; none before `begin`."""
        if not self._is_begun:
            return b""
        blocks = [*self._lists, *self._news]
        self._lists, self._news = [], []
        self.events += len(blocks)
        written = b"".join(block + _END for block in blocks)
        return written if self._mask is None else self._mask.mask(written)

    def _take_event(self, block: bytes, now_ms: int) -> None:
        name = block[7:].partition(b"\r\n")[0]
        if b"\r\nActionID: " in block and name not in _LISTED:
            return  # an answer to a query of this program
        is_listed = name in _LISTED and not self._is_begun
        # lists use the PBX's own clock, whatever the gateway's shows
        time_s = self._listed_s if is_listed else b"%.3f" % (now_ms / 1000)
        if time_s and b"\r\nTimestamp: " not in block:
            block += b"\r\nTimestamp: " + time_s
        (self._lists if is_listed else self._news).append(block)
