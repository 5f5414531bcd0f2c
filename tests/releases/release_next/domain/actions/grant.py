"""What a person may see and do; screens check it before, and the gateway again."""

from enum import StrEnum

from msgspec import Struct


class AccessRight(StrEnum):
    """Rights that need a role: callers' numbers, who monitors, commands, ending what others began."""

    SEE_NUMBERS = "see_numbers"
    COMMAND = "command"
    ADMINISTER = "administer"


class Grant(Struct, frozen=True, kw_only=True):
    """A person's name and rights.

    ``extensions`` are the phones that may be rung for them; None where only the gateway has that list.
    """

    person: str = ""
    rights: frozenset[AccessRight] = frozenset()
    extensions: tuple[str, ...] | None = None

    def may(self, right: AccessRight) -> bool:
        """Whether the person has a right."""
        return right in self.rights

    def may_ring(self, extension: str) -> bool:
        """Whether ``extension`` may be rung as their own."""
        return self.extensions is None or extension in self.extensions
