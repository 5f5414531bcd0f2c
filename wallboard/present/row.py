"""The base of all rows of a frame."""

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """Anything a window shows."""
