"""The gateway as a whole: the first change at once, a told past in its place, an event that cannot be applied."""

import asyncio

import pytest

from tests.domain.words import joins, ms
from tests.gateway.rig import CENTRE, ScriptedPbx, config, running, screen
from wallboard.domain import events as e
from wallboard.domain.commands import AnyCommand
from wallboard.domain.events import Event
from wallboard.domain.figures import Figures, Window
from wallboard.domain.ids import ALL_QUEUES, LinkId, QueueId
from wallboard.domain.state import Key, LinkStatus
from wallboard.feed import messages as m
from wallboard.gateway.service import Gateway
from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Sink


class Historian(ScriptedPbx):
    """A PBX that tells an hour of the past bit by bit, then goes live when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.began_ms = now_ms() - 3_600_000
        self.told = asyncio.Event()
        self.go_live = asyncio.Event()

    async def run(self, sink: Sink) -> None:
        for event in self.past():
            sink(event)
            await asyncio.sleep(0)
        self.told.set()
        await self.go_live.wait()
        sink(e.LinkChanged(at_ms=now_ms(), link_id=LinkId("pbx"), status=LinkStatus.UP))
        await asyncio.Event().wait()

    def past(self) -> list[Event]:
        began_ms = self.began_ms
        events: list[Event] = [
            e.LinkChanged(at_ms=began_ms, link_id=LinkId("pbx"), status=LinkStatus.SYNCING),
            e.QueueFound(at_ms=began_ms, queue_id=QueueId("sales"), name="Sales"),
        ]
        for number in range(50):
            at_ms = began_ms + number * 60_000
            events.append(joins(f"c{number}", "sales", (at_ms - ms(0)) / 1000))
        return events


async def test_that_a_told_past_is_counted_where_it_happened() -> None:
    pbx = Historian()
    gateway = Gateway(config(), pbx, began_ms=pbx.began_ms)
    task = asyncio.ensure_future(gateway.run())
    try:
        await gateway.started.wait()
        async with screen(gateway) as desk:
            await desk.sign_in()
            await pbx.told.wait()
            pbx.go_live.set()
            key = Key("figures", f"{ALL_QUEUES}|{Window.ROLLING_30}")
            await desk.until(lambda: key in desk.copy.entities)
            figures = desk.copy.entities[key]
            assert isinstance(figures, Figures)
            assert 15 <= figures.tally.offered <= 25  # of 50 in an hour that ended ten minutes ago
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_that_an_event_that_cannot_be_applied_is_logged_and_the_next_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Unheard(e.Event, frozen=True, kw_only=True):
        """An event that no reducer knows."""

    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        pbx.tell(Unheard(at_ms=ms(1)), joins("c", "sales", 2))
        await desk.until(lambda: Key("call", "c") in desk.copy.entities)
    assert "could not be applied: Unheard" in caplog.text


async def test_that_an_adapter_that_fails_ends_the_gateway_with_its_reason() -> None:
    class Broken:
        async def run(self, sink: Sink) -> None:
            raise ValueError("the recording is empty")

        async def execute(self, command: AnyCommand) -> None:
            raise AssertionError

    with pytest.raises(ExceptionGroup) as raised:
        await Gateway(config(), Broken()).run()
    assert raised.group_contains(ValueError, match="the recording is empty")


async def test_that_a_burst_of_events_becomes_one_delta() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("agent", "bea") in desk.copy.entities)
        pbx.tell(*(joins(f"c{number}", "sales", 2) for number in range(500)))
        delta = await desk.hear_a(m.Delta)
        while not any(entity.key.kind == "call" for entity in delta.put):
            delta = await desk.hear_a(m.Delta)
        assert sum(entity.key.kind == "call" for entity in delta.put) == 500
