"""Texts from outside as they may be shown: on one line, in one direction, and not too long.

A caller chooses a name, and a provider hands it on: it is data, of which only what can be read is shown. What
identifies something stays as it is.
"""

import unicodedata
from functools import cache
from typing import Final, TypeVar, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.centre.events import AgentFound, Event, MonitorEnded, QueueFound, SourceChanged

NAME_MOST: Final = 80
SENTENCE_MOST: Final = 400
_MARKS_MOST: Final = 3
"""Marks over and under one letter: more of them would be drawn over the lines beside."""
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN: Final = frozenset({"Cf", "Cs"})
"""Marks of direction, joiners and spaces without width, and halves of characters."""
_IDENTIFYING: Final = frozenset({"begun_by", "extension"})

AnyEvent = TypeVar("AnyEvent", bound=Event)


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


def sanitize_event(event: AnyEvent) -> AnyEvent:
    """``event`` with all its texts as they may be shown; nearly always as it is. Ids stay as they are."""
    fields = _texts_of(type(event))
    if not fields:
        return event
    most = SENTENCE_MOST if isinstance(event, SourceChanged | MonitorEnded) else NAME_MOST
    changed = {}
    for field in fields:
        value = getattr(event, field)
        if (shown := sanitize(value, most)) != value:
            changed[field] = shown
    if isinstance(event, AgentFound | QueueFound) and not changed.get("name", event.name):
        # who has no name is shown by the id
        changed["name"] = sanitize(event.agent_id if isinstance(event, AgentFound) else event.queue_id)
    return replace(event, **changed) if changed else event


@cache
def _texts_of(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of an event that hold a text and no id."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if hints[name] is str and name not in _IDENTIFYING)
