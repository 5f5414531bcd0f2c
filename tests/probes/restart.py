"""Stopping a gateway beside a screen that does not read, and one whose machine sleeps."""

import asyncio
import socket
import time

from websockets.asyncio.client import connect

from tests.bench.table import Line, at_most
from tests.probes.people import SUBPROTOCOLS, TOKENS, say, target
from wallboard.feed.messages import Auth
from wallboard.feed.roles import ClientKind

AGENTS = 5_000
"""So that the first state is longer than what the kernels take."""


async def probe() -> list[Line]:
    """Seconds until the gateway is gone, and with it until another can be there."""
    lines = []
    for what, agents in (("does not read", AGENTS), ("sleeps", 10)):
        async with target(agents=agents) as gateway:
            deaf = socket.socket()
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            deaf.connect(("127.0.0.1", gateway.port))
            screen = await connect(
                "ws://localhost",
                sock=deaf,
                subprotocols=SUBPROTOCOLS,
                max_queue=1,
                max_size=None,
                ping_interval=None,
            )
            await screen.recv()
            await say(screen, Auth(token=TOKENS["tv"], client="probe", kind=ClientKind.DESK))
            screen.transport.pause_reading()
            await asyncio.sleep(2)
            began_s = time.monotonic()
            await asyncio.to_thread(gateway.stop_s)
            lines.append(at_most(f"restart beside a screen that {what}", time.monotonic() - began_s, 2.5, "s"))
            screen.transport.abort()
    return lines
