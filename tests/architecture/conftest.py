"""The checkout's Python sources, read once for all tests of the architecture."""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Source(NamedTuple):
    """One module: its path within the checkout, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module


def _sources(folder: str) -> list[Source]:
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if any(part.startswith("release_") for part in path.parts):
            continue  # frozen as that release had it
        text = path.read_text(encoding="utf-8")
        found.append(Source(path.relative_to(ROOT), text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def product() -> list[Source]:
    """Every module of the program."""
    return _sources("wallboard")


@pytest.fixture(scope="session")
def everything(product: list[Source]) -> list[Source]:
    """Every module of the program, of its packaging and of its tests."""
    return [*product, *_sources("packaging"), *_sources("tests")]
