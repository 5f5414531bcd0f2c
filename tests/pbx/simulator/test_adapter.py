"""The simulator on a running loop: the past first, then the present, commands and crises as they come."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.errors import PbxRefused, RemoteError
from wallboard.domain.ids import CommandId, QueueId
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Listener:
    """Takes the events into an engine and wakes whoever waits for one."""

    def __init__(self, began_ms: int) -> None:
        self.engine = Engine(Calendar(), Goals(), began_ms)
        self.events: list[e.Event] = []
        self._heard = asyncio.Event()

    def __call__(self, event: e.Event) -> None:
        self.engine.apply(event)
        self.events.append(event)
        self._heard.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                self._heard.clear()
                await self._heard.wait()

    def is_up(self) -> bool:
        return any(link.status is SourceStatus.UP for link in self.engine.state.sources.values())


@asynccontextmanager
async def _running(options: SimulatorOptions) -> AsyncIterator[tuple[Simulator, Listener]]:
    simulator = Simulator(options, _now_ms)
    listener = Listener(_now_ms() - options.history_s * 1000)
    task = asyncio.create_task(simulator.run(listener))
    try:
        await listener.until(listener.is_up)
        yield simulator, listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_that_it_is_an_adapter() -> None:
    adapter: Adapter = Simulator(SimulatorOptions(), _now_ms)
    with pytest.raises(RemoteError, match="not running"):
        await adapter.execute(StopMonitor(id=CommandId("1"), monitor_id=CommandId("2")), "sue")


async def test_that_the_past_is_told_in_order_before_the_link_is_up_and_the_present_follows() -> None:
    options = SimulatorOptions(agents=30, queues=4, history_s=3600, site_hour=11.0, speed=200)
    async with _running(options) as (_, listener):
        past = len(listener.events)
        await listener.until(lambda: len(listener.events) > past + 50)
        times = [event.at_ms for event in listener.events]
        assert times == sorted(times)
        assert times[past - 1] - times[0] >= 3_600_000
        assert times[-1] <= _now_ms()
        assert listener.engine.metrics.counters


async def test_that_a_command_is_carried_out_and_told_by_events() -> None:
    options = SimulatorOptions(agents=30, queues=4, site_hour=11.0, history_s=600)
    async with _running(options) as (simulator, listener):
        state = listener.engine.state
        call = next(call for call in state.calls.values() if call.phase is CallPhase.TALKING)
        other = next(queue_id for queue_id in state.queues if queue_id != call.queue_id)
        move = MoveCallToQueue(id=CommandId("1"), call_id=call.id, expect_rev=call.handover_rev, queue_id=other)
        await simulator.execute(move, "sue")
        await listener.until(lambda: call.id not in state.calls or state.calls[call.id].queue_id == other)
        with pytest.raises(PbxRefused):
            await simulator.execute(
                MoveCallToQueue(id=CommandId("2"), call_id=call.id, expect_rev=0, queue_id=QueueId("nowhere")),
                "sue",
            )


async def test_that_a_lost_pbx_takes_no_command() -> None:
    options = SimulatorOptions(agents=5, queues=2, site_hour=11.0, crisis=Crisis.PBX_LOST, crisis_after_s=0.2)
    async with _running(options) as (simulator, listener):
        await listener.until(lambda: not listener.is_up())
        with pytest.raises(RemoteError, match="not connected"):
            await simulator.execute(StopMonitor(id=CommandId("1"), monitor_id=CommandId("2")), "sue")
