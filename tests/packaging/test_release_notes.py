"""Notes of a release, cut out of the changelog."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from wallboard import __version__

SCRIPT = Path(__file__).resolve().parents[2] / "packaging/release_notes.py"
CHANGELOG = """# Changelog

## [Unreleased]

## [1.1.0] - 2026-03-01

### Added

- Two queues in one chart.

## [1.0.0] - 2026-01-01

- The first one.

[1.1.0]: https://example.org/1.1.0
"""


@pytest.fixture(scope="module")
def release_notes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_notes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_a_versions_notes_are_what_stands_below_its_heading(release_notes: ModuleType) -> None:
    assert release_notes.notes(CHANGELOG, "1.1.0") == "### Added\n\n- Two queues in one chart."
    assert release_notes.notes(CHANGELOG, "1.0.0") == "- The first one."


@pytest.mark.parametrize("version", ["1.0", "2.0.0", "Unreleased"])
def test_that_a_version_without_notes_is_refused(release_notes: ModuleType, version: str) -> None:
    with pytest.raises(ValueError, match="CHANGELOG"):
        release_notes.notes(CHANGELOG, version)


def test_that_a_tag_must_be_the_programs_own_version() -> None:
    def run(tag: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(SCRIPT), tag], capture_output=True, text=True, check=False)

    assert run(f"v{__version__}").stdout.strip()
    wrong = run("v99.0.0")
    assert wrong.returncode == 1
    assert __version__ in wrong.stderr
