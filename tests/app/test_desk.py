"""The desk as a program."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def test_that_a_desk_whose_gateway_is_not_there_still_opens_and_says_so(tmp_path: Path) -> None:
    picture = tmp_path / "desk.png"
    command = [sys.executable, "-m", "wallboard", "--gateway", "ws://127.0.0.1:9", "--screenshot", str(picture)]
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "WALLBOARD_TOKEN": "wb_x"}
    done = subprocess.run(
        [*command, "--after", "2"], env=environment, timeout=60, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    colours = [image.pixelColor(x, 70).name() for x in range(0, image.width(), 5)]
    assert colours.count("#f4683f") > len(colours) / 4  # the banner, around its words
