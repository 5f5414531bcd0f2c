"""A client that floods a gateway by all it can say, until it is ended: ``python -m tests.bench.flood_child PORT``.

At least priority, since it stands for another machine: what the measured ones need of this one they have first.
"""

import asyncio
import os
import sys
from contextlib import suppress

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from tests.bench.screens_child import sign_in
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.ids import ALL, CallId, CommandId, QueueId
from wallboard.feed.codec import encode
from wallboard.feed.messages import Auth, ClientHeartbeat, CommandRequest, ResyncRequest, Subscribe
from wallboard.feed.roles import ClientKind

TOKEN_NUMBER = 9
SCREENS_A_TOKEN = 100
COMMAND = MoveCallToQueue(id=CommandId("x"), call_id=CallId("x"), expect_rev=0, queue_id=QueueId("x"))
MESSAGES = [
    ClientHeartbeat(seq=1),
    Subscribe(charts_of=ALL),
    ResyncRequest(),
    CommandRequest(command=COMMAND, deadline_ms=0),
    Auth(token="x", client="x", kind=ClientKind.DESK),
]
FLOODS = [
    *(Frame(Opcode.TEXT, encode(message)).serialize(mask=True) * 50 for message in MESSAGES),
    Frame(Opcode.PING, b"x" * 125).serialize(mask=True) * 200,
    Frame(Opcode.TEXT, b'{"type":"x","y":' + b"[" * 20_000).serialize(mask=True),
    b"\xff" * 10_000,
]


async def _flood(port: int, data: bytes) -> None:
    while True:
        with suppress(ConnectionClosed, OSError, TimeoutError):
            await _until_cut_off(await sign_in(port, TOKEN_NUMBER * SCREENS_A_TOKEN), data)


async def _until_cut_off(socket: ClientConnection, data: bytes) -> None:
    for _ in range(50):
        if socket.transport.is_closing():
            break
        socket.transport.write(data)
        await asyncio.sleep(0)
    socket.transport.abort()


async def _connect(port: int) -> None:
    """Sockets that say nothing and go."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            await asyncio.sleep(0)


async def _main(port: int) -> None:
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    async with asyncio.TaskGroup() as tasks:
        for data in FLOODS:
            tasks.create_task(_flood(port, data))
        tasks.create_task(_connect(port))
        sys.stdout.write("there\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
