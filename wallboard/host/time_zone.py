"""Time zones by their names in the tz database, and this machine's own."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WITHIN = re.compile(r"/zoneinfo[^/]*/(?:posix/|right/)?(.+)$")
"""The end of a path to a zone's own file, wherever the system keeps them."""
_LONGEST = 128


def find_zone(name: str) -> ZoneInfo | None:
    """Returns the zone of this name, such as ``Europe/Lisbon``; None where this machine has none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def machine_zone(environ: Mapping[str, str] = os.environ, root: Path = Path("/")) -> str:
    """Returns the name of this machine's own zone; empty where it is unknown."""
    if sys.platform == "win32":
        from ctypes import CDLL  # noqa: PLC0415 - only Windows needs it

        name = windows_zone(CDLL)
    else:
        name = _by_environment(environ["TZ"]) if "TZ" in environ else _by_files(root / "etc")
    return name if name and find_zone(name) else ""


def windows_zone(load: Callable[[str], Any]) -> str:
    """Returns the zone by Windows' own ICU, which is included since Windows 10, version 1903."""
    import ctypes  # noqa: PLC0415 - only Windows needs it

    try:
        ask = load("icu.dll").ucal_getDefaultTimeZone
    except (OSError, AttributeError):
        return ""
    name, status = ctypes.create_unicode_buffer(_LONGEST), ctypes.c_int(0)
    ask(name, _LONGEST, ctypes.byref(status))
    return name.value if status.value <= 0 else ""  # warnings are below 0, errors above


def _by_environment(value: str) -> str:
    """Returns the zone in ``TZ`` like the C library: a name or a file, maybe after a colon; empty is UTC."""
    value = value.removeprefix(":")
    within = _WITHIN.search(value)
    return within[1] if within else value or "UTC"


def _by_files(etc: Path) -> str:
    """Returns the zone that /etc/localtime links to; for a copy of a zone's file, the one in /etc/timezone."""
    link = etc / "localtime"
    try:
        for target in (link.readlink(), link.resolve()):
            if within := _WITHIN.search(target.as_posix()):
                return within[1]
    except OSError:  # not a link
        pass
    try:
        return (etc / "timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
