"""What a look at a PBX found, in words an administrator can act on."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from wallboard.pbx.asterisk.wire.spelling import readable


class Grade(StrEnum):
    """How much it matters: a problem stops some part of Wallboard, a warning may mislead, a note is to be known."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; ``remedy`` names the file, the section and the line to write.

    ``source`` is the PBX that it is about, where there are several.
    """

    check: str
    grade: Grade
    text: str
    remedy: str = ""
    source: str = ""


def _shown(text: str) -> str:
    """``text`` as a terminal may show it: what would move its cursor or turn its lines around is replaced."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in readable(text))


def ok(check: str, text: str) -> Finding:
    """All is well here."""
    return Finding(check=check, grade=Grade.OK, text=_shown(text))


def note(check: str, text: str, remedy: str = "") -> Finding:
    """Nothing is wrong, and this is good to know."""
    return Finding(check=check, grade=Grade.NOTE, text=_shown(text), remedy=_shown(remedy))


def warning(check: str, text: str, remedy: str) -> Finding:
    """It goes, but not as it should."""
    return Finding(check=check, grade=Grade.WARNING, text=_shown(text), remedy=_shown(remedy))


def problem(check: str, text: str, remedy: str) -> Finding:
    """Something cannot go."""
    return Finding(check=check, grade=Grade.PROBLEM, text=_shown(text), remedy=_shown(remedy))


def some(names: Sequence[str]) -> str:
    """The names, or the first few of many."""
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:10])} and {len(names) - 10} more"
