"""Reads TOML files that people edit; faults have the same messages everywhere."""

import tomllib
from pathlib import Path
from typing import Any

from wallboard.domain.errors import ConfigError
from wallboard.host import regular_file
from wallboard.host.error_text import why

UNREADABLE = (ValueError, RecursionError)
"""Exceptions of a malformed file beside `OSError`: invalid UTF-8, TOML or JSON, or nested too deep."""


class NotToml(ConfigError):
    """The file exists but is not valid TOML."""


def read_text(path: Path, name: str = "") -> str:
    """Returns the file's text without a byte order mark; ``name`` is its name in errors, by default its path.

    Raises `FileNotFoundError`, or `ConfigError` for what else keeps it from being read.
    """
    try:
        return regular_file.read_text(path)
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        raise NotToml(f"{name or path} is not valid TOML: {why(error)}.") from error
    except OSError as error:
        raise ConfigError(f"{name or path} cannot be read: {why(error)}.") from error


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Returns the content of the file called ``name``; `NotToml` has the fault and its line."""
    try:
        return tomllib.loads(text)
    except UNREADABLE as error:
        raise NotToml(f"{name} is not valid TOML: {why(error)}.") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Returns a file's content, nothing where there is no file; `NotToml` or `ConfigError` for a bad one."""
    try:
        return parse_toml(read_text(path), str(path))
    except FileNotFoundError:
        return {}
