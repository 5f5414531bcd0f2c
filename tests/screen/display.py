"""A screen of the tests' own with a window manager on it, and a hand at its mouse and keyboard."""

import os
import subprocess
import sys
from asyncio import create_subprocess_exec
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from tests.screen.look import Spot

TOOLS = ("Xvfb", "openbox", "xdotool")
SCREEN = "1600x1000x24"
STEPS = 8
"""So many motions make one way of the pointer: a drag begins with the first that is far enough."""


def why_not() -> str:
    """Why there can be no such screen on this machine, empty if there can."""
    if sys.platform != "linux":
        return "a screen of the test's own needs X11, and so Linux"
    missing = [tool for tool in TOOLS if which(tool) is None]
    return f"not installed: {', '.join(missing)} (apt install xvfb openbox xdotool)" if missing else ""


@contextmanager
def display() -> Iterator[str]:
    """A running X server's name, as ``:99``; the server chooses a number that is free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            name = f":{told.readline().strip()}"
        assert name != ":", "Xvfb did not start"
        with _running("openbox", "--sm-disable", display=name):
            yield name
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _running(*command: str, display: str) -> Iterator[None]:
    env = {**os.environ, "DISPLAY": display}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


class Hand:
    """Moves the real pointer and presses real keys of one display."""

    def __init__(self, display: str) -> None:
        self._env = {**os.environ, "DISPLAY": display}
        self._at: Spot = (0, 0)

    async def move(self, to: Spot) -> None:
        """Move the pointer there on a straight way."""
        words: list[str] = []
        (x0, y0), (x1, y1) = self._at, to
        for step in range(1, STEPS + 1):
            words += ["mousemove", str(x0 + (x1 - x0) * step // STEPS), str(y0 + (y1 - y0) * step // STEPS)]
        await self._do(*words)
        self._at = to

    async def press(self) -> None:
        """Press the left button and keep it so."""
        await self._do("mousedown", "1")

    async def release(self) -> None:
        """Let the left button go."""
        await self._do("mouseup", "1")

    async def click(self, spot: Spot, button: int = 1) -> None:
        """Go there and click: 1 is the left button, 3 the right one."""
        await self.move(spot)
        await self._do("click", str(button))

    async def key(self, name: str) -> None:
        """Press and release a key."""
        await self._do("key", name)

    async def type(self, words: str) -> None:
        """Press the keys of ``words``, which must be on any keyboard."""
        await self._do("type", words)

    async def _do(self, *words: str) -> None:
        done = await create_subprocess_exec("xdotool", *words, env=self._env)
        assert await done.wait() == 0
