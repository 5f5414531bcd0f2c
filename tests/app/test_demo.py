"""The demonstration from end to end: a centre, a gateway, a real feed, a window, a picture."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from wallboard.ui.look.theme import DARK

SMALL = ("--agents", "16", "--queues", "4")
"""Its past is simulated in a moment."""


@pytest.mark.parametrize("arguments", [[], ["--tv"]], ids=["desk", "tv"])
def test_that_the_demonstration_takes_a_picture_without_a_display(arguments: list[str], tmp_path: Path) -> None:
    picture = tmp_path / "board.png"
    command = [sys.executable, "-m", "wallboard", "demo", *SMALL, "--seed", "4", "--size", "1366x768", *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [*command, "--screenshot", str(picture), "--after", "1"],
        env=environment,
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1366, 768)
    colours = {image.pixelColor(x, y).name() for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(colours) > 50
    good = DARK.colours.good
    assert good in {image.pixelColor(x, y).name() for x in range(1366) for y in range(0, 768, 2)}


def test_that_a_picture_that_cannot_be_written_ends_with_an_error(tmp_path: Path) -> None:
    picture = tmp_path / "no" / "board.png"
    command = [sys.executable, "-m", "wallboard", "demo", *SMALL, "--screenshot", str(picture), "--after", "0"]
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
