"""Matches names as people type them: without accents, case-insensitive, by the beginnings of words."""

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
"""Letters that Unicode does not decompose; ``ß`` is ``ss`` by its case."""
_APOSTROPHES = {"'", "’", "ʼ", "`", "´"}
_NAMES_KEPT = 20_000
_LONGEST = 500

WORD_START, ANYWHERE = 1, 2
"""The rank of a hit: 0 where the whole begins so; lower is better."""


@lru_cache(maxsize=_NAMES_KEPT)
def folded(words: str) -> str:
    """Returns ``words`` in lower case without accents; punctuation separates words, except an apostrophe."""
    letters = []
    for letter in unicodedata.normalize("NFKD", words[:_LONGEST]).casefold():
        if letter in _APOSTROPHES or unicodedata.category(letter) == "Mn":
            continue
        letters.append(letter if letter.isalnum() else " ")
    return " ".join("".join(letters).translate(_SPECIAL).split())


class Wanted:
    """The typed text, to be matched with names."""

    def __init__(self, words: str) -> None:
        self._parts = folded(words).split()
        self._whole = " ".join(self._parts)

    def rank(self, name: str) -> int | None:
        """Returns how well ``name`` matches each of the typed words, 0 is best; None where one is missing."""
        there = folded(name)
        if not all(part in there for part in self._parts):
            return None
        if there.startswith(self._whole):
            return 0
        spaced = f" {there}"
        return WORD_START if all(f" {part}" in spaced for part in self._parts) else ANYWHERE
