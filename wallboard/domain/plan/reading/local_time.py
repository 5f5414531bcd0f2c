"""The site's own clock: what a local time is in UTC, on the two days of the daylight-saving change too."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_S: Final = 86_400


@lru_cache(maxsize=65_536)
def instants(day: date, second: int, zone: tzinfo) -> tuple[int, ...]:
    """Returns the UTC epoch milliseconds of a local time: one; two where the clock is set back; none that it skips.

    ``second`` is of the day, from 0 to twice 86,400: midnight of the next day is 86,400. Source: PEP 495, by which
    the two offsets of a time differ in those hours alone, and the first is the larger one where it comes twice.
    """
    local = datetime.combine(day, datetime.min.time(), zone) + timedelta(seconds=second)
    first, second_time = _offset_s(local), _offset_s(local.replace(fold=1))
    if first < second_time:
        return ()
    offsets = (first,) if first == second_time else (first, second_time)
    return tuple((epoch_s(day, second) - offset) * 1000 for offset in offsets)


def epoch_s(day: date, second: int) -> int:
    """Returns the seconds from 1970 to a time, both by a clock that is never changed."""
    return (day.toordinal() - _EPOCH) * _DAY_S + second


def _offset_s(local: datetime) -> int:
    return round((local.utcoffset() or timedelta()).total_seconds())
