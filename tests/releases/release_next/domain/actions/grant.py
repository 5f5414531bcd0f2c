"""What somebody may see and do: asked by screens before, and by the gateway again."""

from enum import StrEnum

from msgspec import Struct


class AccessRight(StrEnum):
    """What not everybody may: see callers' numbers and who monitors, give commands, end what others began."""

    SEE_NUMBERS = "see_numbers"
    COMMAND = "command"
    ADMINISTER = "administer"


class Grant(Struct, frozen=True, kw_only=True):
    """Who somebody is, and what they may.

    ``extensions`` are the phones that may be rung for them; None where only the gateway knows that.
    """

    person: str = ""
    rights: frozenset[AccessRight] = frozenset()
    extensions: tuple[str, ...] | None = None

    def may(self, right: AccessRight) -> bool:
        """Whether they have a right."""
        return right in self.rights

    def may_ring(self, extension: str) -> bool:
        """Whether ``extension`` may be rung as their own."""
        return self.extensions is None or extension in self.extensions
