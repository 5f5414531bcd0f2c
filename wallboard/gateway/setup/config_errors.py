"""Messages about configuration errors that name the key and its valid values."""

import difflib
import json
import re
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

from wallboard.domain.wire_enum import WireEnum

_WHERE = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r'\.("(?:[^"\\]|\\.)*")|\.([^.\[]+)|\[(\d+)\]')
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SOME_ENTRY = "[...]"
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_WORDS = {
    "`int | null`": "a whole number",
    "`int`": "a whole number",
    "`float | null`": "a number",
    "`float`": "a number",
    "`str | null`": "a text in quotes",
    "`str`": "a text in quotes",
    "`bool`": "true or false",
    "`object`": "a table",
    "`array`": "a list",
    "Expected ": "must be ",
    ", got ": ", not ",
    "Invalid enum value": "invalid value",
    "Invalid value": "invalid value",
}


def explain(message: str, tree: dict[str, Any], model: type[msgspec.Struct]) -> str:
    """Rewrites msgspec's ``message`` about ``tree``, which does not fit ``model``, into an actionable one."""
    match = _WHERE.match(message)
    what, path = (match["what"], match["path"] or "") if match else (message, "")
    path = _with_entry_named(path, message, tree, model)
    here = _type_at(path, inspect.type_info(model), tree)
    table = f"[{path.lstrip('.')}]" if path else "the top level"
    if unknown := _UNKNOWN.search(what):
        return f"{table} has no key {unknown['name']!r}; {_allowed_keys(here, unknown['name'])}"
    if missing := _MISSING.search(what):
        allowed = _allowed_values(here) if isinstance(here, inspect.UnionType) else ""
        return f"{table} lacks the key {missing['name']!r}, which must be set{f' ({allowed})' if allowed else ''}."
    allowed = _allowed_values(here)
    return f"{_key(path)}: {_in_words(what)}{f'; allowed: {allowed}' if allowed else ''}."


def unknown_member(here: object, written: object, path: str = "$") -> str:
    """Returns a message like msgspec's on the first value that decodes as unknown; empty without any.

    ``here`` is what ``written`` was decoded into.
    """
    if isinstance(here, WireEnum):
        return f"Invalid enum value {written!r} - at `{path}`" if here.name == "UNKNOWN" else ""
    match here, written:
        case msgspec.Struct(), dict():
            steps = ((getattr(here, name), written[name], f".{name}") for name in written if hasattr(here, name))
        case dict(), dict():
            steps = ((here[key], value, f".{_as_key(key)}") for key, value in written.items() if key in here)
        case list(), list():
            parts = enumerate(zip(here, written, strict=True))
            steps = ((one, value, f"[{place}]") for place, (one, value) in parts)
        case _:
            return ""
    return next(filter(None, (unknown_member(one, value, path + step) for one, value, step in steps)), "")


def _in_words(what: str) -> str:
    what = re.sub(r" matching regex .*", "", what)
    for technical, plain in _WORDS.items():
        what = what.replace(technical, plain)
    return what.replace("`", "")


def _key(path: str) -> str:
    named = [step.start() for step in _STEP.finditer(path) if step[3] is None]
    if not named:
        return "the file"
    parent, name = path[: named[-1]].lstrip("."), path[named[-1] :].lstrip(".")
    return f"[{parent}] {name}" if parent else name


def _as_key(name: str) -> str:
    """Quotes a key for TOML: JSON's rules for quotes and backslashes are TOML's."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _with_entry_named(path: str, message: str, tree: dict[str, Any], model: type[msgspec.Struct]) -> str:
    """Names the invalid entry of a table with free keys, which msgspec does not: the one that is invalid alone."""
    before, some_entry, after = path.partition(_SOME_ENTRY)
    if not some_entry:
        return path
    steps = before.lstrip(".").split(".")
    table: Any = tree
    for step in steps:
        table = table[step]
    for name in table:
        try:
            msgspec.convert(_with_one_entry(tree, steps, name), model)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return f"{before}.{_as_key(name)}{after}"
    return before + after


def _with_one_entry(tree: dict[str, Any], steps: list[str], name: str) -> dict[str, Any]:
    """Returns a copy of ``tree`` whose table at ``steps`` has the entry ``name`` alone."""
    if not steps:
        return {name: tree[name]}
    return {**tree, steps[0]: _with_one_entry(tree[steps[0]], steps[1:], name)}


def _type_at(path: str, here: inspect.Type | None, value: object) -> inspect.Type | None:
    """Returns the model's type of the value at ``path``, None where it cannot be determined."""
    for quoted, name, index in _STEP.findall(path):
        step = json.loads(quoted) if quoted else name or index
        here = _chosen(here, value)
        if isinstance(here, inspect.StructType):
            tag = inspect.LiteralType((here.tag,)) if step == here.tag_field else None
            here = next((field.type for field in here.fields if field.encode_name == step), tag)
        elif isinstance(here, inspect.ListType):
            here = here.item_type
        elif isinstance(here, inspect.DictType):
            here = here.value_type
        value = value.get(step) if isinstance(value, dict) else None
    return _chosen(here, value) if isinstance(value, dict) else here


def _chosen(here: inspect.Type | None, value: object) -> inspect.Type | None:
    """Returns which of several tables is meant, by the key that distinguishes them."""
    if not isinstance(here, inspect.UnionType) or not isinstance(value, dict):
        return here
    for option in here.types:
        if isinstance(option, inspect.StructType) and value.get(option.tag_field or "") == option.tag:
            return option
    return here


def _allowed_keys(here: inspect.Type | None, name: str) -> str:
    if not isinstance(here, inspect.StructType):
        return "this key is unknown here."
    names = [field.encode_name for field in here.fields]
    close = difflib.get_close_matches(name, names, 1)
    meant = f"is {close[0]!r} meant? " if close else ""
    return f"{meant}Allowed here: {', '.join(names)}."


def _allowed_values(here: inspect.Type | None) -> str:
    match here:
        case inspect.EnumType() | inspect.CustomType() if issubclass(here.cls, Enum):
            return ", ".join(repr(member.value) for member in here.cls)
        case inspect.LiteralType():
            return ", ".join(repr(value) for value in here.values)
        case inspect.UnionType():
            return ", ".join(filter(None, map(_allowed_values, here.types)))
        case inspect.StructType() if here.tag is not None:
            return f"{here.tag_field} = {here.tag!r}"
        case inspect.Metadata(extra_json_schema={"description": str(description)}):
            return description
        case _:
            return ""
