"""What `pip install .` brings: the whole program, its files, and its command, wherever it is started."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-w", folder, ROOT], check=True, timeout=100)
    (wheel,) = folder.glob("wallboard-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _run(installed: Path, *arguments: str) -> str:
    command = [sys.executable, "-P", *arguments]
    environment = {"PYTHONPATH": str(installed), "PATH": "", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    done = subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_that_the_wheel_carries_every_file_of_the_program(installed: Path) -> None:
    for folder in ("wallboard", "resources"):
        within = installed / "wallboard" / "resources" if folder == "resources" else installed / "wallboard"
        for source in (ROOT / folder).rglob("*"):
            if source.is_file() and "__pycache__" not in source.parts:
                assert (within / source.relative_to(ROOT / folder)).is_file(), source


def test_that_the_installed_command_says_its_version(installed: Path) -> None:
    entry_points = next(installed.glob("*.dist-info/entry_points.txt")).read_text()
    assert "wallboard = wallboard.app.cli:main" in entry_points
    assert "0.1.0" in _run(installed, "-m", "wallboard", "--version")


def test_that_the_installed_program_finds_its_own_files(installed: Path) -> None:
    code = "from wallboard.host.resources import resource; print(resource('icons/wallboard.svg'))"
    assert _run(installed, "-c", code).strip().startswith(str(installed))
