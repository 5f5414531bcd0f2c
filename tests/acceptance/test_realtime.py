"""Queues in a database: who comes and goes by SQL is seen, and a hiccup of the database loses nothing."""

import sqlite3

import pytest

from tests.acceptance.adapter import watched
from tests.lab.fixtures import ROOT, Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability
from wallboard.domain.ids import AgentId

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
            await watch.until(lambda: bool(watch.adapter.pbx_state.missing_since))
        finally:
            sql(f"ALTER TABLE away RENAME TO {table}")
        await watch.until(lambda: not watch.adapter.pbx_state.missing_since)
        if refused is not None:
            refused.hang_up()
        assert {type(event) for event in watch.events[told:]} <= {e.PositionsChanged, e.PriorityChanged}
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
