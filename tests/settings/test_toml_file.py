"""What is said of a file that is no TOML, or cannot be read."""

import os
from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.settings.toml_file import NotToml, parse_toml, read_toml


def test_that_a_file_is_read_with_or_without_an_editors_mark_and_none_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    assert read_toml(path) == {}
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert read_toml(path) == {"x": 1}


@pytest.mark.parametrize("text", ["x =", "x = " + "[" * 20_000, "x = 1\nx = 2"])
def test_that_what_is_no_toml_is_told_by_the_files_name(text: str) -> None:
    with pytest.raises(NotToml, match=r"^gateway\.toml is not valid TOML: .*\.$"):
        parse_toml(text, "gateway.toml")


def test_that_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(NotToml, match=r"a\.toml is not valid TOML: it is not text in UTF-8\.$"):
        read_toml(path)
    with pytest.raises(ConfigError, match="cannot be read: "):
        read_toml(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name is POSIX's")
@pytest.mark.timeout(10)
def test_that_a_pipe_in_place_of_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    os.mkfifo(path)
    with pytest.raises(ConfigError, match=r"gateway\.toml cannot be read: It is not a regular file\.$"):
        read_toml(path)
