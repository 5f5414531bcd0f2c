"""Who listens to an adapter in a test, and the adapter at a scripted PBX."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.pbx.asterisk.scripted import Server
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import SourceStatus
from wallboard.pbx.asterisk.adapter import AsteriskAdapter, AsteriskOptions


class Listener:
    """The gateway's side: keeps what it is told, and waits for a condition on it."""

    def __init__(self, adapter: AsteriskAdapter) -> None:
        self.adapter = adapter
        self.told: list[e.Event] = []
        self._told_more = asyncio.Event()

    def sink(self, event: e.Event) -> None:
        """Take an event."""
        self.told.append(event)
        self._told_more.set()

    def links(self) -> list[SourceStatus]:
        """What was told of the link, in order."""
        return [event.status for event in self.told if isinstance(event, e.SourceChanged)]

    def reason(self) -> str:
        """The last reason for which the link is not up."""
        return next(
            event.reason for event in reversed(self.told) if isinstance(event, e.SourceChanged) and event.reason
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until ``condition`` is so after an event."""
        async with asyncio.timeout(20):
            while not condition():
                self._told_more.clear()
                await self._told_more.wait()

    async def until_link(self, status: SourceStatus, times: int = 1) -> None:
        """Wait until the link has been said to be so that many times."""
        await self.until(lambda: self.links().count(status) >= times)


@asynccontextmanager
async def running(server: Server, **other: object) -> AsyncIterator[Listener]:
    """An adapter that runs at ``server`` until the end of the block."""
    given = {"host": "127.0.0.1", "port": server.port, "user": "wallboard", "secret": "lab-secret", **other}
    listener = Listener(AsteriskAdapter(AsteriskOptions(**given)))  # type: ignore[arg-type]  # options by name, as a test wants them
    task = asyncio.ensure_future(listener.adapter.run(listener.sink))
    try:
        yield listener
    finally:
        task.cancel()
        await asyncio.wait([task])
