"""Makes the PBX's texts readable: bytes that are not UTF-8, names that AMI writes with backslashes.

Inside this adapter a text holds such bytes as `codec` decodes them, without loss (``surrogateescape``), and is sent
to the PBX in the very same bytes. The rest of the program receives the output of `Spelling`.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Final, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx import readable_text
from wallboard.pbx.readable_text import is_utf8

_Words = TypeVar("_Words", bound=Struct)

_ASTERISK_CUT: Final = 79
"""The bytes of an agent's name that Asterisk stores: a longer one is cut, maybe within a character."""
_ESCAPED: Final = re.compile(r"""\\([abfnrtv\\'"?])""")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_BREAKS: Final = "abfnrtv"
_IDS: Final = frozenset({AgentId, CallId, QueueId})


def readable(text: str) -> str:
    """Returns displayable ``text``: UTF-8, without a character that Asterisk cut, else Windows-1252."""
    if is_utf8(text):
        return text
    data = text.encode("utf-8", "surrogateescape")
    if len(data) >= _ASTERISK_CUT:
        for size in (1, 2, 3):
            with suppress(UnicodeDecodeError):
                return f"{data[:-size].decode()}…"
    return readable_text.readable(text)


def caller_name(text: str, *, escaped: bool) -> str:
    """Returns a caller's name as given; a channel's snapshot has it ``escaped`` as in C, a QueueEntry row not.

    Line breaks in it become a space.
    """
    if escaped and "\\" in text:
        text = _ESCAPED.sub(lambda found: " " if found[1] in _BREAKS else found[1], text)
    return _CONTROL.sub(" ", text) if not text.isprintable() else text


class Spelling:
    """Maps the PBX's own ids to displayed ones and back; different ones stay different."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        self._own: dict[str, str] = {}

    def shown(self, own: str) -> str:
        """Returns the unique displayable id of ``own``."""
        if own.isascii():
            return own
        shown = self._shown.get(own)
        if shown is None:
            shown = word = readable(own)
            number = 1
            while shown in self._own:
                number += 1
                shown = f"{word} ({number})"
            self._shown[own], self._own[shown] = shown, own
        return shown

    def own(self, shown: str) -> str:
        """Returns the PBX's own id of ``shown``."""
        return self._own.get(shown, shown)

    def displayable(self, event: _Words) -> _Words:
        """Returns ``event`` with displayable texts; nearly always unchanged."""
        return _respelt(event, self.shown, readable)

    def meant(self, command: _Words) -> _Words:
        """Returns a command with the PBX's own ids."""
        return _respelt(command, self.own, str)


def _respelt(words: _Words, of_id: Callable[[str], str], of_text: Callable[[str], str]) -> _Words:
    changed = {}
    for field, is_id in _texts_of(type(words)):
        value = getattr(words, field)
        if value and not value.isascii():
            changed[field] = of_id(value) if is_id else of_text(value)
    return replace(words, **changed) if changed else words


@cache
def _texts_of(kind: type[Struct]) -> tuple[tuple[str, bool], ...]:
    """Returns the fields of a struct that hold text, and whether each is an id."""
    hints = get_type_hints(kind)
    names = [name for name in kind.__struct_fields__ if get_origin(hints[name]) is not dict]
    kinds = {name: {hints[name], *get_args(hints[name])} for name in names}
    return tuple((name, not found.isdisjoint(_IDS)) for name, found in kinds.items() if found & {str, *_IDS})
