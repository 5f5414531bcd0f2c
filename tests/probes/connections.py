"""Sockets that say nothing: before any handshake, and as WebSockets that never say who they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from tests.bench.table import Line, at_most
from tests.probes.commands import listen, order
from tests.probes.people import PATIENCE_S, Target, sign_in, target
from wallboard.domain.actions.commands import Outcome

IDLE_SOCKETS = 1_500
SILENT_WEBSOCKETS = 600
AT_ONCE = 100


async def probe() -> list[Line]:
    """How long a colleague and the monitoring wait meanwhile."""
    return [line async for line in _lines()]


async def _lines() -> AsyncIterator[Line]:
    async with target() as gateway, AsyncExitStack() as crowd:
        for _ in range(0, IDLE_SOCKETS, AT_ONCE):
            await asyncio.gather(*(_idle(gateway, crowd) for _ in range(AT_ONCE)))
        yield _waits("health", IDLE_SOCKETS, "idle sockets", await gateway.health_s())
        yield _waits("sign-in", IDLE_SOCKETS, "idle sockets", await gateway.sign_in_s("sue"))
        yield Line(
            what="descriptors of the gateway then", measured=str(gateway.process.num_fds()), guide="of 1,024"
        )
        yield await _ledger_line(gateway)
    async with target() as gateway, AsyncExitStack() as crowd:
        for _ in range(SILENT_WEBSOCKETS):
            try:
                crowd.push_async_callback((await gateway.open()).close)
            except Exception:  # noqa: BLE001 - the gateway's own affair
                break
        yield _waits("health", SILENT_WEBSOCKETS, "silent WebSockets", await gateway.health_s())
        yield _waits("sign-in", SILENT_WEBSOCKETS, "silent WebSockets", await gateway.sign_in_s("sue"))


async def _idle(gateway: Target, crowd: AsyncExitStack) -> None:
    try:
        async with asyncio.timeout(1):
            _, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        crowd.callback(writer.close)
    except (OSError, TimeoutError):
        pass


async def _ledger_line(gateway: Target) -> Line:
    """Whether a command is carried out and the ledger has it, which needs descriptors of its own."""
    async with sign_in(gateway, "sue") as sue:
        result = await order(sue, listen("meanwhile", "700"))
    await asyncio.sleep(0.5)
    lines = sum(path.read_text().count("meanwhile") for path in gateway.history.glob("commands-*.jsonl"))
    return Line(
        what="a command meanwhile, and its lines in the ledger",
        measured=f"{result.outcome}, {lines}",
        is_ok=result.outcome is Outcome.CONFIRMED and lines >= 2,
    )


def _waits(what: str, number: int, crowd: str, seconds: float) -> Line:
    never = "never within the probe" if seconds >= PATIENCE_S else ""
    return at_most(f"{what} beside {number:,} {crowd}", seconds, 2, "s", never)
