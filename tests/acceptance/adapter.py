"""The adapter alone at a real PBX: what it tells, as a state and as bookings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from tests.lab.fixtures import Pbx
from wallboard.domain.centre import events as e
from wallboard.domain.centre import reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Activity, SourceStatus
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.ids import AgentId
from wallboard.pbx.asterisk.adapter import AsteriskAdapter, AsteriskOptions

WRAP_UP_S = 2.0
"""The wrap-up of the queues that tests watch so, which AMI does not tell."""


class Watch:
    """What the adapter told of a PBX so far."""

    def __init__(self, pbx: Pbx, poll_s: float) -> None:
        options = AsteriskOptions(
            host=pbx.host,
            port=pbx.port,
            user=pbx.user,
            secret=pbx.secret,
            default_wrap_up_s=WRAP_UP_S,
            reconcile_s=poll_s,
        )
        self.adapter = AsteriskAdapter(options)
        self._told = asyncio.Event()
        self.state = State(goals=Goals())
        self.events: list[e.Event] = []
        self.bookings: list[b.CallOutcome] = []

    def sink(self, event: e.Event) -> None:
        """Take in what is told."""
        changes = Changes()
        reducer.apply(self.state, event, changes)
        self.events.append(event)
        self.bookings += changes.bookings
        self._told.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(30):
            while not condition():
                self._told.clear()
                with suppress(TimeoutError):  # what was doubted is told by no event
                    await asyncio.wait_for(self._told.wait(), 0.1)

    def does(self, agent_id: AgentId, activity: Activity) -> bool:
        """Whether an agent does that now."""
        agent = self.state.agents.get(agent_id)
        return agent is not None and agent.activity is activity

    def talking(self) -> list[AgentId]:
        """Who talks now."""
        return [agent.id for agent in self.state.agents.values() if agent.activity is Activity.TALKING]

    def booked(self) -> dict[str, int]:
        """How often each thing was counted."""
        names = [type(booking).__name__ for booking in self.bookings]
        return {name: names.count(name) for name in sorted(set(names))}


@asynccontextmanager
async def watched(pbx: Pbx, poll_s: float = 20.0) -> AsyncIterator[Watch]:
    """A PBX that is told of until the end of the block."""
    watch = Watch(pbx, poll_s)
    running = asyncio.ensure_future(watch.adapter.run(watch.sink))
    try:
        await watch.until(lambda: any(link.status is SourceStatus.UP for link in watch.state.sources.values()))
        yield watch
    finally:
        running.cancel()
        await asyncio.wait([running])
