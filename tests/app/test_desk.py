"""The desk as a program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from wallboard.ui.look.theme import DARK


@pytest.mark.parametrize(
    "gateway",
    [("--gateway", "ws://127.0.0.1:9"), ()],
    ids=["one that is not there", "none known, so sign-in is open"],
)
def test_that_a_desk_without_its_gateway_still_opens_and_says_so(tmp_path: Path, gateway: tuple[str, ...]) -> None:
    picture = tmp_path / "desk.png"
    command = [sys.executable, "-m", "wallboard", *gateway, "--screenshot", str(picture), "--after", "2"]
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "WALLBOARD_TOKEN": "wb_x"}
    # well before a picture would be taken without any word from anywhere
    done = subprocess.run(command, env=environment, timeout=25, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    colours = [image.pixelColor(x, 70).name() for x in range(0, image.width(), 5)]
    # the banner, around its words; red only where something is wrong
    banner = DARK.colour("bad" if gateway else "raised").name()
    assert colours.count(banner) > len(colours) / 4


def test_that_no_network_no_charts_and_nothing_of_a_frame_are_loaded_before_the_first_paint() -> None:
    code = "import sys; import wallboard.app.desk; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=True, capture_output=True, text=True)
    network, charts = {"asyncio", "socket", "ssl", "websockets", "keyring"}, {"numpy", "pyqtgraph"}
    inside = {
        "wallboard.domain.actions.commands",
        "wallboard.domain.centre.state",
        "wallboard.domain.counts.catalogue",
        "wallboard.present.frame",
        "wallboard.present.live",
        "wallboard.ui.desk.board",
        "wallboard.ui.charts.row",
        "wallboard.ui.desk.sign_in",
    }
    assert set(done.stdout.split()).isdisjoint(network | charts | inside)
