"""Cuts one version's notes out of CHANGELOG.md; ends with 1 if there are none, or if that is not this program.

python packaging/release_notes.py [VERSION]      by default the program's own version; a leading v is left out
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from wallboard import __version__


def notes(changelog: str, version: str) -> str:
    """What the changelog says of ``version``, without its heading; `ValueError` if it says nothing."""
    sections = re.split(r"^## \[(.+?)\].*$", changelog, flags=re.MULTILINE)
    by_version = dict(zip(sections[1::2], sections[2::2], strict=True))
    text = re.sub(r"^\[.+?\]: .*$", "", by_version.get(version, ""), flags=re.MULTILINE).strip()
    if not text:
        raise ValueError(f"CHANGELOG.md says nothing of version {version}: add a section ## [{version}]")
    return text


def main(words: list[str]) -> int:
    """Print the notes; returns the exit code."""
    version = (words[0] if words else __version__).removeprefix("v")
    if version != __version__:
        print(f"this is version {__version__}, as wallboard/__init__.py says, and not {version}", file=sys.stderr)
        return 1
    try:
        print(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
