"""What only one kind of PBX has is named in its adapter alone."""

import re
import tokenize
from pathlib import Path

import wallboard

ROOT = Path(wallboard.__file__).parent
NEUTRAL = ("domain", "feed", "client", "present", "ui", "history")
OF_ONE_KIND = re.compile(r"asterisk|pjsip|penalty|dialplan|freeswitch|(?:^|_)ami(?:_|$)", re.IGNORECASE)


def names_of(file: Path) -> set[str]:
    """All names in a source, those of others included."""
    with tokenize.open(file) as source:
        return {one.string for one in tokenize.generate_tokens(source.readline) if one.type == tokenize.NAME}


def test_that_no_name_fits_one_kind_of_pbx_alone() -> None:
    files = [file for package in NEUTRAL for file in (ROOT / package).rglob("*.py")]
    found = {f"{file.relative_to(ROOT)}: {name}" for file in files for name in names_of(file)}
    assert len(found) > 1_000
    assert sorted(one for one in found if OF_ONE_KIND.search(one.partition(": ")[2])) == []
