"""Differences between versions of Asterisk that matter here."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from wallboard.pbx.asterisk.wire.codec import number
from wallboard.pbx.findings import Finding, note, ok, warning

OLDEST: Final = 20
NEWEST: Final = 23
_NUMBERS: Final = re.compile(r"(\d+)(?:\.(\d+))?")


class Version(NamedTuple):
    """The first two numbers; a build from a branch has none and counts as new."""

    major: int
    minor: int

    def is_before(self, *first: tuple[int, int]) -> bool:
        """Whether the change of each branch's ``first`` is not yet in this one: before them all, or in its own."""
        own = [minor for major, minor in first if major == self.major]
        return self.minor < own[0] if own else self.major < min(major for major, _ in first)


def version_of(text: str) -> Version:
    """Returns the numbers in Asterisk's version text."""
    numbers = _NUMBERS.search(text)
    return Version(number(numbers[1]), number(numbers[2] or "")) if numbers else Version(NEWEST, 0)


def check_version(text: str) -> Iterator[Finding]:
    """Checks whether the version can be used, and what is different in it."""
    version = version_of(text)
    if not text:
        yield warning("version", "The PBX does not report its version.", "Fix the rights below first.")
    elif version.major < OLDEST:
        remedy = f"Use Asterisk {OLDEST} or later: {version.major} gets no more fixes"
        yield warning("version", f"Asterisk {text} is older than {OLDEST}.", remedy)
    elif version.major > NEWEST:
        yield note(
            "version", f"Asterisk {text} is newer than {NEWEST}, the latest version tested with this Wallboard."
        )
    else:
        yield ok("version", f"Asterisk {text}.")
    if differences := list(_differences(version)):
        yield note("version", f"In this version {'; '.join(differences)}.")


def _differences(version: Version) -> Iterator[str]:
    if version.is_before((18, 26), (20, 11), (21, 6), (22, 1)):
        yield (
            "only the old form of eventfilter works, a regular expression over the whole event: a line "
            "eventfilter(…) is ignored"
        )
    if version.is_before((18, 19), (20, 4)):
        yield "realtime members lose their pause reason when Asterisk starts"
