"""JSON nested without end, by strangers: what it does to the log, and how the session ends."""

import time
from contextlib import suppress

from websockets.exceptions import ConnectionClosed

from tests.bench.table import Line, at_most
from tests.probes.people import Target, target

ATTACK_S = 5.0
DEEP = '{"type":"auth","token":' + "[" * 30_000
LOG_BYTES = 30_000_000


async def probe() -> list[Line]:
    """How long such an attack has to last until the log tells of nothing else."""
    async with target() as gateway:
        began_s, number, codes = time.monotonic(), 0, set()
        while time.monotonic() - began_s < ATTACK_S:
            codes.add(await _send(gateway))
            number += 1
        seconds = time.monotonic() - began_s
        log = "".join(path.read_text() for path in gateway.history.glob("gateway.log*"))
        early = gateway.log_bytes() / seconds
        before = gateway.log_bytes()
        began_s = time.monotonic()
        while time.monotonic() - began_s < ATTACK_S:
            await _send(gateway)
        late = (gateway.log_bytes() - before) / (time.monotonic() - began_s)
    guide = f"{number} frames in {seconds:.0f} s; the log grows by {early:.0f} then {late:.0f} bytes a second"
    return [
        at_most("stack traces for nested JSON", log.count("Traceback"), 0, "", guide),
        at_most("log rolled over a day", max(late, 0.001) * 86_400 / LOG_BYTES, 0.2, "times"),
        Line(what="close codes for nested JSON", measured=str(sorted(codes, key=str)), is_ok=codes <= {4400, None}),
    ]


async def _send(gateway: Target) -> int | None:
    with suppress(OSError, TimeoutError):
        async with await gateway.open() as socket:
            try:
                await socket.send(DEEP)
                while True:
                    await socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None
    return None
