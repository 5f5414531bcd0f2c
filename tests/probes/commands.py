"""Commands without measure: by one supervisor through many sessions, and an id sent again after many refusals."""

import asyncio
import time
from contextlib import suppress

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.bench.table import Line, at_most
from tests.probes.people import Target, say, sign_in, target
from wallboard.domain.actions.commands import Command, Outcome, Reason, Result
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import CommandRequest, CommandResult
from wallboard.host.clock import now_ms

FLOOD_S = 5.0
A_SESSION = 18
"""Commands that each session gives, below what one session may at once."""
REFUSED = 10_300
REPLAY_S = 20.0
SESSIONS = 8


def _nonsense(number: int) -> CommandRequest:
    command = MoveCallToQueue(
        id=CommandId(f"m{number}"), call_id=CallId("pbx:none"), expect_rev=0, queue_id=QueueId("pbx:sales")
    )
    return CommandRequest(command=command, deadline_ms=now_ms() + 5_000)


async def probe() -> list[Line]:
    """How many commands a second are looked at, and how often one is carried out."""
    return [*await _flood(), *await _replay()]


async def _flood() -> list[Line]:
    async with target() as gateway:
        began_s = time.monotonic()
        looked_at = 0
        number = 0
        while time.monotonic() - began_s < FLOOD_S:
            looked_at += await _session(gateway, number)
            number += A_SESSION
        seconds = time.monotonic() - began_s
        per_s = looked_at / seconds
        ledger = gateway.ledger_bytes() / seconds / 1e3
        return [
            at_most("commands a second by one supervisor in new sessions", per_s, 10, "/s", f"{number} were sent"),
            at_most("ledger meanwhile", ledger, 5, "kB/s"),
        ]


async def _session(gateway: Target, first: int) -> int:
    """Give commands in a new session; how many were not refused as too many."""
    reasons: list[Reason | None] = []
    with suppress(ConnectionClosed, OSError, TimeoutError):
        async with sign_in(gateway, "mallory") as socket:
            for number in range(first, first + A_SESSION):
                await say(socket, _nonsense(number))
            while len(reasons) < A_SESSION:
                message = decode_server(await socket.recv(decode=False))
                if isinstance(message, CommandResult):
                    reasons.append(message.result.reason)
    return sum(reason is not Reason.TOO_MANY for reason in reasons)


async def _replay() -> list[Line]:
    listening, ended = listen("listening", "700"), listen("ended", "701")
    async with target() as gateway, sign_in(gateway, "sue") as sue:
        for command in (ended, StopMonitor(id=CommandId("end"), monitor_id=ended.id), listening):
            result = await order(sue, command)
            assert result.outcome is Outcome.CONFIRMED, result
        began_s, number = time.monotonic(), 0
        while number < REFUSED and time.monotonic() - began_s < REPLAY_S:
            await asyncio.gather(*(_session(gateway, number + step * A_SESSION) for step in range(SESSIONS)))
            number += SESSIONS * A_SESSION
        stopped = await order(sue, StopMonitor(id=CommandId("stop"), monitor_id=listening.id))
        await order(sue, ended)
        times = gateway.executed().count(ended.id)
    return [
        at_most(f"times one id is carried out, after {number:,} of another's commands", times, 1, "×"),
        Line(
            what="her own listening can be ended then",
            measured=f"{stopped.outcome} {stopped.reason or ''}",
            is_ok=stopped.outcome is Outcome.CONFIRMED,
        ),
    ]


def listen(name: str, extension: str) -> StartMonitor:
    """A command that is carried out, on one of the supervisors' phones."""
    return StartMonitor(
        id=CommandId(name), agent_id=AgentId("pbx:ana"), extension=extension, mode=MonitorMode.LISTEN
    )


async def order(socket: ClientConnection, command: Command) -> Result:
    """Give a command and wait for its end."""
    await say(socket, CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
    while True:
        message = decode_server(await socket.recv(decode=False))
        if isinstance(message, CommandResult) and message.result.command_id == command.id:
            return message.result
