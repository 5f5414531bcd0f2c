"""Enumerations of the feed: each has a member for values of a newer program."""

from collections.abc import Iterator
from enum import EnumType, StrEnum
from typing import Self, TypeVar

M = TypeVar("M")


class TolerantEnum(StrEnum):
    """An enumeration whose ``UNKNOWN`` stands for every value of a newer program too.

    Configuration is checked when it is read: there an unknown value is an error.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls.__members__.get("UNKNOWN") if isinstance(value, str) else None


class _KnownMembers(EnumType):
    """Leaves ``UNKNOWN`` out of iteration: no menu, list or figure is to offer it."""

    def __iter__(cls: type[M]) -> Iterator[M]:
        return (one for one in EnumType.__iter__(cls) if getattr(one, "name", "") != "UNKNOWN")

    def __len__(cls) -> int:
        return sum(1 for _ in iter(cls))


class WireEnum(TolerantEnum, metaclass=_KnownMembers):
    """An enumeration whose ``UNKNOWN`` is nothing else; iteration omits it."""
