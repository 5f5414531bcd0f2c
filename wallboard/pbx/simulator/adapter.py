"""The simulator as an adapter: advances the centre's time with the clock and passes its events on."""

import asyncio
import logging
from collections.abc import Callable

from wallboard.domain.actions.commands import Command
from wallboard.domain.errors import RemoteError
from wallboard.pbx.adapter import Sink
from wallboard.pbx.pace import Pace
from wallboard.pbx.simulator.centre import SimulatedCentre
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.orders import ORDERS

_STEP_MS = 60_000
_COALESCE_S = 0.01
"""Events that are due within this time are reported together: the cost stays low at any rate."""
_IDLE_S = 1.0

log = logging.getLogger(__name__)


class Simulator:
    """A contact centre of its own; see `Adapter` for `run` and `execute`.

    ``now_ms`` is the gateway's clock in epoch ms. With ``history_s`` the first events lie that far in the
    past, so whatever counts them must begin by then.

    Attributes:
        can: the actions that it can do.
    """

    can = frozenset(ORDERS)

    def __init__(self, options: SimulatorOptions, now_ms: Callable[[], int]) -> None:
        self._options = options
        self._now_ms = now_ms
        self._centre: SimulatedCentre | None = None
        self._pace = Pace(0, 0, 1.0)
        self._stirred = asyncio.Event()

    async def run(self, sink: Sink) -> None:
        """Reports the history, then the present as it happens, until cancelled."""
        live_ms = self._now_ms()
        self._pace = Pace(live_ms, live_ms, self._options.speed)
        centre = SimulatedCentre(self._options, live_ms)
        for event in centre.open():
            sink(event)
        await self._catch_up(centre, sink)
        self._centre = centre
        for event in centre.go_live():
            sink(self._pace.to_gateway_time(event))
        options = self._options
        log.info("%s (simulated) is live: %d agents, %d queues", options.source_id, options.agents, options.queues)
        while True:
            await self._wait(centre)
            await self._catch_up(centre, sink)

    async def _catch_up(self, centre: SimulatedCentre, sink: Sink) -> None:
        """Reports all events until now; yields to other tasks while that takes long."""
        while True:
            until_ms = self._pace.world_ms(self._now_ms())
            step_ms = min(centre.now_ms + _STEP_MS, until_ms)
            for event in centre.advance(step_ms):
                sink(self._pace.to_gateway_time(event))
            if step_ms >= until_ms:
                return
            await asyncio.sleep(0)

    async def _wait(self, centre: SimulatedCentre) -> None:
        """Waits until an event is due, or a command arrived."""
        due_ms = centre.next_due_ms()
        delay_s = _IDLE_S if due_ms is None else (self._pace.reported_ms(due_ms) - self._now_ms()) / 1000
        self._stirred.clear()
        try:
            async with asyncio.timeout(min(max(delay_s, _COALESCE_S), _IDLE_S)):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def execute(self, command: Command, owner: str) -> None:
        """Passes the command to the centre; see `Adapter`."""
        self._centre_of_now().order(command, owner)
        self._stirred.set()

    def _centre_of_now(self) -> SimulatedCentre:
        if self._centre is None:
            raise RemoteError("The simulated PBX is not running yet; wait until the link is up")
        self._centre.reach(self._pace.world_ms(self._now_ms()))
        return self._centre
