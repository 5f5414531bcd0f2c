"""Replaces names of sources in stored values: in what is an id by its type, and in no text."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.counts.contacts import ContactId
from wallboard.domain.ids import AgentId, CallId, GroupId, QueueId, SourceId, entity_id, key_of, source_of

Names = Mapping[str, str]
"""The new names of sources by their old ones."""
_Rename = Callable[[Any, Names], Any]

_WITH_SOURCE = (QueueId, GroupId, AgentId, CallId, ContactId)
"""The types of ids that may have a source; a group's id has none."""

T = TypeVar("T", bound=Struct)


def under_names(value: T, names: Names) -> T:
    """Returns a stored value with its sources, and all ids in it, under new names."""
    rename = _of_struct(type(value))
    renamed: T = value if rename is None else rename(value, names)
    return renamed


def id_under(id_: str, names: Names) -> str:
    """Returns an id under the new name of its source; one without a source as it is."""
    name = names.get(source_of(id_)) if ":" in id_ else None
    return id_ if name is None else entity_id(SourceId(name), key_of(id_))


def _source_under(name: str, names: Names) -> str:
    return names.get(name, name)


def _of(hint: object) -> _Rename | None:
    """Returns how values of a type are renamed; None where there are no ids in them."""
    if hint is SourceId:
        return _source_under
    if hint in _WITH_SOURCE:
        return id_under
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _of_struct(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _of_optional(parts)
    if origin is dict:
        return _of_dict(*parts)
    if origin is list or parts[1:] == (...,):
        return _of_row(origin, parts[0])
    return _of_tuple(parts) if origin is tuple else None


@cache
def _of_struct(kind: type[Struct]) -> _Rename | None:
    hints = get_type_hints(kind)
    parts = {name: one for name in kind.__struct_fields__ if (one := _of(hints[name])) is not None}

    def rename(value: Struct, names: Names) -> Struct:
        return replace(value, **{name: one(getattr(value, name), names) for name, one in parts.items()})

    return rename if parts else None


def _of_optional(parts: Iterable[object]) -> _Rename | None:
    """Returns how values of a type are renamed that is optional, or one of several types of ids."""
    renames = {rename for part in parts if (rename := _of(part)) is not None}
    if not renames:
        return None
    (one,) = renames  # a value does not show which of several types it has
    return lambda value, names: None if value is None else one(value, names)


def _of_dict(of_key: object, of_value: object) -> _Rename | None:
    key, value = _of(of_key), _of(of_value)
    if key is None and value is None:
        return None
    key, value = key or _as_it_is, value or _as_it_is
    return lambda table, names: {key(one, names): value(other, names) for one, other in table.items()}


def _of_row(kind: Any, of_item: object) -> _Rename | None:  # noqa: ANN401 - list or tuple
    item = _of(of_item)
    return None if item is None else lambda row, names: kind(item(one, names) for one in row)


def _of_tuple(parts: Iterable[object]) -> _Rename | None:
    items = [_of(part) or _as_it_is for part in parts]
    if all(one is _as_it_is for one in items):
        return None
    return lambda row, names: tuple(item(one, names) for item, one in zip(items, row, strict=True))


def _as_it_is(value: object, _: Names) -> object:
    return value
