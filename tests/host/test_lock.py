"""A lock is one process's at a time, and ends with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from wallboard.host.lock import Held, exclusive, hold


def test_that_what_is_held_cannot_be_held_by_another(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = hold(path)
    with pytest.raises(Held):
        hold(path)
    held.close()
    hold(path).close()


def test_that_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = "import sys, pathlib, wallboard.host.lock as l; x = l.hold(pathlib.Path(sys.argv[1])); input(x)"
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.read(1) == "<"
    with pytest.raises(Held):
        hold(path)
    other.kill()
    other.communicate()
    hold(path).close()


def test_that_who_waits_goes_on_after_who_was_before(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    count = tmp_path / "count"
    count.write_text("0")
    program = (
        "import sys, pathlib\nfrom wallboard.host.lock import exclusive\n"
        "path, count = map(pathlib.Path, sys.argv[1:])\n"
        "for _ in range(50):\n with exclusive(path):\n  count.write_text(str(int(count.read_text()) + 1))\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", program, str(path), str(count)]) for _ in range(3)]
    for _ in range(50):
        with exclusive(path):
            count.write_text(str(int(count.read_text()) + 1))
    assert [other.wait(60) for other in others] == [0, 0, 0]
    assert count.read_text() == "200"
