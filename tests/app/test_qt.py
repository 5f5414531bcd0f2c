"""Starting Qt, or saying why there can be no window."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

START = "from wallboard.app.qt import start_qt; start_qt(without_display={})"


def started(code: str, tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    displays = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in displays}
    command = [sys.executable, "-c", code]
    environment |= {"HOME": str(tmp_path)} | more
    return subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_that_without_a_display_it_is_said_what_to_do(tmp_path: Path) -> None:
    done = started(START.format(False), tmp_path)
    assert done.returncode == 1
    assert "There is no display to open a window on" in done.stderr
    assert "--screenshot" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="X11")
def test_that_a_display_that_does_not_answer_ends_in_words_and_not_in_a_core_dump(tmp_path: Path) -> None:
    done = started(START.format(False), tmp_path, DISPLAY=":987")
    assert done.returncode == 3
    assert "Wallboard cannot open a window" in done.stderr
    assert "sudo apt install" in done.stderr


def test_that_a_picture_needs_no_display(tmp_path: Path) -> None:
    done = started(START.format(True), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_a_tv_drawn_without_a_display_warns_of_nothing(tmp_path: Path) -> None:
    words = ["-m", "wallboard", "demo", "--tv", "--screenshot", str(tmp_path / "tv.png"), "--after", "0"]
    done = subprocess.run(
        [sys.executable, *words, "--size", "640x360"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_that_no_font_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    asked = "from PySide6.QtCore import QCoreApplication as app; print(app.instance().property('fonts'))"
    done = started(f"{START.format(True)}\n{asked}", tmp_path)
    assert (done.stdout.strip(), done.stderr) == ("None", "")
