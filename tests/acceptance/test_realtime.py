"""Queues in a database: who comes and goes by SQL is seen, and a hiccup of the database loses nothing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from tests.lab.fixtures import ROOT, Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain import bookings as b
from wallboard.domain import events as e
from wallboard.domain import reduce
from wallboard.domain.changes import Changes
from wallboard.domain.formulas import Goals
from wallboard.domain.ids import AgentId
from wallboard.domain.state import Activity, Availability, LinkStatus, State
from wallboard.pbx.asterisk.link import AsteriskAdapter, AsteriskOptions

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]

INGA, TOM = AgentId("PJSIP/1107"), AgentId("PJSIP/1108")
SELDOM_S = 300.0
"""No poll comes while a test lasts."""


def sql(script: str) -> None:
    """Change the database behind queue 660."""
    database = sqlite3.connect(ROOT / "var/lib/asterisk-freepbx/queues.sqlite3")
    with database:
        database.executescript(script)
    database.close()


class Watch:
    """What the adapter tells of a PBX, as a state and as bookings."""

    def __init__(self, pbx: Pbx, poll_s: float) -> None:
        options = AsteriskOptions(
            host=pbx.host, port=pbx.port, user=pbx.user, secret=pbx.secret, reconcile_s=poll_s
        )
        self.adapter = AsteriskAdapter(options)
        self._told = asyncio.Event()
        self.state = State(goals=Goals())
        self.events: list[e.Event] = []
        self.bookings: list[b.Booking] = []

    def sink(self, event: e.Event) -> None:
        """Take in what is told."""
        changes = Changes()
        reduce.apply(self.state, event, changes)
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

    def booked(self) -> dict[str, int]:
        """How often each thing was counted."""
        names = [type(booking).__name__ for booking in self.bookings]
        return {name: names.count(name) for name in sorted(set(names))}


@asynccontextmanager
async def watched(pbx: Pbx, poll_s: float) -> AsyncIterator[Watch]:
    """A PBX that is told of until the end of the block; nothing in its database is left as a test made it."""
    watch = Watch(pbx, poll_s)
    running = asyncio.ensure_future(watch.adapter.run(watch.sink))
    try:
        await watch.until(lambda: any(link.status is LinkStatus.UP for link in watch.state.links.values()))
        yield watch
    finally:
        running.cancel()
        await asyncio.wait([running])


@pytest.mark.parametrize("table", ["queue_members", "queues"])
async def test_that_a_hiccup_of_the_database_loses_no_caller_no_talk_and_no_member(
    freepbx: Pbx, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, table: str
) -> None:
    async with watched(freepbx, poll_s=3) as watch:
        talker = await freepbx_callers.call("660", "+35170")
        await freepbx_agents.answered("1107")
        await watch.until(lambda: watch.does(INGA, Activity.TALKING))
        waiter = await freepbx_callers.call("660", "+35171")
        await watch.until(lambda: len(watch.state.calls) == 2)
        signed_in_ms = watch.state.agents[INGA].availability_since_ms
        told = len(watch.events)

        sql(f"ALTER TABLE {table} RENAME TO away")
        try:
            # Asterisk gives a queue up when somebody wants to come into it and it is not to be found
            refused = await freepbx_callers.call("660", "+35173") if table == "queues" else None
            await watch.until(lambda: bool(watch.adapter.floor.doubted))
        finally:
            sql(f"ALTER TABLE away RENAME TO {table}")
        await watch.until(lambda: not watch.adapter.floor.doubted)
        if refused is not None:
            refused.hang_up()
        assert {type(event) for event in watch.events[told:]} <= {e.PositionChanged}
        inga = watch.state.agents[INGA]
        assert (inga.availability, inga.availability_since_ms) == (Availability.READY, signed_in_ms)

        waiter.hang_up()
        await watch.until(lambda: "Abandoned" in watch.booked())
        talker.hang_up()
        await watch.until(lambda: "Handled" in watch.booked())
        assert watch.booked() == {"Abandoned": 1, "Answered": 1, "Handled": 1, "Offered": 2}


async def test_that_a_member_who_comes_by_sql_is_known_by_the_first_ring_and_gone_with_a_list(
    freepbx: Pbx, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    row = "(2, '660', 'PJSIP/1108', 'Tom Becker', 'PJSIP/1108', 0, 0, '', 0, 'no')"
    sql(f"INSERT INTO queue_members VALUES {row}; UPDATE queue_members SET paused = 1 WHERE uniqueid = 1")
    try:
        sql("DELETE FROM queue_members WHERE uniqueid = 2")
        async with watched(freepbx, SELDOM_S) as watch:
            sql(f"INSERT INTO queue_members VALUES {row}")
            caller = await freepbx_callers.call("660", "+35172")
            await freepbx_agents.answered("1108")
            await watch.until(lambda: watch.booked().get("Answered") == 1)
            assert watch.state.agents[TOM].name == "Tom Becker"
            caller.hang_up()
            await watch.until(lambda: "Handled" in watch.booked())
        async with watched(freepbx, poll_s=2) as watch:
            assert watch.state.agents[TOM].availability is Availability.READY
            sql("DELETE FROM queue_members WHERE uniqueid = 2; UPDATE queue_members SET paused = 0")
            await watch.until(lambda: TOM not in watch.state.agents)
            await watch.until(lambda: watch.state.agents[INGA].availability is Availability.READY)
    finally:
        sql("DELETE FROM queue_members WHERE uniqueid = 2; UPDATE queue_members SET paused = 0")
