"""Numbers and durations as people write them: with decimal points or commas, in seconds or as minutes:seconds."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

_SPACES: Final = re.compile(r"[\s'’\u00a0\u202f]")
_PLAIN: Final = re.compile(r"[+-]?\d+")
_ONE: Final = re.compile(r"[+-]?(\d*)([.,])(\d+)")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)")
_UNSAID: Final = frozenset({"", "-", "–", "—", "n/a", "na", "#n/a", "null"})


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


class DurationUnit(StrEnum):
    """What a duration without colons is in; HOURS_MINUTES is what one with a single colon is."""

    SECONDS = "s"
    MINUTES = "min"
    HOURS = "h"
    MILLISECONDS = "ms"
    HOURS_MINUTES = "h:mm"


_SECONDS: Final = {DurationUnit.MINUTES: 60.0, DurationUnit.HOURS: 3600.0, DurationUnit.MILLISECONDS: 0.001}


class FoundMark(NamedTuple):
    """The decimal mark of a file, or the cells that leave it open: one that is ambiguous, or two that differ."""

    mark: DecimalMark | None
    examples: tuple[str, ...] = ()


def is_unsaid(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, or not available."""
    return text.casefold() in _UNSAID


@lru_cache(maxsize=4096)
def number(text: str, mark: DecimalMark) -> float | None:
    """Returns the value of a number; None where it is none by this decimal mark."""
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    if mark not in marks_of(plain):
        return None
    if mark is DecimalMark.COMMA:
        plain = plain.replace(".", "").replace(",", ".")
    return float(plain.replace(",", ""))


@lru_cache(maxsize=4096)
def duration_s(text: str, mark: DecimalMark, unit: DurationUnit = DurationUnit.SECONDS) -> float | None:
    """Returns the seconds of m:ss, h:mm:ss, or of a number of ``unit``; None where it is none of these."""
    if (clock := _CLOCK.fullmatch(text)) is not None:
        hours, minutes, seconds = clock.groups()
        last = float(seconds.replace(",", "."))
        if hours is None and unit is DurationUnit.HOURS_MINUTES:
            return int(minutes) * 3600 + last * 60
        return int(hours or 0) * 3600 + int(minutes) * 60 + last
    value = number(text, mark)
    return None if value is None else value * _SECONDS.get(unit, 1.0)


@lru_cache(maxsize=4096)
def marks_of(text: str) -> frozenset[DecimalMark]:
    """Returns the decimal marks by which a text without spaces is a number: both for 12, and for 1,234."""
    if _PLAIN.fullmatch(text):
        return frozenset(DecimalMark)
    found = set()
    if (one := _ONE.fullmatch(text)) is not None:
        found.add(DecimalMark.POINT if one[2] == "." else DecimalMark.COMMA)
    if (grouped := _GROUPED.fullmatch(text)) is not None and not text.lstrip("+-").startswith("0"):
        found.add(DecimalMark.COMMA if grouped[1] == "." else DecimalMark.POINT)
    return frozenset(found)


def mark_in(texts: Iterable[str], chosen: DecimalMark | None = None) -> FoundMark:
    """Returns the decimal mark by which all numbers among ``texts`` can be read; ``chosen`` is the user's.

    A point is taken where it makes no difference. What is no number by either is left to who reads the cells.
    """
    if chosen is not None:
        return FoundMark(chosen)
    possible = frozenset(DecimalMark)
    decided = ambiguous = ""
    for text in texts:
        plain = _SPACES.sub("", text)
        marks = marks_of(plain)
        if len(marks) == 1:
            if not marks & possible:
                return FoundMark(None, (decided, text))
            possible, decided = marks, decided or text
        elif marks and not _PLAIN.fullmatch(plain):
            ambiguous = ambiguous or text
    if len(possible) > 1 and ambiguous:
        return FoundMark(None, (ambiguous,))
    return FoundMark(DecimalMark.POINT if DecimalMark.POINT in possible else DecimalMark.COMMA)
