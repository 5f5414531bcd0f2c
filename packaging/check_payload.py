"""Checks a frozen payload for what would fail on another Linux machine; ends with 1 if anything does.

``python packaging/check_payload.py build/dist/wallboard`` needs objdump. The size counts for every system.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MOST_MB = 200
GLIBC_FLOOR = (2, 35)
"""Debian 12, Ubuntu 22.04, Fedora 36 and later."""
FROM_THE_SYSTEM = re.compile(
    r"(libc|libm|libdl|libpthread|librt|libresolv|libutil)\.so\.\d+|ld-linux-x86-64\.so\.2|libz\.so\.1"
    r"|libEGL\.so\.1|libGL\.so\.1|libxcb\.so\.1|libwayland-(client|cursor|egl)\.so\.\d+"
    r"|libstdc\+\+\.so\.6|libgcc_s\.so\.1|libexpat\.so\.1"
)
"""What the packages depend on; everything else must be in the payload."""
NEEDED_FILES = (
    "wallboard",
    "wallboard-gateway",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
    "_internal/PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "_internal/PySide6/Qt/plugins/platforms/libqwayland.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqsvg.so",
    "_internal/wallboard/resources/icons/wallboard.svg",
    "_internal/wallboard/resources/fonts/Inter-Regular.otf",
)
ELF = b"\x7fELF"


class Library(NamedTuple):
    """What an ELF file asks of the machine that it runs on."""

    path: Path
    needed: list[str]
    run_paths: list[str]
    glibc: tuple[int, int]


def size_mb(payload: Path) -> float:
    """Megabytes on disk, links not followed."""
    return sum(path.lstat().st_size for path in payload.rglob("*") if not path.is_dir()) / 1_000_000


def libraries(payload: Path) -> Iterator[Library]:
    """Every ELF file of the payload."""
    for path in sorted(payload.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                is_elf = file.read(4) == ELF
            if is_elf:
                yield read_library(path)


def read_library(path: Path) -> Library:
    """What objdump says of one file."""
    done = subprocess.run(
        ["objdump", "-p", str(path)], capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}
    )
    versions = re.findall(r"\bGLIBC_(\d+)\.(\d+)", done.stdout)
    return Library(
        path,
        re.findall(r"^\s+NEEDED\s+(\S+)", done.stdout, re.MULTILINE),
        re.findall(r"^\s+(?:RUNPATH|RPATH)\s+(\S+)", done.stdout, re.MULTILINE),
        max(((int(major), int(minor)) for major, minor in versions), default=(0, 0)),
    )


def problems(payload: Path, found: list[Library]) -> Iterator[str]:
    """In words, all that is wrong."""
    for name in NEEDED_FILES:
        if not (payload / name).exists():
            yield f"{name} is missing"
    if (size := size_mb(payload)) > MOST_MB:
        yield f"{size:.0f} MB are more than {MOST_MB} MB"
    there = {path.name for path in payload.rglob("*")}
    for library in found:
        name = library.path.relative_to(payload)
        for needed in library.needed:
            if needed not in there and not FROM_THE_SYSTEM.fullmatch(needed):
                yield f"{name} needs {needed}, which is neither in the payload nor on every system"
        for run_path in library.run_paths:
            if strange := [part for part in run_path.split(":") if not part.startswith("$ORIGIN")]:
                yield f"{name} looks for libraries in {', '.join(strange)}"
        if library.glibc > GLIBC_FLOOR:
            yield f"{name} needs glibc {library.glibc[0]}.{library.glibc[1]}"


def main(payload: Path) -> int:
    """Print what was found; returns the exit code."""
    found = list(libraries(payload)) if sys.platform == "linux" else []
    wrong = list(problems(payload, found))
    for words in wrong:
        print(f"payload: {words}", file=sys.stderr)
    floor = max((library.glibc for library in found), default=(0, 0))
    print(f"payload: {size_mb(payload):.0f} MB, {len(found)} ELF files, glibc {floor[0]}.{floor[1]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
