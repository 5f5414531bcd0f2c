"""Many screens that only read, as ``python -m tests.bench.screens_child PORT SCREENS``; says when all are there."""

import asyncio
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.bench.within import SCREENS_PER_TOKEN, TOKENS
from wallboard.feed.codec import encode
from wallboard.feed.messages import SUBPROTOCOL, Auth
from wallboard.feed.roles import ClientKind

AT_ONCE = 50


async def sign_in(port: int, number: int) -> ClientConnection:
    """A connection of the screen with this number, by the token that is for it."""
    socket = await connect(
        f"ws://127.0.0.1:{port}", subprotocols=[Subprotocol(SUBPROTOCOL)], compression=None, max_size=None,
        ping_interval=None,
    )  # fmt: skip
    await socket.recv()
    auth = Auth(token=TOKENS[number // SCREENS_PER_TOKEN], client="bench", kind=ClientKind.DESK)
    await socket.send(encode(auth).decode())
    return socket


async def _drain(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def _main(port: int, screens: int) -> None:
    async with asyncio.TaskGroup() as tasks:
        for first in range(0, screens, AT_ONCE):
            batch = range(first, min(first + AT_ONCE, screens))
            for socket in await asyncio.gather(*(sign_in(port, number) for number in batch)):
                tasks.create_task(_drain(socket))
        sys.stdout.write("there\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2])))
