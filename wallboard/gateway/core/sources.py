"""Translates between a source's adapter and the rest of the gateway.

Adapters use their PBX's own keys and texts. Here each event's texts are made displayable and its keys become ids
that carry their source; each command's ids become that PBX's keys again.
"""

from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.actions.commands import Command
from wallboard.domain.centre.events import AgentFound, Event, MonitorEnded, QueueFound, SourceChanged
from wallboard.domain.ids import AgentId, CallId, QueueId, SourceId, entity_id, key_of, source_of
from wallboard.domain.sanitizer import NAME_MOST, SENTENCE_MOST, sanitize

QUALIFIED: Final = (QueueId, AgentId, CallId)
"""The types of ids that several PBXs may share; the ids of commands and monitorings are the gateway's own."""
CACHED: Final = 50_000
"""The most keys whose ids are cached; callers' keys come and go."""
_IDENTIFYING: Final = frozenset({"begun_by", "extension"})
"""Texts that identify something: they stay as they are."""

AnyEvent = TypeVar("AnyEvent", bound=Event)


class ForeignId(ValueError):
    """A command for this source names an entity of another one."""


class _Fields(Struct, frozen=True):
    """The fields of one event or command type that are translated.

    ``by_id`` are tables by ids; texts are ``most`` letters at most.
    """

    ids: tuple[str, ...]
    by_id: tuple[str, ...]
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    most: int
    has_name: bool


class SourceStage:
    """Translates one source's events and commands."""

    def __init__(self, source_id: SourceId) -> None:
        self.source_id = source_id
        self._ids: dict[str, str] = {}

    def taken_in(self, event: AnyEvent) -> AnyEvent:
        """Returns ``event`` with displayable texts and with ids of this source in place of its keys."""
        fields = fields_of(type(event))
        changed: dict[str, object] = dict.fromkeys(fields.sources, self.source_id)
        for name in fields.ids:
            if key := getattr(event, name):
                changed[name] = self._ids.get(key) or self._id(key)
        for name in fields.by_id:
            changed[name] = {self._ids.get(key) or self._id(key): one for key, one in getattr(event, name).items()}
        for name in fields.texts:
            if (text := getattr(event, name)) and (shown := sanitize(text, fields.most)) != text:
                changed[name] = shown
        if fields.has_name and isinstance(event, AgentFound | QueueFound) and not changed.get("name", event.name):
            # without a name the key is shown
            changed["name"] = sanitize(event.agent_id if isinstance(event, AgentFound) else event.queue_id)
        return replace(event, **changed) if changed else event

    def sent_out(self, command: Command) -> Command:
        """Returns ``command`` by the PBX's own keys; `ForeignId` if it names an entity of another source."""
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
    """Returns which fields of an event or a command hold ids, sources and texts, by their annotations alone."""
    hints = get_type_hints(kind)
    names = kind.__struct_fields__

    def of(is_meant: Callable[[object], bool]) -> tuple[str, ...]:
        return tuple(name for name in names if is_meant(hints[name]))

    return _Fields(
        ids=of(lambda hint: get_origin(hint) is not dict and any(one in QUALIFIED for one in _parts(hint))),
        by_id=of(lambda hint: get_origin(hint) is dict and get_args(hint)[0] in QUALIFIED),
        sources=of(lambda hint: hint is SourceId),
        texts=tuple(name for name in of(lambda hint: hint is str) if name not in _IDENTIFYING),
        most=SENTENCE_MOST if issubclass(kind, SourceChanged | MonitorEnded) else NAME_MOST,
        has_name="name" in names,
    )


def _parts(hint: object) -> tuple[object, ...]:
    """Returns the members of an optional type."""
    return get_args(hint) or (hint,)
