"""The key of the callers' hashes lasts, is its owner's alone, and is never written over."""

import stat
from pathlib import Path

import pytest

from wallboard.history.number_key import NAME, number_key


def test_that_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = number_key(tmp_path)
    assert len(key) == 32
    assert number_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"abcd", b"", b"zz" * 32, b"\0" * 64, b"\xff" * 64])
def test_that_a_file_that_is_no_key_is_kept_and_told(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / NAME).write_bytes(content)
    key = number_key(tmp_path)
    assert number_key(tmp_path) == key
    assert (tmp_path / f"{NAME}.unreadable").read_bytes() == content
    assert "is not a key" in caplog.text


def test_that_a_key_that_cannot_be_read_costs_no_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / NAME).mkdir()
    assert len(number_key(tmp_path)) == 32
    assert "callers of before are not found again" in caplog.text


def test_that_a_place_that_takes_no_key_costs_no_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert len(number_key(tmp_path / "file" / "folder")) == 32
    assert "callers" in caplog.text
