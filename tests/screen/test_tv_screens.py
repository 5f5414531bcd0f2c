"""A TV on an X server whose outputs are switched off and on, and change their resolution, as television sets do."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import which

import pytest
import pytest_asyncio

pytestmark = pytest.mark.screen

DRIVER = Path("/usr/lib/xorg/modules/drivers/dummy_drv.so")
SERVER = Path("/usr/lib/xorg/Xorg")
"""The server itself: the script around it lets only who sits at a console start one."""
CONFIGURATION = """
Section "Device"
  Identifier "d"
  Driver "dummy"
  VideoRam 128000
EndSection
Section "Monitor"
  Identifier "m"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "s"
  Device "d"
  Monitor "m"
  DefaultDepth 24
  SubSection "Display"
    Virtual 4096 2048
    Modes "1920x1080"
  EndSubSection
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
"""
CHILD = """
import sys
from PySide6.QtCore import QTimer
from wallboard.app.options import WindowOptions
from wallboard.app.qt import start_qt
from wallboard.app.windows import open_tv
app = start_qt(without_display=False)
window = open_tv(app, WindowOptions(screen=sys.argv[1])).window
def tell():
    print(*window.geometry().getRect(), window.theme.scale, window.isVisible(), flush=True)
timer = QTimer(interval=50)
timer.timeout.connect(tell)
timer.start()
app.exec()
"""
WITHIN_S = 5.0


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An X server's name, with two outputs of 1920×1080 side by side."""
    if not DRIVER.exists() or not SERVER.exists() or which("xrandr") is None:
        pytest.skip("not installed: apt install xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils")
    folder = tmp_path_factory.mktemp("xorg")
    (folder / "xorg.conf").write_text(CONFIGURATION)
    read, write = os.pipe()
    files = ["-config", str(folder / "xorg.conf"), "-logfile", str(folder / "log")]
    command = [str(SERVER), "-displayfd", str(write), "-noreset", "-nolisten", "tcp", *files]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            name = f":{told.readline().strip()}"
        if name == ":":
            pytest.skip("this user may not start an X server")
        both_on(name)
        yield name
    finally:
        server.terminate()
        server.wait()


def xrandr(display: str, *words: str) -> None:
    """Change the outputs, and have the server look at them, as a desktop's own settings do."""
    env = {**os.environ, "DISPLAY": display}
    for command in (["xrandr", *words], ["xrandr"]):
        subprocess.run(command, env=env, check=True, capture_output=True)


def both_on(display: str) -> None:
    """Two television sets side by side."""
    for mode in ("1920x1080", "1280x720"):  # an output that was off has forgotten its modes
        xrandr(display, "--addmode", "DUMMY1", mode)
    first, second = ("--output", "DUMMY0", "--mode", "1920x1080"), ("--output", "DUMMY1", "--mode", "1920x1080")
    xrandr(display, *first, "--pos", "0x0", *second, "--pos", "1920x0")


class Tv:
    """The program, which tells all the time where it is."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def until(self, *where: int, within_s: float = WITHIN_S) -> float:
        """Wait until the window is there, x, y, width and height; returns its scale."""
        assert self._process.stdout is not None
        line = b""
        try:
            async with asyncio.timeout(within_s):
                while line := await self._process.stdout.readline():
                    *place, scale, is_visible = line.decode().split()
                    fits = float(scale) == pytest.approx(4 * where[3] / 1080)
                    if [int(part) for part in place] == list(where) and is_visible == "True" and fits:
                        return float(scale)
        except TimeoutError:
            pass
        raise AssertionError(f"the TV is at {line.decode()!r} and not at {where}")


@pytest_asyncio.fixture
async def tv(outputs: str) -> AsyncIterator[Tv]:
    env = {**os.environ, "DISPLAY": outputs, "QT_QPA_PLATFORM": "xcb"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, "DUMMY1", env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    yield Tv(process)
    process.terminate()
    await process.wait()


async def test_that_a_tv_is_right_again_on_its_own_output_whatever_happens_to_it(tv: Tv, outputs: str) -> None:
    await tv.until(1920, 0, 1920, 1080, within_s=30)
    xrandr(outputs, "--addmode", "DUMMY1", "1280x720")
    xrandr(outputs, "--output", "DUMMY1", "--mode", "1280x720")
    await tv.until(1920, 0, 1280, 720)
    xrandr(outputs, "--output", "DUMMY1", "--off")
    await tv.until(0, 0, 1920, 1080)
    both_on(outputs)
    await tv.until(1920, 0, 1920, 1080)
    xrandr(outputs, "--output", "DUMMY1", "--off")
    xrandr(outputs, "--output", "DUMMY0", "--off")
    both_on(outputs)
    await tv.until(1920, 0, 1920, 1080)
