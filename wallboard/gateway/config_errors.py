"""What is wrong with a configuration, in words that name the key and what is allowed there."""

import difflib
import re
from typing import Any

import msgspec
from msgspec import inspect

_WHERE = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


def explain(message: str, tree: dict[str, Any], model: type[msgspec.Struct]) -> str:
    """Turn msgspec's ``message`` about ``tree`` into one that a person can act on."""
    match = _WHERE.match(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    steps = [name or "[]" for name, _ in _STEP.findall(path)]
    here = _type_at(steps, inspect.type_info(model), tree)
    table = _table(path)
    if unknown := _UNKNOWN.search(what):
        return f"{table} has no key {unknown['name']!r}; {_allowed_keys(here, unknown['name'])}"
    if missing := _MISSING.search(what):
        return f"{table} lacks the key {missing['name']!r}, which must be set."
    allowed = _allowed_values(here)
    return f"{_key(path)}: {what[:1].lower()}{what[1:]}{f'; allowed: {allowed}' if allowed else ''}"


def _table(path: str) -> str:
    return f"[{path.lstrip('.')}]" if path else "the top level"


def _key(path: str) -> str:
    parent, _, name = path.lstrip(".").rpartition(".")
    return f"[{parent}] {name}" if parent else name or "the file"


def _type_at(steps: list[str], here: inspect.Type | None, value: object) -> inspect.Type | None:
    """The type that the model has for the value that ``steps`` lead to, None where it cannot be told."""
    for step in steps:
        here = _chosen(here, value)
        if isinstance(here, inspect.StructType):
            here = next((field.type for field in here.fields if field.encode_name == step), _tag_type(here, step))
        elif isinstance(here, inspect.ListType):
            here = here.item_type
        elif isinstance(here, inspect.DictType):
            here = here.value_type
        value = value.get(step) if isinstance(value, dict) else None
    return _chosen(here, value) if isinstance(value, dict) else here


def _chosen(here: inspect.Type | None, value: object) -> inspect.Type | None:
    """Which of several tables is meant, by the key that tells them apart."""
    if not isinstance(here, inspect.UnionType) or not isinstance(value, dict):
        return here
    for option in here.types:
        if isinstance(option, inspect.StructType) and value.get(option.tag_field or "") == option.tag:
            return option
    return here


def _tag_type(here: inspect.StructType, step: str) -> inspect.Type | None:
    return inspect.LiteralType((here.tag,)) if step == here.tag_field else None


def _allowed_keys(here: inspect.Type | None, name: str) -> str:
    if not isinstance(here, inspect.StructType):
        return "it is not known here."
    names = [field.encode_name for field in here.fields]
    close = difflib.get_close_matches(name, names, 1)
    meant = f"is {close[0]!r} meant? " if close else ""
    return f"{meant}Allowed here: {', '.join(names)}."


def _allowed_values(here: inspect.Type | None) -> str:
    if isinstance(here, inspect.EnumType):
        return ", ".join(repr(member.value) for member in here.cls)
    if isinstance(here, inspect.LiteralType):
        return ", ".join(repr(value) for value in here.values)
    if isinstance(here, inspect.UnionType):
        return ", ".join(filter(None, (_allowed_values(option) for option in here.types)))
    if isinstance(here, inspect.StructType) and here.tag is not None:
        return f"{here.tag_field} = {here.tag!r}"
    return ""
