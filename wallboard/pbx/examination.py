"""What a look at a PBX gives: findings for its administrator, and what a report for support says beside them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from wallboard.pbx.findings import Finding


class Examination(Struct, frozen=True, kw_only=True):
    """What was found, in the order it was looked at; each kind of PBX adds what it told of itself."""

    findings: list[Finding]

    @property
    def queues(self) -> set[str] | None:
        """The keys of its queues; None where they are not known."""
        return None

    @property
    def versions(self) -> Iterable[str]:
        """Lines that say which PBX it is."""
        return ()

    @property
    def sections(self) -> Mapping[str, Iterable[str]]:
        """Further parts of the report by their headings."""
        return {}

    @property
    def names(self) -> set[str]:
        """People's names among what it told."""
        return set()

    @property
    def interfaces(self) -> set[str]:
        """The keys of phones among what it told."""
        return set()
