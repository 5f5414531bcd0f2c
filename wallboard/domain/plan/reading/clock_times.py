"""Times of day, ranges of them, and dates with a time, as files have them."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from wallboard.domain.plan.reading.dates import readings

_DAY_S: Final = 86_400
_TIME: Final = re.compile(r"(\d{1,2})(?:[:h.](\d{2})(?::(\d{2})(?:\.0+)?)?|h)?(?: ?([ap])\.?m\.?)?")
_DIGITS: Final = re.compile(r"(\d{2})(\d{2})")
_RANGE: Final = re.compile(r" ?[-–—] ?| to | at[eé] | às | a | iki ")
_OFFSET: Final = re.compile(
    r"(?<=:\d\d)(?:\.\d+)? ?(z|utc|\+\d{2}:?\d{2}|-\d{4})$"
    r"|(?:(?<=t\d\d:\d\d)|(?<=t\d\d:\d\d:\d\d))(-\d{2}:\d{2})$"
)
"""At the end of a date with a time; after a space 08:00-08:30 is a range, and after a T an offset."""


class Moment(NamedTuple):
    """What a cell says of a time: its date as it is written, seconds of the day, their end, and the UTC offset.

    ``start_s`` is at most a day, as in 24:00. None is what the cell does not say.
    """

    date: str = ""
    start_s: int | None = None
    end_s: int | None = None
    offset_s: int | None = None


@lru_cache(maxsize=8192)
def moment(text: str) -> Moment | None:
    """Returns what a cell says of a time; None where it says nothing that can be read."""
    plain = text.casefold()
    offset_s = None
    if (zone := _OFFSET.search(plain)) is not None:
        offset_s, plain = _offset(zone[1] or zone[2]), plain[: zone.start()]
    parts = re.split(r",? +|(?<=\d)t(?=\d)", plain)
    for split in range(len(parts)):
        day = " ".join(parts[:split])
        if day and not readings(day):
            continue
        if (clock := _clock(" ".join(parts[split:]))) is not None:
            return Moment(day, *clock, offset_s)
    return Moment(plain) if readings(plain) else None


def _clock(text: str) -> tuple[int, int | None] | None:
    """Seconds of the day, and those of the end of a range."""
    first, *rest = _RANGE.split(text)
    start = _seconds(first)
    if start is None or len(rest) > 1:
        return None
    if not rest:
        return start, None
    end = _seconds(rest[0])
    return None if end is None else (start, end if end > start else end + _DAY_S)


def _seconds(text: str) -> int | None:
    if (digits := _DIGITS.fullmatch(text)) is not None:
        return _of_day(int(digits[1]), int(digits[2]), 0)
    found = _TIME.fullmatch(text)
    if found is None or text.isdigit():
        return None
    hour, half = int(found[1]), found[4]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return _of_day(hour, int(found[2] or 0), int(found[3] or 0))


def _of_day(hour: int, minute: int, second: int) -> int | None:
    """24:00 is the end of the day."""
    seconds = hour * 3600 + minute * 60 + second
    return seconds if minute < 60 and second < 60 and seconds <= _DAY_S else None


def _offset(text: str) -> int:
    if text in ("z", "utc"):
        return 0
    digits = text.replace(":", "")
    seconds = int(digits[1:3]) * 3600 + int(digits[3:]) * 60
    return -seconds if text[0] == "-" else seconds
