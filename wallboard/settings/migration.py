"""Migrates the settings file: its format's number, and the steps from older formats.

A file without a number is of format 1. One of a newer format is read as far as it is understood, and never written.
"""

from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

Tree = MutableMapping[str, Any]
Migration = Callable[[Tree], None]

KEY = "format"
STEPS: Sequence[Migration] = ()
"""The first migrates format 1 to 2, the next 2 to 3; a renamed or moved key needs another one at the end."""

NEWER_FILE = (
    "this file was written by a newer Wallboard. The settings that this version can read are "
    "used, and no change is saved: update this Wallboard"
)


def format_of(tree: Tree) -> int:
    """Returns the format number in a file; 1 where there is no valid one."""
    number = tree.get(KEY, 1)
    return int(number) if isinstance(number, int) and number > 0 else 1


def is_newer(tree: Tree) -> bool:
    """Whether a newer program wrote the file."""
    return format_of(tree) > len(STEPS) + 1


def migrate(tree: Tree) -> None:
    """Converts an older file to this program's format, in memory; a newer one stays as it is."""
    if is_newer(tree):
        return
    for step in STEPS[format_of(tree) - 1 :]:
        step(tree)
    if format_of(tree) <= len(STEPS):
        mark(tree)


def mark(tree: Tree) -> None:
    """Writes this program's format number into the file."""
    tree[KEY] = len(STEPS) + 1
