"""Files that are whole at every moment."""

import os
import stat
from pathlib import Path

import pytest

from wallboard.host.whole_file import write_whole


def test_that_a_file_is_replaced_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_whole(path, "one")
    write_whole(path, "zwei ✓")
    assert path.read_text(encoding="utf-8") == "zwei ✓"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_that_only_the_owner_may_read_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", "s3cret")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_that_it_has_the_mode_that_is_asked_for_and_stays_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"all", 0o644, tmp_path.stat())
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert (path.stat().st_uid, path.stat().st_gid) == (tmp_path.stat().st_uid, tmp_path.stat().st_gid)


def test_that_what_cannot_be_written_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(folder, "what no folder can be replaced by")
    assert path.read_text(encoding="utf-8") == "old"
    assert set(tmp_path.iterdir()) == {path, folder}


@pytest.mark.parametrize("is_only_writer", [False, True])
def test_that_a_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path, is_only_writer: bool) -> None:
    path = tmp_path / "day.json"
    write_whole(path, b"longer than what follows", is_only_writer=is_only_writer)
    write_whole(path, b"short", is_only_writer=is_only_writer)
    assert path.read_bytes() == b"short"
    assert list(tmp_path.iterdir()) == [path]


def test_that_the_only_writer_overwrites_what_a_killed_one_left(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    (tmp_path / "day.json.new").write_bytes(b"half of what was to be writ")
    write_whole(path, b"whole", is_only_writer=True)
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_file_stays_as_it_was_where_the_new_one_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    write_whole(path, b"before", is_only_writer=True)
    (tmp_path / "day.json.new").mkdir()
    with pytest.raises(OSError, match=r"day\.json\.new"):
        write_whole(path, b"after", is_only_writer=True)
    assert path.read_bytes() == b"before"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_that_only_the_owner_may_read_an_only_writers_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "day.json", b"", is_only_writer=True)
    assert stat.S_IMODE((tmp_path / "day.json").stat().st_mode) == 0o600
