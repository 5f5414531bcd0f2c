"""Dates as people and programs write them, and in which order a file has day, month and year."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\.?")
_DIGITS: Final = re.compile(r"\d{8}")
_NAMED: Final = re.compile(
    r"(\d{1,2})?[ ./-]*(?:de )?([a-zç]{3,9})\.?[ ./-]*(?:de )?(\d{1,2}(?!\d))?,?[ ./-]*(\d{4}|\d{2})"
)
_WEEKDAY: Final = re.compile(r"^[^\W\d]{2,13}(?:-feira)?\.?,? +(?=\d)|,? *\(?\b[^\W\d]{2,13}(?:-feira)?\.?\)?$")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb fev",
            "mar",
            "apr abr",
            "may mai",
            "jun",
            "jul",
            "aug ago",
            "sep set",
            "oct out",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100


class DateOrder(StrEnum):
    """The order of year, month and day."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


class FoundOrder(NamedTuple):
    """The order of a file's dates, or what leaves it open: a date with two readings, or two dates of two orders."""

    order: DateOrder | None
    examples: tuple[str, ...] = ()
    readings: tuple[date, ...] = ()


@lru_cache(maxsize=4096)
def readings(text: str) -> dict[DateOrder, date]:
    """Returns what a text is as a date, by each order in which it is one; empty where it is none."""
    plain = text.casefold()
    return _read(plain) or _read(_WEEKDAY.sub("", plain))


def _read(plain: str) -> dict[DateOrder, date]:
    if (found := _YEAR_FIRST.fullmatch(plain)) is not None:
        return _valid({DateOrder.YMD: (found[1], found[2], found[3])})
    if _DIGITS.fullmatch(plain):
        return _valid(
            {
                DateOrder.YMD: (plain[:4], plain[4:6], plain[6:]),
                DateOrder.MDY: (plain[4:], plain[:2], plain[2:4]),
                DateOrder.DMY: (plain[4:], plain[2:4], plain[:2]),
            }
        )
    if (found := _YEAR_LAST.fullmatch(plain)) is not None:
        return _year_last(*found.groups())
    return _named(plain)


def order_in(texts: Iterable[str], chosen: DateOrder | None = None) -> FoundOrder:
    """Returns the order by which all dates among ``texts`` can be read; ``chosen`` is the user's.

    Where several orders read all of them, and differently, none is guessed.
    """
    possible = frozenset({chosen} if chosen is not None else DateOrder)
    decided, several = "", []
    for text in texts:
        found = readings(text)
        if not found:
            continue
        if not possible & found.keys():
            return FoundOrder(None, (decided, text) if decided else (text,))
        if possible - found.keys():
            possible, decided = possible & found.keys(), text
        if len(set(found.values())) > 1:
            several.append(text)
    orders = sorted(possible)
    for text in several if len(orders) > 1 else ():
        meant = {readings(text)[one] for one in orders}
        if len(meant) > 1:
            return FoundOrder(None, (text,), tuple(sorted(meant)))
    return FoundOrder(orders[0])


def _year_last(first: str, mark: str, second: str, year: str) -> dict[DateOrder, date]:
    """Dotted dates begin with the day; of two digits each, the year may come first too."""
    orders = {DateOrder.DMY: (year, second, first)}
    if mark != ".":
        orders[DateOrder.MDY] = (year, first, second)
    if len(year) == len("26") == len(first):
        orders[DateOrder.YMD] = (first, second, year)
    return _valid(orders)


def _named(plain: str) -> dict[DateOrder, date]:
    """28-Nov-2026, Nov 28, 2026 and 28 de novembro de 2026: of any order, as they say which is which."""
    found = _NAMED.fullmatch(plain)
    month = _MONTHS.get(found[2][:3]) if found is not None else None
    if found is None or month is None or (found[1] is None) is (found[3] is None):
        return {}
    return _valid(dict.fromkeys(DateOrder, (found[4], str(month), found[1] or found[3])))


def _valid(orders: dict[DateOrder, tuple[str, str, str]]) -> dict[DateOrder, date]:
    found = {}
    for order, (year, month, day) in orders.items():
        with suppress(ValueError):
            full = int(year) + (2000 if len(year) <= len("26") else 0)
            if _FIRST_YEAR <= full <= _LAST_YEAR:
                found[order] = date(full, int(month), int(day))
    return found
