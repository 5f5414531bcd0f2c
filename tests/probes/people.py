"""Those who take part: a gateway in a process of its own, colleagues who use it, and how it fares meanwhile."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from wallboard.domain.ids import QueueId
from wallboard.feed.codec import encode
from wallboard.feed.messages import SUBPROTOCOL, AnyClientMessage, Auth, Subscribe
from wallboard.feed.roles import ClientKind

TOKENS = {"sue": "for-probes-only-1", "mallory": "for-probes-only-2", "tv": "for-probes-only-3"}
SUBPROTOCOLS = [Subprotocol(SUBPROTOCOL)]
PATIENCE_S = 15.0
"""What takes longer has failed."""


class Target:
    """The gateway.

    Attributes:
        port: where it listens.
        history: its folder, with the ledger and the log.
        process: its process.
    """

    def __init__(self, process: subprocess.Popen[str], port: int, history: Path) -> None:
        self.port = port
        self.history = history
        self._popen = process
        self.process = psutil.Process(process.pid)

    def rss_mb(self) -> float:
        return float(self.process.memory_info().rss) / 1e6

    def log_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.history.glob("gateway.log*"))

    def ledger_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.history.glob("commands-*.jsonl"))

    def stop_s(self) -> float:
        """Seconds that it takes to stop."""
        began_s = time.monotonic()
        self._popen.terminate()
        self._popen.wait(60)
        return time.monotonic() - began_s

    def executed(self) -> list[str]:
        """The ids of the commands that reached the PBX; the gateway is stopped for it."""
        self.stop_s()
        assert self._popen.stdout is not None
        return [line.removeprefix("executed ") for line in self._popen.stdout.read().splitlines()]

    async def open(self) -> ClientConnection:
        return await connect(
            f"ws://127.0.0.1:{self.port}", subprotocols=SUBPROTOCOLS, compression=None, max_size=None,
            ping_interval=None, open_timeout=PATIENCE_S, close_timeout=0.1,
        )  # fmt: skip

    async def health_s(self) -> float:
        """Seconds until ``/healthz`` answers; patience if it does not."""
        began_s = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE_S):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                answer = await reader.read()
                writer.close()
        except (OSError, TimeoutError):
            return PATIENCE_S
        return time.monotonic() - began_s if answer.startswith(b"HTTP/1.1 200") else PATIENCE_S

    async def sign_in_s(self, name: str) -> float:
        """Seconds until a screen is signed in, as often as it has to try; patience if it is not."""
        began_s = time.monotonic()
        while time.monotonic() - began_s < PATIENCE_S:
            try:
                async with asyncio.timeout(PATIENCE_S), sign_in(self, name):
                    return time.monotonic() - began_s
            except Exception:  # noqa: BLE001 - whatever keeps it out: that is what is measured
                await asyncio.sleep(0.2)
        return PATIENCE_S


@asynccontextmanager
async def target(agents: int = 50) -> AsyncIterator[Target]:
    """A gateway, ended at the end."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.probes.gateway", folder, str(agents)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: ASYNC220 - nothing else runs yet
        try:
            assert process.stdout is not None
            port = int(await asyncio.to_thread(process.stdout.readline))
            yield Target(process, port, Path(folder))
        finally:
            process.kill()
            process.wait(10)


@asynccontextmanager
async def sign_in(target_: Target, name: str, charts_of: str = "all") -> AsyncIterator[ClientConnection]:
    """A session that has been told that it is ready."""
    async with await target_.open() as socket:
        await socket.recv()
        auth = Auth(
            token=TOKENS[name],
            client="probe",
            kind=ClientKind.DESK,
            subscribe=Subscribe(charts_of=QueueId(charts_of)),
        )
        await say(socket, auth)
        while b'"ready"' not in await socket.recv(decode=False):
            pass
        yield socket


async def say(socket: ClientConnection, message: AnyClientMessage) -> None:
    await socket.send(encode(message), text=True)
