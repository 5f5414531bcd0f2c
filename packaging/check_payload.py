"""Checks a frozen payload for what would fail on another machine than this; ends with 1 if anything does.

``python packaging/check_payload.py build/dist/wallboard`` on the system that froze it: needs objdump on Linux, and
on Windows and macOS (there ``build/dist/Wallboard.app/Contents``) pefile and macholib, which PyInstaller brings.
``--windows`` looks at a payload for Windows on any system.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

MOST_MB = 240  # of which the history, SQLAlchemy, Alembic and psycopg, takes 30
GLIBC_FLOOR = (2, 35)
"""Debian 12, Ubuntu 22.04, Fedora 36 and later."""
EVERYWHERE = (
    "wallboard/resources/icons/wallboard.svg",
    "wallboard/resources/fonts/Inter-Regular.otf",
)


class Kind(NamedTuple):
    """What is asked of one system's payload; ``from_the_system`` are the libraries that need not be in it."""

    needed_files: tuple[str, ...]
    from_the_system: re.Pattern[str]


KINDS = {
    "linux": Kind(
        (
            "wallboard",
            "wallboard-gateway",
            "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
            "_internal/PySide6/Qt/plugins/platforms/libqoffscreen.so",
            "_internal/PySide6/Qt/plugins/platforms/libqwayland.so",
            "_internal/PySide6/Qt/plugins/imageformats/libqsvg.so",
        ),
        # what the packages depend on
        re.compile(
            r"(libc|libm|libdl|libpthread|librt|libresolv|libutil)\.so\.\d+|ld-linux-x86-64\.so\.2|libz\.so\.1"
            r"|libEGL\.so\.1|libGL\.so\.1|libxcb\.so\.1|libwayland-(client|cursor|egl)\.so\.\d+"
            r"|libstdc\+\+\.so\.6|libgcc_s\.so\.1|libexpat\.so\.1"
        ),
    ),
    "win32": Kind(
        (
            "wallboard.exe",
            "wallboard-gateway.exe",
            "_internal/python3.dll",
            "_internal/PySide6/plugins/platforms/qwindows.dll",
            "_internal/PySide6/plugins/styles/qmodernwindowsstyle.dll",
            "_internal/PySide6/plugins/imageformats/qsvg.dll",
            "_internal/PySide6/plugins/iconengines/qsvgicon.dll",
            "_internal/tzdata/zoneinfo/Europe/Lisbon",
        ),
        # what Windows 10 1809 has; not Microsoft's C++ runtime, which the payload brings
        re.compile(
            r"(api-ms-win-.*|ucrtbase|kernel32|ntdll|user32|gdi32|advapi32|shell32|shlwapi|shcore|ole32|oleaut32"
            r"|comdlg32|comctl32|imm32|winmm|ws2_32|version|mpr|userenv|netapi32|authz|icuuc|bcrypt|crypt32|wtsapi32"
            r"|dwmapi|uxtheme|setupapi|dwrite|d2d1|d3d9|d3d11|d3d12|dxgi|dcomp|opengl32|uiautomationcore|rpcrt4|secur32"
            r"|iphlpapi|dnsapi|winspool|propsys|cfgmgr32|msvcrt|psapi|winhttp|dbghelp)\.(dll|drv)"
        ),
    ),
    "darwin": Kind(
        (
            "MacOS/wallboard",
            "MacOS/wallboard-gateway",
            "Resources/wallboard.icns",
            "Frameworks/PySide6/Qt/plugins/platforms/libqcocoa.dylib",
            "Frameworks/PySide6/Qt/plugins/styles/libqmacstyle.dylib",
            "Frameworks/PySide6/Qt/plugins/imageformats/libqsvg.dylib",
        ),
        re.compile(r"/System/Library/.*|/usr/lib/.*"),
    ),
}


class Library(NamedTuple):
    """What a program or a library asks of the machine that it runs on."""

    path: Path
    needed: list[str]
    run_paths: list[str]
    glibc: tuple[int, int]


def size_mb(payload: Path) -> float:
    """Megabytes on disk, links not followed."""
    return sum(path.lstat().st_size for path in payload.rglob("*") if not path.is_dir()) / 1_000_000


def libraries(payload: Path, system: str) -> Iterator[Library]:
    """Every program and library of the payload."""
    starts: dict[str, tuple[tuple[bytes, ...], Callable[[Path], Library]]] = {
        "linux": ((b"\x7fELF",), read_elf),
        "win32": ((b"MZ",), read_pe),
        "darwin": ((b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"), read_mach_o),
    }
    magic, read = starts[system]
    for path in sorted(payload.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                is_library = file.read(4).startswith(magic)
            if is_library:
                yield read(path)


def read_elf(path: Path) -> Library:
    """What objdump says of a file of Linux."""
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


def read_pe(path: Path) -> Library:
    """What a file of Windows imports at its start; what it may load later is its own affair."""
    import pefile  # noqa: PLC0415 - PyInstaller needs it on Windows, so it is there, and nowhere else

    with pefile.PE(path, fast_load=True) as program:
        program.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_IMPORT"]])
        needed = [entry.dll.decode().lower() for entry in getattr(program, "DIRECTORY_ENTRY_IMPORT", [])]
    return Library(path, needed, [], (0, 0))


def read_mach_o(path: Path) -> Library:
    """What a file of macOS links; weak links are as good as others here, since we bring them all."""
    from macholib.MachO import MachO  # noqa: PLC0415 - as above, on macOS

    found = {name for header in MachO(str(path)).headers for _, _, name in header.walkRelocatables()}
    return Library(path, sorted(found), [], (0, 0))


def problems(payload: Path, found: list[Library], system: str) -> Iterator[str]:
    """In words, all that is wrong."""
    kind = KINDS[system]
    yield from missing(payload, kind, "Resources" if system == "darwin" else "_internal")
    if (size := size_mb(payload)) > MOST_MB:
        yield f"{size:.0f} MB are more than {MOST_MB} MB"
    there = {path.name.lower() if system == "win32" else path.name for path in payload.rglob("*")}
    for library in found:
        name = library.path.relative_to(payload)
        for needed in library.needed:
            if needed.rpartition("/")[2] not in there and not kind.from_the_system.fullmatch(needed):
                yield f"{name} needs {needed}, which is neither in the payload nor on every system"
        for run_path in library.run_paths:
            if strange := [part for part in run_path.split(":") if not part.startswith("$ORIGIN")]:
                yield f"{name} looks for libraries in {', '.join(strange)}"
        if library.glibc > GLIBC_FLOOR:
            yield f"{name} needs glibc {library.glibc[0]}.{library.glibc[1]}"


def missing(payload: Path, kind: Kind, data: str) -> Iterator[str]:
    """What should be in the payload, and links to what is not; ``data`` is the folder of files that do not run."""
    for name in (*kind.needed_files, *(f"{data}/{name}" for name in EVERYWHERE)):
        if not (payload / name).exists():
            yield f"{name} is missing"
    for path in payload.rglob("*"):
        if path.is_symlink() and not path.exists():
            yield f"{path.relative_to(payload)} leads nowhere"


def main(payload: Path, system: str = sys.platform) -> int:
    """Print what was found; returns the exit code."""
    found = list(libraries(payload, system))
    wrong = list(problems(payload, found, system))
    for words in wrong:
        print(f"payload: {words}", file=sys.stderr)
    floor = max((library.glibc for library in found), default=(0, 0))
    glibc = f", glibc {floor[0]}.{floor[1]}" if system == "linux" else ""
    print(f"payload: {size_mb(payload):.0f} MB, {len(found)} programs and libraries{glibc}")
    return 1 if wrong else 0


if __name__ == "__main__":
    on_windows = ["win32"] if "--windows" in sys.argv[2:] else []
    raise SystemExit(main(Path(sys.argv[1]), *on_windows))
