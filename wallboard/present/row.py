"""What all rows of a frame are."""

from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """Anything a window shows."""
