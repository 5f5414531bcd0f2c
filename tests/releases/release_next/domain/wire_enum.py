"""The closed sets that go over the feed: each has a member for what a newer program says."""

from collections.abc import Iterator
from enum import EnumType, StrEnum
from typing import Self, TypeVar

M = TypeVar("M")


class TolerantEnum(StrEnum):
    """A closed set whose ``UNKNOWN`` stands for every value of a newer program too.

    What a person writes is checked where it is read: there a value that is not known is an error.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls.__members__.get("UNKNOWN") if isinstance(value, str) else None


class _KnownMembers(EnumType):
    """Leaves ``UNKNOWN`` out of the members that are gone through: no menu, list or figure is to offer it."""

    def __iter__(cls: type[M]) -> Iterator[M]:
        return (one for one in EnumType.__iter__(cls) if getattr(one, "name", "") != "UNKNOWN")

    def __len__(cls) -> int:
        return sum(1 for _ in iter(cls))


class WireEnum(TolerantEnum, metaclass=_KnownMembers):
    """A closed set whose ``UNKNOWN`` is nothing but that; going through the members passes over it."""
