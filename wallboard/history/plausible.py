"""Checks that data from disk can be a day's counts: impossible counts must not be on any screen."""

from collections.abc import Iterator

import msgspec

from wallboard.domain.counts.counter import Counts

MOST = 10**13
"""Larger than any moment until the year 2286 and any sum of a day's milliseconds."""
MOST_CALLERS = 10**7
"""More than a hundred a second all day long."""
_CALLERS = {name for name in Counts.__struct_fields__ if not name.endswith("_ms")} | {
    "late",
    "waiting",
    "here",
    "carried",
}
_PARTS = {
    "answered_in": "answered",
    "abandoned_in": "abandoned",
    "abandoned_short": "abandoned",
    "flowed_out_late": "flowed_out",
    "unobserved_late": "unobserved",
}
_SHOWN_MOST = 40
"""The most characters of a value in the log: a number in a file may be as long as the file."""
_AGENTS_TIMES = ("handling", "ready", "paused", "other", "logged_in")
_MAY_BE_NEGATIVE = {"here", "carried", "order", *(f"{one}_ms" for one in _AGENTS_TIMES)}
"""Values that may be negative: computed backwards, or sums of moments of clocks that may be set back."""


def impossible(content: msgspec.Struct) -> str:
    """Returns the name of the first impossible value; empty where all are possible."""
    return next(_impossible("", msgspec.to_builtins(content)), "")


def _impossible(name: str, value: object) -> Iterator[str]:
    match value:
        case dict():
            yield from _parts(value)
            for key, one in value.items():
                yield from _impossible(str(key), one)
        case list() | tuple():
            for one in value:
                yield from _impossible(name, one)
        case bool():
            pass
        case int() | float() if not _can_be(name, value):
            yield f"{name} = {value}"[:_SHOWN_MOST]
        case _:
            pass


def _can_be(name: str, value: float) -> bool:
    most = MOST_CALLERS if name in _CALLERS or name in _PARTS else MOST
    least = -most if name in _MAY_BE_NEGATIVE else 0
    return least <= value <= most  # no NaN is, and a whole number of any length can be compared


def _parts(values: dict[object, object]) -> Iterator[str]:
    """Yields each part that is larger than its whole."""
    for part, whole in _PARTS.items():
        few, many = values.get(part), values.get(whole)
        if isinstance(few, int) and isinstance(many, int) and few > many:
            yield f"{part} = {few} of {many}"
