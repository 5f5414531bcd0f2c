"""Makes the MSI of a payload folder with wixl (Debian's package wixl, MSYS2's msitools), for group policy.

python packaging/windows/make_msi.py PAYLOAD FOLDER
"""

import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from string import Template
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from wallboard import __version__

COMPONENTS = uuid.UUID("b8f5ad52-6f0e-5e0b-9d0c-0d6a3f0f7c11")
"""The name space of the components' ids: the same file has the same id in every version."""


class Fragment:
    """The payload as WiX writes it.

    Attributes:
        lines: directories with a component for each file.
        components: the ids of all components.
    """

    def __init__(self, payload: Path) -> None:
        self.lines: list[str] = []
        self.components: list[str] = []
        self._payload = payload
        self._add_content(payload)

    def _add_content(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                self._add_folder(path)
            else:
                self._add_file(path)

    def _add_folder(self, folder: Path) -> None:
        """A folder with what is in it; one of its own components takes it away when it is empty."""
        identity = self._identity(folder)
        self.lines.append(f'<Directory Id="d{identity.hex}" Name={quoteattr(folder.name)}>')
        self._open_component(folder)
        self.lines.append(f'<CreateFolder/><RemoveFolder Id="r{identity.hex}" On="uninstall"/></Component>')
        self._add_content(folder)
        self.lines.append("</Directory>")

    def _add_file(self, path: Path) -> None:
        identity = self._identity(path)
        self._open_component(path)
        source = quoteattr(path.relative_to(self._payload).as_posix().replace("$", "$$"))
        name = quoteattr(path.name.replace("$", "$$"))
        self.lines.append(f'<File Id="f{identity.hex}" Name={name} Source={source} KeyPath="yes"/></Component>')

    def _open_component(self, path: Path) -> None:
        identity = self._identity(path)
        self.components.append(f"c{identity.hex}")
        self.lines.append(f'<Component Id="c{identity.hex}" Guid="{identity}" Win64="yes">')

    def _identity(self, path: Path) -> uuid.UUID:
        return uuid.uuid5(COMPONENTS, path.relative_to(self._payload).as_posix())


def make_msi(payload: Path, folder: Path, version: str) -> Path:
    """The package in ``folder``; `subprocess.CalledProcessError` when wixl refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"wallboard-{version}-x64.msi"
    fragment = Fragment(payload)
    source = Template((HERE / "wallboard.wxs").read_text(encoding="utf-8")).substitute(
        version=version,
        payload="\n".join(fragment.lines),
        components="\n".join(f'<ComponentRef Id="{name}"/>' for name in fragment.components),
    )
    with tempfile.TemporaryDirectory() as name:
        wxs = Path(name) / "wallboard.wxs"
        wxs.write_text(source, encoding="utf-8")
        # the sources are relative to the payload: wixl does not take absolute ones
        subprocess.run(
            ["wixl", "-a", "x64", "-o", str(package), str(wxs)],
            cwd=payload,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            check=True,
        )
    return package


if __name__ == "__main__":
    print(make_msi(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), (*sys.argv[3:], __version__)[0]))
