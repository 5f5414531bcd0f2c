"""Screens that note how long callers take to them: ``python -m tests.bench.listeners_child PORT SCREENS SECONDS…``.

Each number of SECONDS is a window that begins when a line comes on standard input; then one JSON line has the
milliseconds of each delivery in it. A caller's name is the moment at which the pretend PBX told of it.
"""

import asyncio
import json
import sys
import time

from websockets.asyncio.client import ClientConnection

from tests.bench.screens_child import sign_in
from wallboard.domain.centre.state import Call
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import Delta


class Listener:
    """One screen.

    Attributes:
        waits_ms: how long each caller took that came since this was emptied.
    """

    def __init__(self) -> None:
        self.waits_ms: list[float] = []
        self._seen: set[str] = set()

    async def listen(self, socket: ClientConnection) -> None:
        async for frame in socket:
            now_s = time.time()
            message = decode_server(frame)
            for entity in message.put if isinstance(message, Delta) else ():
                if isinstance(entity, Call) and entity.id not in self._seen and entity.name:
                    self._seen.add(entity.id)
                    self.waits_ms.append((now_s - float(entity.name)) * 1000)


async def _main(port: int, screens: int, windows_s: list[float]) -> None:
    listeners = [Listener() for _ in range(screens)]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one.listen(await sign_in(port, 0))) for one in listeners]
        _say("there")
        for seconds in windows_s:
            await asyncio.to_thread(sys.stdin.readline)
            for one in listeners:
                one.waits_ms.clear()
            await asyncio.sleep(seconds)
            _say(json.dumps([wait_ms for one in listeners for wait_ms in one.waits_ms]))
        for task in running:
            task.cancel()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]), [float(one) for one in sys.argv[3:]]))
