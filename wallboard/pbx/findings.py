"""Findings of a PBX's examination, in words an administrator can act on."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from wallboard.pbx.readable_text import readable


class Grade(StrEnum):
    """The importance: a problem stops some part of Wallboard, a warning may mislead, a note is for information."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(Struct, frozen=True, kw_only=True):
    """The result of one check; ``remedy`` names the file, the section and the line to write.

    ``source`` is the PBX that it is about, where there are several.
    """

    check: str
    grade: Grade
    text: str
    remedy: str = ""
    source: str = ""


def _shown(text: str) -> str:
    """Returns ``text`` safe for a terminal: characters that move its cursor or reverse its lines are replaced."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in readable(text))


def ok(check: str, text: str) -> Finding:
    """Returns a finding without a fault."""
    return Finding(check=check, grade=Grade.OK, text=_shown(text))


def note(check: str, text: str, remedy: str = "") -> Finding:
    """Returns a finding for information."""
    return Finding(check=check, grade=Grade.NOTE, text=_shown(text), remedy=_shown(remedy))


def warning(check: str, text: str, remedy: str) -> Finding:
    """Returns a finding of something that works, but not as it should."""
    return Finding(check=check, grade=Grade.WARNING, text=_shown(text), remedy=_shown(remedy))


def problem(check: str, text: str, remedy: str) -> Finding:
    """Returns a finding of something that cannot work."""
    return Finding(check=check, grade=Grade.PROBLEM, text=_shown(text), remedy=_shown(remedy))


def some(names: Sequence[str]) -> str:
    """Returns the names, or the first few of many."""
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:10])} and {len(names) - 10} more"
