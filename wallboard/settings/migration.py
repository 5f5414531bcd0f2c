"""How the settings file became what it is: its format's number, and what brings an older file forward.

A file without a number is of format 1. One of a newer format is read as far as it is understood, and never written.
"""

from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

Tree = MutableMapping[str, Any]
Step = Callable[[Tree], None]

KEY = "format"
STEPS: Sequence[Step] = ()
"""The first brings format 1 to 2, the next 2 to 3; whoever renames or moves a key adds one at the end."""

NEWER_FILE = (
    "this file was written by a newer Wallboard. The settings that this version can read are "
    "used, and no change is saved: update this Wallboard"
)


def format_of(tree: Tree) -> int:
    """The format that a file says it has; 1 where it says nothing that can be understood."""
    number = tree.get(KEY, 1)
    return int(number) if isinstance(number, int) and number > 0 else 1


def is_newer(tree: Tree) -> bool:
    """Whether a program that is newer than this one has written the file."""
    return format_of(tree) > len(STEPS) + 1


def migrate(tree: Tree) -> None:
    """Bring an older file to this program's format, in memory; a newer one is left as it is."""
    if is_newer(tree):
        return
    for step in STEPS[format_of(tree) - 1 :]:
        step(tree)
    if format_of(tree) <= len(STEPS):
        mark(tree)


def mark(tree: Tree) -> None:
    """Note this program's format in the file."""
    tree[KEY] = len(STEPS) + 1
