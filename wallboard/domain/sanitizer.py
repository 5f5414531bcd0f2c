"""Makes text from outside displayable: on one line, in one direction, and not too long.

A caller chooses a name, and a provider passes it on: it is data, of which only what can be read is shown.
Identifiers stay as they are.
"""

import unicodedata
from typing import Final

NAME_MOST: Final = 80
SENTENCE_MOST: Final = 400
_MARKS_MOST: Final = 3
"""The most marks over and under one letter: more of them would overlap neighbouring lines."""
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cf", "Cs"})
"""Marks of direction, joiners and spaces without width, and surrogate halves."""


def sanitize(text: str, most: int = NAME_MOST) -> str:
    """Returns displayable ``text`` of at most ``most`` letters, without line breaks and invisible characters.

    Control and direction characters are removed too.
    """
    if len(text) <= most and text.isascii() and text.isprintable():
        return text.strip()
    kept = " ".join("".join(_readable(text[: 4 * most])).split())
    return kept if len(kept) <= most else _cut(kept, most)


def _readable(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if category in _BREAKS:
            kept.append(" ")
        elif category not in _UNSEEN and marks <= _MARKS_MOST:
            kept.append(char)
    return kept


def _cut(text: str, most: int) -> str:
    """Returns the beginning of a text, with a sign that it was longer; no letter loses its marks."""
    end = most - 1
    while end > 1 and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return f"{text[:end].rstrip()}…"
