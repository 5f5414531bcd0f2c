"""An administrator's settings for a whole computer: defaults and locked values of desks, a TV's set-up.

The files are only read. Users' own settings are in `client`.
"""

import re
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.settings.client import Layers, read_tables
from wallboard.settings.language import Language
from wallboard.settings.toml_file import read_toml
from wallboard.settings.tv_layout import TvLayout

DESK_FILE = "desk.toml"
TV_FILE = "tv.toml"
SECTIONS = ("defaults", "locked")


class TvSetup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The set-up of an unattended TV; empty values are as the command line or the user sets them.

    ``token_file`` holds nothing but the token that pairs the TV with the gateway; ``queue`` or ``group`` is what
    it shows, all queues when both are empty; ``screen`` is a number from 0 or a name; ``language`` one of
    `Language`; ``layout`` says from how far it is read.
    """

    gateway: str = ""
    token_file: str = ""
    ca_file: str = ""
    queue: str = ""
    group: str = ""
    screen: str | Annotated[int, Meta(ge=0)] = ""
    language: Language | None = None
    layout: TvLayout | None = None


def read_tv(path: Path) -> TvSetup:
    """Returns the set-up in ``path``, empty where there is no file; `ConfigError` names an invalid key."""
    try:
        return msgspec.convert(read_toml(path), TvSetup)
    except ConfigError as error:
        raise _unusable(path, str(error)) from error
    except msgspec.ValidationError as error:
        keys = ", ".join(TvSetup.__struct_fields__)
        words = f"{path}: {_in_words(str(error))}. The keys that there are: {keys}."
        found = re.search(r"unknown field `(.*?)`|\$\.(\w+)", str(error))
        key = next(filter(None, found.groups())) if found else ""
        raise _unusable(path, words, key) from error


def read_desk(path: Path) -> tuple[Layers, tuple[str, ...]]:
    """Returns the values in ``path``, none where there is no file, and messages about invalid ones."""
    try:
        tree = read_toml(path)
    except ConfigError as error:
        return Layers(), (str(error),)
    problems = [
        f"{path}: [{name}] is unknown; allowed are [defaults.…] and [locked.…]" for name in tree.keys() - SECTIONS
    ]
    layers: dict[str, dict[str, dict[str, Any]]] = {}
    for section in SECTIONS:
        content = tree.get(section, {})
        if not isinstance(content, dict):
            problems.append(f"{path}: {section} must be a table, with tables such as [{section}.gateway] in it")
            continue
        values, wrong = read_tables(content)
        problems += [f"{path}: {section} {words}" for words in (*wrong, *_unknown(content, values, wrong))]
        layers[section] = {name: table for name, table in values.items() if table}
    return Layers(**layers), tuple(problems)


def _in_words(message: str) -> str:
    """Returns msgspec's message about a key, without its notation of types and places."""
    if unknown := re.search(r"unknown field `(.*?)`", message):
        return f"there is no key {unknown[1]!r}"
    found = re.fullmatch(r"(.*) - at `\$\.(.*)`", message)
    what, key = (found[1], found[2]) if found else (message, "")
    what = what.replace("Expected `str | int`", "must be a text in quotes or a number")
    what = what.replace("Expected `str`", "must be a text in quotes").partition(", got")[0].replace("`", "")
    return f"{key}: {what}".lstrip(": ")


def _unknown(content: dict[str, Any], values: dict[str, dict[str, Any]], wrong: list[str]) -> list[str]:
    """Returns unknown names: most often typing errors that would leave a setting unlocked."""
    found = [f"[{name}] is unknown" for name in content.keys() - values.keys()]
    for name, table in values.items():
        own = content.get(name)
        if isinstance(own, dict):
            found += [
                f"[{name}] {key} is unknown"
                for key in own.keys() - table.keys()
                if not any(words.startswith(f"[{name}] {key}:") for words in wrong)
            ]
    return found


def _unusable(path: Path, words: str, key: str = "") -> ConfigError:
    kind = ProblemKind.SETUP_KEY if key else ProblemKind.SETUP_FILE
    return ConfigError(words).of(Problem(kind=kind, subject={"file": str(path), "key": key}, technical=words))
