"""A folder of history is one gateway's, and nobody else's to change or look into."""

import os
import stat
from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.history.folder import HistoryFolder

only_posix = pytest.mark.skipif(os.name != "posix", reason="only POSIX has these modes")


def test_that_a_folder_is_one_gateways_at_a_time(tmp_path: Path) -> None:
    place = tmp_path / "history"
    with HistoryFolder(place), pytest.raises(ConfigError, match=r"Another gateway .* --history"):
        HistoryFolder(place)
    HistoryFolder(place).close()


@only_posix
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_that_one_that_others_can_write_to_is_refused(mode: int, tmp_path: Path) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(ConfigError, match=f"mode {mode:04o}.*chmod 700"):
        HistoryFolder(tmp_path)


@only_posix
def test_that_what_others_can_read_is_said_and_closed_to_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.chmod(0o755)
    day = tmp_path / "day.json"
    day.touch(0o644)
    with HistoryFolder(tmp_path):
        assert stat.S_IMODE(day.stat().st_mode) == 0o600
    assert "other users can read" in caplog.text
    assert f"other users could read {day} (mode 0644); changed to 0600" in caplog.text


def test_that_one_that_cannot_be_made_keeps_no_board_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    HistoryFolder(tmp_path / "file").close()
    assert "cannot be used: File exists" in caplog.text


@only_posix
def test_that_a_file_that_leads_nowhere_takes_no_lock_away(tmp_path: Path) -> None:
    (tmp_path / "commands-2026-03.jsonl").symlink_to("/nowhere/at/all")
    tmp_path.chmod(0o700)
    with HistoryFolder(tmp_path), pytest.raises(ConfigError, match="Another gateway"):
        HistoryFolder(tmp_path)
