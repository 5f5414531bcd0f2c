"""The demonstration's gateway: a simulated contact centre and its gateway in a thread of their own."""

import asyncio
import secrets
import threading
from contextlib import suppress
from datetime import datetime

from wallboard.app.options import DemoOptions
from wallboard.domain.errors import ConfigError, WallboardError
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.tables import ActionTable, ClientEntry, Listen, Site
from wallboard.host.clock import now_ms
from wallboard.host.time_zone import find_zone, machine_zone
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.config import SimulatorPbx
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions
from wallboard.present.live import ConnectOptions

SOURCE = "demo"
HISTORY_H = 8
AGENT_HOURS = 2_400
"""A larger centre has a shorter history: so much of it is generated in a few seconds."""
START_S = 20.0
EXTENSION = "2001"
"""The simulated supervisor's own phone."""
SITE_HOUR = 15.0
"""The simulated centre is in the middle of its afternoon whatever the local time is."""
PAUSE_REASONS = ("Break", "Lunch", "Training", "Back office")


class DemoGateway:
    """The gateway in a thread of its own, with a loop of its own."""

    def __init__(self, options: DemoOptions) -> None:
        self._options = options
        self.token = new_token()
        self._thread = threading.Thread(target=self._run, name="gateway", daemon=True)
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._port = 0
        self._error: Exception | None = None

    def start(self) -> None:
        """Starts the thread; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Stops the gateway and waits up to two seconds for its thread."""
        if self._loop is not None and self._task is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        if self._thread.is_alive():
            self._thread.join(2)

    def connect_options(self, kind: ClientKind) -> ConnectOptions:
        """Returns the options to connect with, once it listens. Raises the error that prevented it."""
        if not self._started.wait(START_S):
            raise ConfigError(f"The demonstration's gateway did not start within {START_S:.0f} s")
        if self._error is not None:
            raise self._error
        return ConnectOptions(
            url=f"ws://127.0.0.1:{self._port}", token=self.token, kind=kind, client_name="Wallboard demonstration"
        )

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        site = self._site()
        config = GatewayConfig(
            actions=ActionTable(pause_reasons=list(PAUSE_REASONS)),
            sources={SOURCE: SimulatorPbx(agents=self._options.agents, queues=self._options.queues)},
            listen=Listen(port=0),
            site=site,
            clients=[
                ClientEntry(
                    name="Dana Keller",
                    role=Role.SUPERVISOR,
                    token_sha256=token_hash(self.token),
                    extensions=[EXTENSION],
                )
            ],
        )
        at_ms = now_ms()
        history_s = (at_ms - config.calendar().day_start_ms(at_ms)) // 1000 + 1  # from just before the day's start
        centre = Simulator(self._simulated(history_s), now_ms)
        gateway = Gateway(config, {SOURCE: lambda: centre}, began_ms=at_ms - history_s * 1000)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(gateway.run())
                await gateway.started.wait()
                self._port = gateway.port
                self._started.set()
        except* (WallboardError, OSError) as group:
            self._error = group.exceptions[0]
            self._started.set()

    def _site(self) -> Site:
        """Returns a site in this computer's time zone, whose day began some hours ago."""
        zone = machine_zone() or "UTC"
        hours = max(1, min(HISTORY_H, AGENT_HOURS // self._options.agents))
        day_start_hour = (datetime.fromtimestamp(now_ms() / 1000, find_zone(zone)).hour - hours) % 24
        return Site(name="Wallboard demonstration", time_zone=zone, day_start_hour=day_start_hour)

    def _simulated(self, history_s: int) -> SimulatorOptions:
        options = self._options
        return SimulatorOptions(
            agents=options.agents,
            queues=options.queues,
            speed=options.speed,
            seed=secrets.randbelow(10_000) if options.seed is None else options.seed,
            crisis=None if options.crisis is None else Crisis(options.crisis),
            history_s=history_s,
            site_hour=SITE_HOUR,
        )
