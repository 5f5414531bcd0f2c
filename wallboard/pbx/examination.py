"""The result of examining a PBX: findings for its administrator, and further data for a support report."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from wallboard.pbx.findings import Finding


class Examination(Struct, frozen=True, kw_only=True):
    """Findings, in the order of the checks; each kind of PBX adds the data that it reported."""

    findings: list[Finding]

    @property
    def queues(self) -> set[str] | None:
        """Returns the keys of its queues; None where they are unknown."""
        return None

    @property
    def versions(self) -> Iterable[str]:
        """Returns lines that identify the PBX's versions."""
        return ()

    @property
    def sections(self) -> Mapping[str, Iterable[str]]:
        """Returns further parts of the report by their headings."""
        return {}

    @property
    def names(self) -> set[str]:
        """Returns people's names in the reported data."""
        return set()

    @property
    def interfaces(self) -> set[str]:
        """Returns the keys of phones in the reported data."""
        return set()
