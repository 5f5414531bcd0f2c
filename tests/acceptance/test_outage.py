"""The PBX restarts in mid-day, or its connection is cut: the board says so, recovers, and counts nothing twice."""

import asyncio
import re
from collections.abc import Callable

import pytest

from tests.acceptance.desk import REFUNDS, Desk, counts, desk_at
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.frame import FreshnessState
from wallboard.present.intents import move_to_agent

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]


async def answered_once(desk: Desk, agents: PhoneBank, callers: PhoneBank, number: str) -> None:
    """One caller of refunds who is answered and hangs up, as the board has seen it to the end."""
    already = desk.queue(REFUNDS).tally.answered
    caller = await callers.call("refunds", number)
    await agents.answered("1103")
    await caller.answered.wait()
    await desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == already + 1)
    caller.hang_up()
    await desk.agent("1103", lambda tile: tile.call_id is None and tile.state is not AgentState.TALKING)


@pytest.mark.parametrize("end", [Pbx.stop, Pbx.kill])
async def test_that_a_restart_of_the_pbx_is_told_and_costs_the_day_nothing(
    end: Callable[[Pbx], None], fresh_pbx: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    async with desk_at(fresh_pbx) as desk:
        await answered_once(desk, agents, callers, "+35150")
        given_up = await callers.call("refunds", "+35151")
        await desk.caller("+35151")
        given_up.hang_up()
        await desk.queue_with(REFUNDS, lambda queue: queue.tally.abandoned == 1)
        await callers.call("care", "+35152")
        row = await desk.caller("+35152")
        before = counts(desk.queue())
        assert before == {"offered": 3, "answered": 1, "abandoned": 1, "flowed_out": 0, "unobserved": 0}

        end(fresh_pbx)
        frame = await desk.shows(lambda frame: frame.freshness.state is FreshnessState.PBX_LOST)
        assert counts(desk.queue())["answered"] == 1
        target = next(tile for tile in frame.agents if tile.agent_id == "pbx:PJSIP/1001")
        assert move_to_agent(row, target, frame) is Reason.LINK_DOWN

        fresh_pbx.start()
        frame = await desk.shows(lambda frame: frame.freshness.is_live)
        assert frame.callers == ()
        assert counts(desk.queue()) == {**before, "unobserved": 1}
        assert {tile.state for tile in frame.agents} == {AgentState.READY}

        await answered_once(desk, agents, callers, "+35153")
        assert counts(desk.queue()) == {
            "offered": 4,
            "answered": 2,
            "abandoned": 1,
            "flowed_out": 0,
            "unobserved": 1,
        }


async def test_that_a_cut_connection_loses_neither_a_waiting_caller_nor_a_talk(
    pbx: Pbx, desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    talker = await callers.call("refunds", "+35154")
    await agents.answered("1103")
    await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING)
    waiter = await callers.call("refunds", "+35155")
    row = await desk.caller("+35155")
    before = counts(desk.queue())

    cut(pbx)
    await desk.shows(lambda frame: frame.freshness.state is FreshnessState.PBX_LOST)
    await desk.shows(lambda frame: frame.freshness.is_live)
    assert counts(desk.queue()) == before
    again = await desk.caller("+35155")
    assert again.since_ms == row.since_ms
    tile = await desk.agent("1103")
    assert (tile.state, tile.call_id is not None) == (AgentState.TALKING, True)

    talker.hang_up()
    await desk.agent("1103", lambda tile: tile.state is not AgentState.TALKING)
    waiter.hang_up()
    await desk.queue_with(REFUNDS, lambda queue: queue.tally.abandoned == 1)
    assert counts(desk.queue()) == {"offered": 2, "answered": 1, "abandoned": 1, "flowed_out": 0, "unobserved": 0}


async def test_that_what_ended_behind_a_cut_connection_is_ended_and_not_guessed(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    async with desk_at(pbx) as desk:
        waiter = await callers.call("refunds", "+35156")
        await desk.caller("+35156")
        cut(pbx)
        waiter.hang_up()
        await asyncio.gather(waiter.ended.wait(), desk.shows(lambda frame: not frame.freshness.is_live))
        frame = await desk.shows(lambda frame: frame.freshness.is_live)
        assert frame.callers == ()
        total = counts(desk.queue())
        # seen before the connection was gone, or not at all; never both
        assert (total["offered"], total["abandoned"] + total["unobserved"]) == (1, 1)


def cut(pbx: Pbx) -> None:
    """Let the PBX close the gateway's AMI session."""
    listed = pbx.cli("manager show connected")
    (session,) = re.findall(rf"^\s*{pbx.user}\s+\S+\s+\d+\s+\d+\s+(\d+)", listed, re.MULTILINE)
    pbx.cli(f"manager kick session {session}")
