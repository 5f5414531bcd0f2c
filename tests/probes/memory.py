"""What a client can make the gateway keep: long names of charts, reconnects, and pongs that nobody reads."""

import asyncio
import socket as socket_module
import time
from contextlib import suppress

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from tests.bench.table import Line, at_most
from tests.probes.people import SUBPROTOCOLS, Target, sign_in, target

ATTACK_S = 8.0
NAME = "x" * 60_000
PINGS = Frame(Opcode.PING, b"x" * 125).serialize(mask=True) * 100
SESSIONS = 4


async def probe() -> list[Line]:
    """Megabytes that the gateway grew by."""
    lines = []
    for what, attack in (
        ("sign-ins with charts of 60,000 letters", _charts),
        ("sign-ins that go on from anywhere", _resumes),
        (f"pings of {SESSIONS} connections that read nothing", _pings),
    ):
        async with target(agents=500) as gateway:
            before_mb, cpu_s = gateway.rss_mb(), sum(gateway.process.cpu_times()[:2])
            began_s = time.monotonic()
            number = await attack(gateway)
            seconds = time.monotonic() - began_s
            cpu = (sum(gateway.process.cpu_times()[:2]) - cpu_s) / seconds
            guide = f"{number:,} in {seconds:.0f} s, {cpu:.0%} of a core, {before_mb:.0f} MB before"
            lines.append(at_most(f"memory after {what}", gateway.rss_mb() - before_mb, 25, "MB", guide))
    return lines


async def _charts(gateway: Target) -> int:
    began_s, number = time.monotonic(), 0
    while time.monotonic() - began_s < ATTACK_S:
        with suppress(ConnectionClosed, OSError, TimeoutError):
            async with sign_in(gateway, "tv", f"{number}{NAME}"):
                pass
        number += 1
    return number


async def _resumes(gateway: Target) -> int:
    began_s, number = time.monotonic(), 0
    while time.monotonic() - began_s < ATTACK_S:
        with suppress(ConnectionClosed, OSError, TimeoutError):
            async with sign_in(gateway, "tv", f"queue {number}"):
                pass
        number += 1
    return number


async def _pings(gateway: Target) -> int:
    return sum(await asyncio.gather(*(_ping(gateway) for _ in range(SESSIONS))))


async def _ping(gateway: Target) -> int:
    """Send pings before signing in, again and again when it is cut off."""
    began_s, number = time.monotonic(), 0
    while time.monotonic() - began_s < ATTACK_S:
        with suppress(ConnectionClosed, OSError, TimeoutError):
            deaf = socket_module.socket()
            deaf.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_RCVBUF, 4_096)
            deaf.connect(("127.0.0.1", gateway.port))
            socket = await connect("ws://localhost", sock=deaf, subprotocols=SUBPROTOCOLS, ping_interval=None)
            socket.transport.pause_reading()
            while time.monotonic() - began_s < ATTACK_S and not socket.transport.is_closing():
                if socket.transport.get_write_buffer_size() < 1_000_000:
                    socket.transport.write(PINGS)
                    number += 100
                await asyncio.sleep(0)
            socket.transport.abort()
    return number
