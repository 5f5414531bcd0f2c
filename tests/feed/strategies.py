"""Any message and any entity that the feed can carry, for property tests."""

from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from wallboard.domain.counts.figures import AnyEntity
from wallboard.feed.messages import AnyClientMessage, AnyServerMessage

INTEGERS = st.integers(min_value=-(2**53), max_value=2**53)
FLOATS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
TEXTS = st.text(max_size=12)


def struct(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of one struct or named tuple."""
    hints = get_type_hints(kind, include_extras=True)
    return st.builds(kind, **{name: _of(hint) for name, hint in hints.items() if name in _fields(kind)})


def _fields(kind: type[Any]) -> tuple[str, ...]:
    return kind.__struct_fields__ if issubclass(kind, msgspec.Struct) else kind._fields


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, NewType):
        return _of(hint.__supertype__)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        patterns = [meta.pattern for meta in hint.__metadata__ if meta.pattern]
        return st.from_regex(patterns[0]) if patterns else _of(arguments[0])
    if origin in (UnionType, Union):
        return st.one_of([_of(argument) for argument in arguments])
    if origin is list:
        return st.lists(_of(arguments[0]), max_size=4)
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(_of(arguments[0]), max_size=4).map(tuple)
    if origin is tuple:
        return st.tuples(*[_of(argument) for argument in arguments])
    if origin is dict:
        return st.dictionaries(_of(arguments[0]), _of(arguments[1]), max_size=4)
    if origin is Literal:
        return st.sampled_from(arguments)
    return _of_class(hint)


def _of_class(kind: Any) -> st.SearchStrategy[Any]:
    plain = {int: INTEGERS, float: FLOATS, str: TEXTS, bool: st.booleans(), type(None): st.none()}
    if kind in plain:
        return plain[kind]
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if issubclass(kind, tuple):
        return st.builds(kind, *[_of(hint) for hint in get_type_hints(kind).values()])
    return st.deferred(lambda: struct(kind))


def entities() -> st.SearchStrategy[AnyEntity]:
    """Any entity."""
    return st.one_of([struct(kind) for kind in get_args(AnyEntity)])


def server_messages() -> st.SearchStrategy[AnyServerMessage]:
    """Anything that a gateway says."""
    return st.one_of([struct(kind) for kind in get_args(AnyServerMessage)])


def client_messages() -> st.SearchStrategy[AnyClientMessage]:
    """Anything that a screen says."""
    return st.one_of([struct(kind) for kind in get_args(AnyClientMessage)])
