"""A recording as a PBX: told as of now, obeying nobody, over when it is over."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError, PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.replay.adapter import Replay, ReplayOptions

RECORDING = Path(__file__).parents[1] / "asterisk" / "recordings" / "caller_hangs.txt"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class Listener:
    """Keeps what it was told and wakes whoever waits for it."""

    def __init__(self) -> None:
        self.events: list[e.Event] = []
        self._heard = asyncio.Event()

    def __call__(self, event: e.Event) -> None:
        self.events.append(event)
        self._heard.set()

    def links(self) -> list[SourceStatus]:
        return [event.status for event in self.events if isinstance(event, e.SourceChanged)]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                self._heard.clear()
                await self._heard.wait()


@asynccontextmanager
async def _playing(options: ReplayOptions) -> AsyncIterator[Listener]:
    listener = Listener()
    task = asyncio.create_task(Replay(options, _now_ms).run(listener))
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_that_a_recording_is_told_as_of_now_and_says_when_it_has_ended() -> None:
    began_ms = _now_ms()
    async with _playing(ReplayOptions(path=RECORDING, speed=100)) as listener:
        await listener.until(lambda: SourceStatus.DOWN in listener.links())
        assert listener.links() == [SourceStatus.SYNCING, SourceStatus.UP, SourceStatus.DOWN]
        last = listener.events[-1]
        assert isinstance(last, e.SourceChanged)
        assert "ended" in last.reason
        answered = [event for event in listener.events if isinstance(event, e.CallAnswered)]
        assert len(answered) == 1
        assert began_ms <= answered[0].at_ms <= _now_ms()


async def test_that_a_loop_starts_over() -> None:
    async with _playing(ReplayOptions(path=RECORDING, speed=200, loop=True)) as listener:
        await listener.until(lambda: sum(isinstance(event, e.CallAnswered) for event in listener.events) == 2)
        assert listener.links()[:4] == [SourceStatus.SYNCING, SourceStatus.UP] * 2


async def test_that_a_recording_cannot_be_commanded() -> None:
    adapter: Adapter = Replay(ReplayOptions(path=RECORDING), _now_ms)
    with pytest.raises(PbxRefused, match="cannot be commanded"):
        await adapter.execute(StopMonitor(id=CommandId("1"), monitor_id=CommandId("2")), "sue")


def test_that_a_speed_must_go_forward() -> None:
    with pytest.raises(ConfigError, match="speed"):
        ReplayOptions(path=RECORDING, speed=0)
