"""Makes the installer of a payload folder with makensis, on Windows and on Debian alike.

python packaging/windows/make_nsis.py PAYLOAD FOLDER
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent)]

from make_icons import main as make_icons

from wallboard import __version__


def uninstall_list(payload: Path) -> str:
    """The uninstaller's instructions: every file of the payload, then its folders, the deepest first."""
    found = sorted(payload.rglob("*"))
    files = [path for path in found if not path.is_dir()]
    folders = sorted((path for path in found if path.is_dir()), key=lambda path: -len(path.parts))
    lines = [f'Delete "$INSTDIR\\{_escaped(path, payload)}"' for path in files]
    lines += [f'RMDir "$INSTDIR\\{_escaped(path, payload)}"' for path in folders]
    return "\n".join(lines) + "\n"


def _escaped(path: Path, payload: Path) -> str:
    """A path within the payload as NSIS writes it: a dollar sign would begin a variable."""
    return str(path.relative_to(payload)).replace("/", "\\").replace("$", "$$")


def make_nsis(payload: Path, folder: Path, version: str) -> Path:
    """The installer in ``folder``; `subprocess.CalledProcessError` when makensis refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    installer = folder / f"wallboard-{version}-x64-setup.exe"
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        make_icons(made)
        names = made / "uninstall.nsh"
        names.write_text(uninstall_list(payload), encoding="utf-8-sig")
        values = {
            "VERSION": version,
            "PAYLOAD": payload,
            "OUTFILE": installer,
            "ICON": made / "wallboard.ico",
            "LICENSE_FILE": ROOT / "LICENSE",
            "UNINSTALL_LIST": names,
        }
        defines = [f"-D{key}={value}" for key, value in values.items()]
        script = HERE / "wallboard.nsi"
        subprocess.run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, str(script)], check=True)
    return installer


if __name__ == "__main__":
    print(make_nsis(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), (*sys.argv[3:], __version__)[0]))
