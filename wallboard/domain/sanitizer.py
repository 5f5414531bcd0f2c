"""Texts from outside as they may be shown: on one line, in one direction, and not too long.

A caller chooses a name, and a provider hands it on: it is data, of which only what can be read is shown. What
identifies something stays as it is.
"""

import unicodedata
from typing import Final

NAME_MOST: Final = 80
SENTENCE_MOST: Final = 400
_MARKS_MOST: Final = 3
"""Marks over and under one letter: more of them would be drawn over the lines beside."""
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cf", "Cs"})
"""Marks of direction, joiners and spaces without width, and halves of characters."""


def sanitize(text: str, most: int = NAME_MOST) -> str:
    """``text`` as it may be shown: no line breaks, no control, direction or unseen characters, ``most`` at most."""
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
    """The beginning of a text, with a sign that there was more; no letter loses its marks."""
    end = most - 1
    while end > 1 and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return f"{text[:end].rstrip()}…"
