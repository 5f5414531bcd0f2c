"""Removes from a text what support does not need: secrets, people's names, and numbers, whose shape stays."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_DIGITS: Final = re.compile(r"(?<!sha)\d{3,}")
"""Numbers, except the one in a hash's name, as in the setting ``token_sha256``."""
_DIGIT: Final = re.compile(r"\d")
_PAIRS: Final = re.compile(r"(?<!\d)\d{2}(?:[ -]\d{2}){2,}(?![\d.])")
"""A number written in pairs, as in ``21 34 56 78``; ``22.10.1`` and a time of day are not."""
_TOKEN: Final = re.compile(r"\b[0-9a-fA-F]{24,}\b|\b[A-Za-z0-9_-]{40,}={0,2}")
_INTERFACE: Final = re.compile(
    r"(?P<tech>[A-Za-z0-9]+/|hint:|Custom:|Agent:)(?P<who>[^@]*)(?P<rest>@.*)?", re.DOTALL
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_SHORT: Final = re.compile(r"\d{2,}")
"""An extension may have two digits."""
_SWITCHES: Final = ("Custom:", "Agent:")
"""A switch or a number follows these prefixes, such as ``Custom:DND1001``."""
_ENDING: Final = re.compile(r"/n?[a-z]*\Z")

WHOLE: Final = 6
"""A secret of so many characters is removed within a word too."""


class Masker:
    """Masks one report.

    ``secrets`` and ``names`` are removed wherever they occur; ``interfaces`` are written by their shape, and so is
    every number of three digits or more.
    """

    def __init__(self, secrets: Sequence[str], names: Iterable[str], interfaces: Iterable[str]) -> None:
        known = dict.fromkeys(secrets, "(secret)")
        known |= {name: "(name)" for name in names if name not in known}
        known |= {interface: shape(interface) for interface in interfaces if interface not in known}
        self._known = {text: known[text] for text in sorted(known, key=len, reverse=True) if text.strip()}
        words = "|".join(re.escape(text) for text in self._known)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None
        self._secrets = [secret for secret in secrets if len(secret) >= WHOLE]

    def text(self, text: str) -> str:
        """Returns ``text`` masked."""
        for secret in self._secrets:
            text = text.replace(secret, "(secret)")
        if self._pattern is not None:
            text = self._pattern.sub(lambda found: self._known[found[0]], text)
        return numbers(_TOKEN.sub("(token)", text))


def numbers(text: str) -> str:
    """Returns ``text`` with each number of three digits or more by its first digit: ``1001`` is ``1xxx``."""
    return _DIGITS.sub(_first_digit, _PAIRS.sub(_first_digit, text))


def shape(interface: str) -> str:
    """Returns an interface without its owner: ``Local/1001@from-queue/n`` is ``Local/1xxx@from-queue/n``."""
    found = _INTERFACE.fullmatch(interface)
    if found is None:
        return numbers(interface)
    who, rest = found["who"], found["rest"] or ""
    ending = _ENDING.search(who) if not rest else None
    tail = ending[0] if ending is not None else ""
    own = who[: len(who) - len(tail)]
    if found["tech"] in _SWITCHES:
        return numbers(interface)
    nameless = _SHORT.sub(_first_digit, _LETTER.sub("a", own))
    return f"{found['tech']}{nameless}{tail}{numbers(rest)}"


def _first_digit(found: re.Match[str]) -> str:
    return found[0][0] + _DIGIT.sub("x", found[0][1:])
