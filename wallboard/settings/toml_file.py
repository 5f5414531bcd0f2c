"""Reads TOML files that people edit; what is wrong with one is said in the same words everywhere."""

import tomllib
from pathlib import Path
from typing import Any

from wallboard.domain.errors import ConfigError
from wallboard.host.error_text import why

UNREADABLE = (ValueError, RecursionError)
"""What reading a malformed file raises beside `OSError`: no UTF-8, no TOML or JSON, nested too deep."""


class NotToml(ConfigError):
    """The file is there and is no TOML."""


def read_text(path: Path, name: str = "") -> str:
    """The file's text without an editor's mark; ``name`` is what the file is called in errors, by default its path.

    Raises `FileNotFoundError`, or `ConfigError` for what else keeps it from being read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        raise NotToml(f"{name or path} is not valid TOML: {why(error)}.") from error
    except OSError as error:
        raise ConfigError(f"{name or path} cannot be read: {why(error)}.") from error


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The content of the file called ``name``; `NotToml` says what is wrong and in which line."""
    try:
        return tomllib.loads(text)
    except UNREADABLE as error:
        raise NotToml(f"{name} is not valid TOML: {why(error)}.") from error


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a file, nothing where there is no file; `NotToml` or `ConfigError` where it cannot be used."""
    try:
        return parse_toml(read_text(path), str(path))
    except FileNotFoundError:
        return {}
