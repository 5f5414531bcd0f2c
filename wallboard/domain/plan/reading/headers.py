"""What a cell of a header says: which field, in which unit; and which name is the better one of two."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from wallboard.domain.plan.reading.header_words import NAMES, TOTALS, Field
from wallboard.domain.plan.reading.numbers import DurationUnit

_RANKS: Final = {
    name: (field, rank)
    for field, names in NAMES.items()
    for rank, name in enumerate(" ".join(names.split()).split(", "))
}
_UNITS: Final = {
    "s sec secs second seconds seg segundos sek sekundes sekundemis": DurationUnit.SECONDS,
    "m min mins minute minutes minutos minutes minutemis": DurationUnit.MINUTES,
    "h hour hours horas val valandos": DurationUnit.HOURS,
    "ms millisecond milliseconds": DurationUnit.MILLISECONDS,
    "hh mm": DurationUnit.HOURS_MINUTES,
    "mm ss": DurationUnit.SECONDS,
    "hh mm ss": DurationUnit.SECONDS,
}
_IN_UNIT: Final = {
    name: unit
    for names, unit in _UNITS.items()
    for name in ([names] if names.startswith(("hh", "mm")) else names.split())
}

_BRACKETS: Final = re.compile(r"[(\[]([^)\]]*)[)\]]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOTALS: Final = frozenset(TOTALS.split(", "))


class HeaderName(NamedTuple):
    """What a header says: its field, how good a name of it that is (0 is best), its unit, and whether it is UTC."""

    field: Field
    rank: int
    unit: DurationUnit | None = None
    is_utc: bool = False


@lru_cache(maxsize=1024)
def plain_words(text: str) -> str:
    """Returns a text in lower case, without accents, brackets and punctuation: ``FcstAHT`` is ``fcst aht``."""
    text = _CAMEL.sub(" ", text)
    decomposed = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", text).casefold())
    kept = "".join(one for one in decomposed if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^\w]|_", " ", kept).split())


@lru_cache(maxsize=1024)
def header_name(text: str) -> HeaderName | None:
    """Returns what a cell of a header says; None where it is no name of a field."""
    words = plain_words(text)
    unit = None
    for inside in _BRACKETS.findall(text):
        unit = _IN_UNIT.get(plain_words(inside), unit)
    found = _RANKS.get(words)
    if found is None:
        start, _, last = words.rpartition(" ")
        if last in _IN_UNIT and (found := _RANKS.get(start)) is not None:
            unit = _IN_UNIT[last]
        elif last == "utc":
            found = _RANKS.get(start)
    return None if found is None else HeaderName(*found, unit, is_utc="utc" in text.casefold())


def is_total(text: str) -> bool:
    """Whether a cell heads a row or a column of sums."""
    return plain_words(text) in _TOTALS
