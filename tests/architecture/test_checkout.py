"""The top level stays tidy, nothing secret and no machine's own address is in it, and the locks are whole."""

import re
import tomllib
from pathlib import Path

TOP_LEVEL = {
    "wallboard", "resources", "packaging", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md",
    "CONTRIBUTING.md", "Makefile", "requirements.txt", "requirements-dev.txt", "requirements-core-test.txt",
}  # fmt: skip
MADE_BY_TOOLS = {"build", "dist"}
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}"
    r"|\bglpat-[\w-]{20}|\bxox[abpr]-[\w-]{10,}|\bpypi-[A-Za-z0-9_-]{40,}"
)
TEXT = {".py", ".toml", ".md", ".txt", ".sh", ".conf", ".yaml", ".yml", ".json", ".service", ""}


def _texts(root: Path) -> dict[Path, str]:
    files = [path for name in TOP_LEVEL | {".ci"} for path in [root / name, *(root / name).rglob("*")]]
    return {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in files
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts
    }


def test_that_only_what_belongs_there_is_at_the_top_level(root: Path) -> None:
    found = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    assert found - MADE_BY_TOOLS - {path.name for path in root.glob("*.egg-info")} <= TOP_LEVEL


def test_that_no_secret_is_in_the_checkout(root: Path) -> None:
    assert [path for path, text in _texts(root).items() if SECRETS.search(text)] == []


def test_that_locks_have_a_hash_for_everything_and_name_no_registry(root: Path) -> None:
    for lock in root.glob("requirements*.txt"):
        text = lock.read_text()
        assert "://" not in text
        assert "--index-url" not in text
        pins = re.findall(
            r"^[a-z0-9][\w.-]*(?:\[[\w,]+\])?==.*(?:\n {4}--hash=sha256:[0-9a-f]{64}.*)*", text, re.MULTILINE
        )
        assert len(pins) > 10
        assert all("--hash=" in pin for pin in pins)


def test_that_every_dependency_says_why_it_is_there(root: Path) -> None:
    text = (root / "pyproject.toml").read_text()
    dependencies = tomllib.loads(text)["project"]["dependencies"]
    lines = text.splitlines()
    for dependency in dependencies:
        number = next(n for n, line in enumerate(lines) if f'"{dependency}"' in line)
        assert "#" in lines[number] or lines[number - 1].lstrip().startswith("#"), dependency


def test_that_pyside_stays_below_the_release_that_aborts_python(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert "PySide6-Essentials>=6.10,<6.12" in project["dependencies"]
