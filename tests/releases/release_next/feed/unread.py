"""Handles entities that this program cannot decode, whole or in part.

An old value must not remain shown for lack of a new one, so each is reported by its key, or as an entity with
unknown states.
"""

from typing import Any, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from tests.releases.release_next.domain.centre.agent_state import AgentState
from tests.releases.release_next.domain.centre.exits import Exit
from tests.releases.release_next.domain.centre.state import Agent, Call, Direction, Group, LedgerState, Monitor, Queue, Source
from tests.releases.release_next.domain.counts.counter import Tally
from tests.releases.release_next.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Window
from tests.releases.release_next.domain.counts.formulas import Formula, Goal
from tests.releases.release_next.domain.ids import Key, ScopeId
from tests.releases.release_next.domain.wire_enum import TolerantEnum

KINDS: dict[str, type[AnyEntity]] = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyEntity)}
"""Every kind of entity by its name on the wire."""

_SHOWN = (Source, LedgerState, Queue, Group, Agent, Call, Monitor)
"""The kinds that stay, in grey, when only a part of one is decoded; others are better omitted."""

_BLANKS: dict[object, object] = {str: "", ScopeId: "", int: 0, Goal: Goal(formula=Formula.UNKNOWN), Tally: Tally()}
"""The placeholder of a required value that cannot be decoded."""

_SAID_UNKNOWN = (Direction, Window)
"""Enumerations whose unknown value is not a gap: a gateway sends it itself, or the figure is not shown anywhere."""


class Remnant(Struct, frozen=True, kw_only=True):
    """The rest of an entity: the ``entity`` with unknown states where it is shown at all, else None."""

    key: Key
    entity: AnyEntity | None = None


def remnant_of(raw: dict[str, Any]) -> Remnant | None:
    """Returns the rest of an entity that could not be decoded; None where not even its key can be."""
    kind = KINDS.get(str(raw.get("type")))
    if kind is None:
        return Remnant(key=Key(str(raw.get("type")), str(raw.get("id", ""))))
    values = {field.name: _part(field, raw) for field in fields(kind)}
    if values.get("id", "none") == "":
        return None
    entity = kind(**values)  # type: ignore[arg-type]  # each value is of its field's type, which mypy cannot see
    return Remnant(key=entity.key, entity=entity if isinstance(entity, _SHOWN) else None)


def _part(field: FieldInfo, raw: dict[str, Any]) -> object:
    """Returns the value of a field as far as it can be decoded; states and goals are unknown in any case."""
    if field.type is Goal:
        return _BLANKS[Goal]
    is_state = isinstance(field.type, type) and issubclass(field.type, TolerantEnum)
    if is_state and field.type not in _SAID_UNKNOWN:
        return field.type("?")
    try:
        return msgspec.convert(raw[field.encode_name], field.type)
    except (KeyError, msgspec.ValidationError):
        return _blank(field)


def _blank(field: FieldInfo) -> object:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    if field.default is not msgspec.NODEFAULT:
        return field.default
    plain = getattr(field.type, "__supertype__", field.type)
    return _BLANKS[plain] if plain in _BLANKS else plain("?")


def _states_of(kind: type[AnyEntity]) -> tuple[tuple[str, object], ...]:
    """Returns the fields of an entity that hold states, each with its unknown value."""
    states = [one for one in fields(kind) if isinstance(one.type, type) and issubclass(one.type, TolerantEnum)]
    return tuple((one.name, one.type("?")) for one in states if one.type not in _SAID_UNKNOWN)


_STATES = {kind: _states_of(kind) for kind in KINDS.values()}


def is_understood(entity: AnyEntity) -> bool:
    """Whether this program has every state and every class of callers in an entity."""
    for name, unknown in _STATES[type(entity)]:
        if getattr(entity, name) is unknown:
            return False
    match entity:
        case QueueNow():
            return AgentState.UNKNOWN not in entity.agents
        case Figures() | Interval():
            return Exit.UNKNOWN not in entity.tally.exits
        case Queue() | Group():
            return entity.goal.formula is not Formula.UNKNOWN
        case _:
            return True
