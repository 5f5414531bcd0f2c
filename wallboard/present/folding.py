"""Names as people type them: without accents, in any case, by the beginnings of their words."""

import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
    }
)
"""Letters that Unicode does not take apart; ``ß`` is ``ss`` by its case."""
_APOSTROPHES = {"'", "’", "ʼ", "`", "´"}
_NAMES_KEPT = 20_000
_LONGEST = 500

WORD_START, ANYWHERE = 1, 2
"""How good a hit is: 0 where the whole begins so, and the less the better."""


@lru_cache(maxsize=_NAMES_KEPT)
def folded(words: str) -> str:
    """``words`` in small letters without accents; signs part words, but an apostrophe does not."""
    letters = []
    for letter in unicodedata.normalize("NFKD", words[:_LONGEST]).casefold():
        if letter in _APOSTROPHES or unicodedata.category(letter) == "Mn":
            continue
        letters.append(letter if letter.isalnum() else " ")
    return " ".join("".join(letters).translate(_SPECIAL).split())


class Wanted:
    """What was typed, to hold names against."""

    def __init__(self, words: str) -> None:
        self._parts = folded(words).split()
        self._whole = " ".join(self._parts)

    def rank(self, name: str) -> int | None:
        """How well ``name`` has each of the typed words, 0 is best; None where one is missing."""
        there = folded(name)
        if not all(part in there for part in self._parts):
            return None
        if there.startswith(self._whole):
            return 0
        spaced = f" {there}"
        return WORD_START if all(f" {part}" in spaced for part in self._parts) else ANYWHERE
