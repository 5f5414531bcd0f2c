"""What of the packages for Windows and macOS can be seen on any system; building them is for those systems."""

import ast
import importlib.util
import plistlib
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Template
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "packaging" / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    (tmp_path / "_internal/größe").mkdir(parents=True)
    for name in ("wallboard.exe", "_internal/a $b & c.txt", "_internal/größe/x.txt"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_that_the_uninstaller_takes_away_exactly_what_was_installed(payload: Path) -> None:
    pytest.importorskip("PySide6", reason="make_nsis draws the icon")
    lines = load("windows/make_nsis.py").uninstall_list(payload).splitlines()
    assert lines == [
        r'Delete "$INSTDIR\_internal\a $$b & c.txt"',
        r'Delete "$INSTDIR\_internal\größe\x.txt"',
        r'Delete "$INSTDIR\wallboard.exe"',
        r'RMDir "$INSTDIR\_internal\größe"',
        r'RMDir "$INSTDIR\_internal"',
    ]


def test_that_nothing_is_ever_removed_as_a_whole_folder() -> None:
    assert "RMDir /r" not in (ROOT / "packaging/windows/wallboard.nsi").read_text(encoding="utf-8")


def test_that_the_folder_that_is_packed_ends_in_a_backslash_as_makensis_needs_it_on_windows() -> None:
    script = (ROOT / "packaging/windows/wallboard.nsi").read_text(encoding="utf-8")
    assert re.findall(r'^\s*File .*"(.*?)"', script, re.MULTILINE) == [r"${PAYLOAD}\*"]


def test_that_the_msi_has_every_file_and_each_id_once(payload: Path) -> None:
    fragment = load("windows/make_msi.py").Fragment(payload)
    template = Template((ROOT / "packaging/windows/wallboard.wxs").read_text(encoding="utf-8"))
    references = "\n".join(f'<ComponentRef Id="{name}"/>' for name in fragment.components)
    tree = ET.fromstring(
        template.substitute(version="1.2.3", payload="\n".join(fragment.lines), components=references)
    )
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    sources = {file.get("Source") for file in tree.iter(f"{space}File")}
    assert sources == {"wallboard.exe", "_internal/a $$b & c.txt", "_internal/größe/x.txt"}
    for kind in ("Component", "File", "Directory"):
        ids = [element.get("Id") for element in tree.iter(f"{space}{kind}")]
        assert len(ids) == len(set(ids)), kind
    components = {element.get("Id") for element in tree.iter(f"{space}Component")}
    assert components == {element.get("Id") for element in tree.iter(f"{space}ComponentRef")}
    removed = {element.get("Id") for element in tree.iter(f"{space}RemoveFolder")}
    assert len(removed) == len(list(payload.rglob("*/"))) + 2


def test_that_a_file_has_the_same_id_in_every_version(payload: Path) -> None:
    module = load("windows/make_msi.py")
    before = set(module.Fragment(payload).components)
    (payload / "new.txt").write_text("x")
    assert before < set(module.Fragment(payload).components)


def test_that_icons_have_every_size_as_a_png(tmp_path: Path) -> None:
    pytest.importorskip("PySide6", reason="the icon is drawn by Qt")
    icons = load("make_icons.py")
    icons.main(tmp_path)
    ico, icns = (tmp_path / "wallboard.ico").read_bytes(), (tmp_path / "wallboard.icns").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, len(icons.ICO_PX))
    for number, size_px in enumerate(icons.ICO_PX):
        width, *_, length, offset = struct.unpack_from("<BBBBHHII", ico, 6 + 16 * number)
        image = ico[offset : offset + length]
        assert width == size_px % 256
        assert image.startswith(b"\x89PNG")
        assert struct.unpack_from(">II", image, 16) == (size_px, size_px)
    assert icns[:4] == b"icns"
    assert struct.unpack_from(">I", icns, 4) == (len(icns),)


def test_that_macos_entitlements_can_be_read_and_are_no_more_than_needed() -> None:
    with (ROOT / "packaging/macos/entitlements.plist").open("rb") as file:
        entitlements = plistlib.load(file)
    assert set(entitlements) == {
        "com.apple.security.cs.allow-unsigned-executable-memory",
        "com.apple.security.cs.disable-library-validation",
    }


def test_that_the_pkg_goes_into_applications_and_nowhere_else() -> None:
    with (ROOT / "packaging/macos/component.plist").open("rb") as file:
        (component,) = plistlib.load(file)
    assert component["RootRelativeBundlePath"] == "Wallboard.app"
    assert component["BundleIsRelocatable"] is False


@pytest.fixture(scope="module")
def unused() -> re.Pattern[str]:
    """What the spec leaves out; all of the spec runs inside PyInstaller alone."""
    tree = ast.parse((ROOT / "packaging/pyinstaller/wallboard.spec").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "UNUSED":
            assert isinstance(node.value, ast.Call)
            return re.compile(ast.literal_eval(node.value.args[0]))
    raise AssertionError("the spec has no UNUSED")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/opengl32sw.dll",
        "PySide6/Qt6Network.dll",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/plugins/imageformats/qtiff.dll",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "QtNetwork",
        "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork",
        "PySide6/Qt/plugins/imageformats/libqmacheif.dylib",
        "libQt6Network.so.6",
        "PySide6/Qt/lib/libQt6EglFSDeviceIntegration.so.6",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
    ],
)
def test_that_what_a_board_never_needs_is_left_out_by_each_system_s_own_name(
    unused: re.Pattern[str], name: str
) -> None:
    assert unused.search(f"/{name}")


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_that_nothing_is_left_out_that_the_payload_is_checked_for(unused: re.Pattern[str], system: str) -> None:
    names = load("check_payload.py").KINDS[system].needed_files
    assert [name for name in names if unused.search(f"/{name}")] == []
    assert not unused.search("/PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui")


def test_that_a_payload_for_windows_without_a_library_that_it_needs_is_refused(tmp_path: Path) -> None:
    check = load("check_payload.py")
    (tmp_path / "Qt6Core.dll").touch()
    program = check.Library(tmp_path / "wallboard.exe", ["qt6core.dll", "kernel32.dll", "qt6gui.dll"], [], (0, 0))
    wrong = [words for words in check.problems(tmp_path, [program], "win32") if "needs" in words]
    assert wrong == ["wallboard.exe needs qt6gui.dll, which is neither in the payload nor on every system"]


def test_that_all_packages_take_their_version_from_the_program() -> None:
    numbers = [
        f"{path}: {line}"
        for folder in ("packaging", ".github")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in {".sh", ".py", ".ps1", ".nsi", ".wxs", ".yaml", ".yml", ".spec"}
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b0\.1\.0\b", line) and "test_installers" not in path.name
    ]
    assert numbers == []
