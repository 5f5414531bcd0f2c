"""Keeps what a release's screens do with the feed, so that later gateways are tested against it.

``python -m tests.releases.freeze 0.2`` copies decoder, entities and store, with all that they import, into
``tests/releases/release_0_2``. A release is frozen once, and never changed.
"""

import re
import sys
from pathlib import Path

ROOTS = ("wallboard.client.session", "wallboard.feed.codec")
_IMPORT = re.compile(r"^\s*from (wallboard[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
HERE = Path(__file__).parent
BEFORE = '"""A frozen copy of release {release}, made by tests/releases/freeze.py: never changed."""\n'


def closure(root: Path) -> dict[str, str]:
    """The text of each module that `ROOTS` need, by its dotted name; ``root`` is the folder above ``wallboard``."""
    found: dict[str, str] = {}
    wanted = list(ROOTS)
    while wanted:
        name = wanted.pop()
        file = root.joinpath(*name.split(".")).with_suffix(".py")
        if name in found or not file.exists():
            continue
        found[name] = file.read_text(encoding="utf-8")
        for package, names in _IMPORT.findall(found[name]):
            wanted += [package, *(f"{package}.{one}" for one in re.findall(r"\w+", names))]
    return found


def freeze(root: Path, release: str, into: Path = HERE) -> Path:
    """Write the copy of a release; returns its folder."""
    package = f"release_{release.replace('.', '_')}"
    folder = into / package
    for name, text in closure(root).items():
        file = folder.joinpath(*name.split(".")[1:]).with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        for inside in (file.parent, folder):
            (inside / "__init__.py").write_text(BEFORE.format(release=release), encoding="utf-8")
        file.write_text(
            re.sub(r"(?m)^(\s*from )wallboard\.", rf"\1tests.releases.{package}.", text), encoding="utf-8"
        )
    return folder


if __name__ == "__main__":
    print(freeze(Path(sys.argv[2]) if len(sys.argv) > 2 else HERE.parent.parent, sys.argv[1]))  # noqa: T201 - a tool
