"""Looks at a running gateway as a screen does: waits until its board is live, and drags a caller with a real mouse.

``board.py live URL TOKEN [CA_FILE]`` ends when live figures are there; ``board.py drag URL TOKEN WINDOW`` moves the
first waiting caller to another queue in the desk window with this X id, and ends when the gateway has it there.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # this checkout, whatever is installed

from wallboard.domain.ids import CallId, QueueId
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame
from wallboard.present.live import ConnectOptions, LiveBoard

LIMIT_S = 90.0
DRAGS = 10
STEPS = 12
# places in a desk window of 1440 × 900
CALLER_X = 160
CALLERS_Y = (440, 535, 645, 600, 490)
"""Where a card can be, by how many queues there are and how many callers wait; one after the other is tried."""
FIRST_QUEUE = (90, 263)
QUEUE_HEIGHT = 36


class Watcher:
    """The newest frame of a gateway, and a way to wait for what is wanted of it."""

    def __init__(self, url: str, token: str, ca_file: Path | None) -> None:
        options = ConnectOptions(
            url=url, token=token, kind=ClientKind.DESK, client_name="package check", ca_file=ca_file
        )
        self.frame = BoardFrame()
        self.board = LiveBoard(options, self._on_frame)
        self._changed = asyncio.Event()

    def _on_frame(self, frame: BoardFrame) -> None:
        self.frame = frame
        self._changed.set()

    async def until(self, is_so: Callable[[BoardFrame], bool], limit_s: float = LIMIT_S) -> None:
        """Wait until a frame is as wanted; `TimeoutError` names nothing more than that it was not."""
        async with asyncio.timeout(limit_s):
            while not is_so(self.frame):
                self._changed.clear()
                await self._changed.wait()


def xdotool(*words: object) -> None:
    """One gesture; the pointer rests after it as a hand's would."""
    subprocess.run(["xdotool", *map(str, words)], check=True)


async def drag(window: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press at one place of a window, move on by steps, and let go at the other."""
    xdotool("mousemove", "--window", window, *start, "mousedown", 1)
    for step in range(1, STEPS + 1):
        x, y = (a + (b - a) * step // STEPS for a, b in zip(start, end, strict=True))
        xdotool("mousemove", "--window", window, x, y)
        await asyncio.sleep(0.03)
    await asyncio.sleep(0.2)
    xdotool("mouseup", 1)


async def move_a_caller(watcher: Watcher, window: str) -> None:
    """Drag a caller to the queue that is not theirs; tried again if there is none or the call goes meanwhile."""
    for attempt in range(DRAGS):
        await watcher.until(lambda frame: bool(frame.callers))
        await asyncio.sleep(0.5)  # until the window shows it too
        before = {row.call_id: row.queue_id for row in watcher.frame.callers}
        if not before:
            continue
        theirs = watcher.frame.callers[0].queue_id
        queues = [row.id for row in watcher.frame.queues]  # the sum of all first, then two
        place = next(number for number, queue in enumerate(queues) if number > 0 and queue != theirs)
        caller = (CALLER_X, CALLERS_Y[attempt % len(CALLERS_Y)])
        await drag(window, caller, (FIRST_QUEUE[0], FIRST_QUEUE[1] + QUEUE_HEIGHT * place))
        try:
            await watcher.until(lambda frame, then=before: bool(moved(frame, then)), 5.0)
        except TimeoutError:
            print(f"not moved to {queues[place]}; again", file=sys.stderr)
            continue
        print(f"dragged: a caller of {theirs} waits in {', '.join(moved(watcher.frame, before))} now")
        return
    raise SystemExit("no caller was moved")


def moved(frame: BoardFrame, before: dict[CallId, QueueId]) -> list[QueueId]:
    """Where the calls wait now that waited elsewhere before."""
    return [row.queue_id for row in frame.callers if before.get(row.call_id, row.queue_id) != row.queue_id]


async def main(what: str, url: str, token: str, more: str) -> None:
    """Connect, wait for live figures, and do what is asked for; ``more`` is the CA file or the window."""
    watcher = Watcher(url, token, Path(more) if what == "live" and more else None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(watcher.board.run())
        await watcher.until(lambda frame: frame.freshness.is_live and len(frame.queues) > 1)
        print(f"live: {len(watcher.frame.queues) - 1} queues, {len(watcher.frame.agents)} agents")
        if what == "drag":
            await move_a_caller(watcher, more)
            today = watcher.frame.queues[0].tally
            print(f"today: {today.offered} offered, {today.answered} answered")
        running.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], (*sys.argv[4:], "")[0]))
