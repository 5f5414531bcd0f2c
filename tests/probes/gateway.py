"""A gateway to attack, as ``python -m tests.probes.gateway HISTORY AGENTS``; prints its port, and what it did.

It has 1,024 descriptors and cannot raise that. Its PBX lets everything succeed; each command that reaches it
is a line ``executed ID``.
"""

import asyncio
import logging
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.domain.words import agent, answers, does, joins
from tests.gateway.rig import CENTRE, ScriptedPbx, config
from tests.probes.people import TOKENS
from wallboard.domain.actions.commands import Command
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import token_hash
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.tables import ClientEntry
from wallboard.host.clock import now_ms
from wallboard.host.logs import start_logging


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _execute(pbx: ScriptedPbx, command: Command) -> None:
    _say(f"executed {command.id}")
    if isinstance(command, StartMonitor):
        started = e.MonitorStarted(
            at_ms=now_ms(),
            monitor_id=command.id,
            agent_id=command.agent_id,
            extension=command.extension,
            mode=command.mode,
            begun_by="sue",
        )
        asyncio.get_running_loop().call_soon(pbx.tell, started)
    elif isinstance(command, StopMonitor):
        ended = e.MonitorEnded(at_ms=now_ms(), monitor_id=command.monitor_id, reason="")
        asyncio.get_running_loop().call_soon(pbx.tell, ended)


async def _main(history: Path, agents: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, 1_024))
    start_logging(history / "gateway.log", logging.CRITICAL)
    talks = [joins("c", "sales", 2), answers("ana", "c", 3), does("ana", Activity.TALKING, 3, call="c")]
    pbx = ScriptedPbx(*CENTRE, *talks, *(agent(f"agent-{number}") for number in range(agents)))
    pbx.on_execute = lambda command: _execute(pbx, command)
    clients = [
        ClientEntry(
            name=name,
            role=Role.VIEWER if name == "tv" else Role.SUPERVISOR,
            token_sha256=token_hash(token),
            extensions=["700", "701"],
        )
        for name, token in TOKENS.items()
    ]
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    gateway = Gateway(config(clients=clients), {"pbx": lambda: pbx}, history=history)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(gateway.run())
        await gateway.started.wait()
        _say(str(gateway.port))


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):
        asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))
