"""The text of a file's bytes: UTF-8, UTF-16, or one of the two eight-bit encodings of the languages spoken here."""

import codecs
from collections.abc import Collection
from typing import Final, NamedTuple

from wallboard.domain.plan.reading.plan_problems import PlanProblemKind

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of .xlsx and .ods, and of .xls."""
_LETTERS: Final = {
    "cp1252": frozenset("áâãàçéêíóôõúüñÁÂÃÀÇÉÊÍÓÔÕÚÜÑºª"),
    "cp1257": frozenset("ąčęėįšųūžĄČĘĖĮŠŲŪŽ"),
}
"""The letters beyond ASCII of Portuguese, and of Lithuanian, in the Windows encodings that those languages use."""


class Decoded(NamedTuple):
    """A text and its encoding, or why there is none."""

    text: str
    encoding: str
    problem: PlanProblemKind | None = None


def decode(data: bytes, known: Collection[str] = (), encoding: str = "") -> Decoded:
    """Returns the text of ``data``; ``encoding`` is the user's own choice.

    Bytes that are no Unicode are read as cp1252 or cp1257: by which of both has more of ``known`` names in it, then
    more of its language's letters.
    """
    if data.startswith(_WORKBOOKS):
        return Decoded("", "", PlanProblemKind.SPREADSHEET)
    if not data.strip(b"\0\r\n\t ;,"):
        return Decoded("", "", PlanProblemKind.EMPTY)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    if encoding:
        return _strict(data, encoding)
    if (wide := _utf_16(data)) is not None:
        return _strict(data, wide)
    found = _strict(data, "utf-8")
    return found if found.problem is None else _eight_bit(data, known)


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return Decoded("", encoding, PlanProblemKind.ENCODING)
    return Decoded("", encoding, PlanProblemKind.ENCODING) if "\0" in text else Decoded(text, encoding)


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark: half of the first bytes are zero, since digits and separators are ASCII."""
    start = data[:400]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) // 4 else None


def _eight_bit(data: bytes, known: Collection[str]) -> Decoded:
    names = [name.casefold() for name in known if not name.isascii()]

    def likelihood(found: Decoded) -> tuple[int, int]:
        text = found.text.casefold()
        return sum(name in text for name in names), sum(one in _LETTERS[found.encoding] for one in found.text)

    found = [one for name in _LETTERS if (one := _strict(data, name)).problem is None]
    return max(found, key=likelihood) if found else Decoded("", "", PlanProblemKind.ENCODING)
