"""The one stage between a source's adapter and the rest of the gateway.

Adapters speak in their PBX's own keys and texts. Here each event's texts become what may be shown and its keys ids
that carry their source, and each command's ids become that PBX's keys again.
"""

from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.actions.commands import Command
from wallboard.domain.centre.events import AgentFound, Event, MonitorEnded, QueueFound, SourceChanged
from wallboard.domain.ids import AgentId, CallId, QueueId, SourceId, entity_id, key_of, source_of
from wallboard.domain.sanitizer import NAME_MOST, SENTENCE_MOST, sanitize

QUALIFIED: Final = (QueueId, AgentId, CallId)
"""The types of what several PBXs may have under one key; a command's id and a monitoring's are given by us."""
CACHED: Final = 50_000
"""So many keys have their ids at hand; callers' keys come and go."""
_IDENTIFYING: Final = frozenset({"begun_by", "extension"})
"""Texts that name somebody or something: they stay as they are."""

AnyEvent = TypeVar("AnyEvent", bound=Event)


class ForeignId(ValueError):
    """A command for this source names something of another one."""


class _Fields(Struct, frozen=True):
    """The fields of one type of event or command that this stage touches; texts are ``most`` letters at most."""

    ids: tuple[str, ...]
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    most: int
    has_name: bool


class SourceStage:
    """What one source says and is told, on its way in and out."""

    def __init__(self, source_id: SourceId) -> None:
        self.source_id = source_id
        self._ids: dict[str, str] = {}

    def taken_in(self, event: AnyEvent) -> AnyEvent:
        """``event`` with its texts as they may be shown and its keys as ids of this source."""
        fields = fields_of(type(event))
        changed: dict[str, object] = dict.fromkeys(fields.sources, self.source_id)
        for name in fields.ids:
            if key := getattr(event, name):
                changed[name] = self._ids.get(key) or self._id(key)
        for name in fields.texts:
            if (text := getattr(event, name)) and (shown := sanitize(text, fields.most)) != text:
                changed[name] = shown
        if fields.has_name and isinstance(event, AgentFound | QueueFound) and not changed.get("name", event.name):
            # who has no name is shown by the key
            changed["name"] = sanitize(event.agent_id if isinstance(event, AgentFound) else event.queue_id)
        return replace(event, **changed) if changed else event

    def sent_out(self, command: Command) -> Command:
        """``command`` by the PBX's own keys; `ForeignId` if it names what is of another source."""
        changed = {}
        for name in fields_of(type(command)).ids:
            if id_ := getattr(command, name):
                if source_of(id_) != self.source_id:
                    raise ForeignId(f"{name} {id_!r} does not belong to the source {self.source_id}")
                changed[name] = key_of(id_)
        return replace(command, **changed) if changed else command

    def _id(self, key: str) -> str:
        if len(self._ids) >= CACHED:
            self._ids.clear()
        self._ids[key] = id_ = entity_id(self.source_id, key)
        return id_


@cache
def fields_of(kind: type[Struct]) -> _Fields:
    """Which fields of an event or a command hold ids, sources and texts, by their annotations alone."""
    hints = get_type_hints(kind)
    names = kind.__struct_fields__

    def of(is_meant: Callable[[object], bool]) -> tuple[str, ...]:
        return tuple(name for name in names if is_meant(hints[name]))

    return _Fields(
        ids=of(lambda hint: any(one in QUALIFIED for one in _parts(hint))),
        sources=of(lambda hint: hint is SourceId),
        texts=tuple(name for name in of(lambda hint: hint is str) if name not in _IDENTIFYING),
        most=SENTENCE_MOST if issubclass(kind, SourceChanged | MonitorEnded) else NAME_MOST,
        has_name="name" in names,
    )


def _parts(hint: object) -> tuple[object, ...]:
    """What an optional type may be."""
    return get_args(hint) or (hint,)
