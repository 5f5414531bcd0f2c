"""Files of history have whole lines, and are nobody else's to read."""

import os
import stat
import sys
from pathlib import Path

import pytest

from wallboard.history.files import append_lines, make_private


def test_that_lines_are_added_at_the_end(tmp_path: Path) -> None:
    assert append_lines(tmp_path / "commands.jsonl", [b"one"]) == 4
    append_lines(tmp_path / "commands.jsonl", [b"two", b"three"])
    assert (tmp_path / "commands.jsonl").read_bytes() == b"one\ntwo\nthree\n"


def test_that_half_a_line_that_a_power_cut_left_costs_no_other_line(tmp_path: Path) -> None:
    path = tmp_path / "commands.jsonl"
    path.write_bytes(b'one\n{"at":"2026')
    append_lines(path, [b"two"])
    assert path.read_bytes() == b'one\n{"at":"2026\ntwo\n'


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for a file's size")
def test_that_half_a_line_is_none(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "commands.jsonl"
    append_lines(path, [b"one"])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6, limits[1]))
    try:
        with pytest.raises(OSError, match="space"):
            append_lines(path, [b"two"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    append_lines(path, [b"three"])
    assert path.read_bytes() == b"one\nthree\n"


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")
def test_that_nobody_else_can_read_them(tmp_path: Path) -> None:
    place = tmp_path / "history"
    make_private(place)
    make_private(place)
    append_lines(place / "commands.jsonl", [b""])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (place, place / "commands.jsonl")]
    assert modes == [0o700, 0o600]
