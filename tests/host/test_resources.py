"""The program's own files are found in a checkout, a wheel and a frozen build."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wallboard.host import resources


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    resources.resources_dir.cache_clear()
    yield
    resources.resources_dir.cache_clear()


def test_that_a_checkout_has_its_resources() -> None:
    assert resources.resource("asterisk").is_dir()


@pytest.mark.parametrize("inside", ["wallboard/resources", "resources"])
def test_that_a_frozen_build_has_its_own(inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / inside).mkdir(parents=True)
    (tmp_path / inside / "icon.svg").touch()
    assert resources.resource("icon.svg") == tmp_path / inside / "icon.svg"


def test_that_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wallboard" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "wallboard")
    assert resources.resources_dir() == tmp_path / "wallboard" / "resources"


def test_that_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing.svg is missing: reinstall it"):
        resources.resource("nothing.svg")
    resources.resources_dir.cache_clear()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "wallboard")
    with pytest.raises(FileNotFoundError, match="reinstall it"):
        resources.resources_dir()
