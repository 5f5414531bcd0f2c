"""The gateway is restarted in mid-day, as an upgrade does: the board goes on, and the callers' own count agrees."""

import json
from pathlib import Path

import pytest

from tests.acceptance.desk import CARE, REFUNDS, Desk, counts, desk_at
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.catalogue import FigureId
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]


async def test_that_a_restart_of_the_gateway_costs_the_day_nothing(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank, tmp_path: Path
) -> None:
    async with desk_at(pbx, history=tmp_path) as desk:
        talker = await callers.call("refunds", "+35160")
        await agents.answered("1103")
        await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING)
        given_up = await callers.call("refunds", "+35161")
        await desk.caller("+35161")
        given_up.hang_up()
        await desk.queue_with(REFUNDS, lambda queue: queue.tally.abandoned == 1)
        stays, goes = await callers.call("refunds", "+35162"), await callers.call("care", "+35163")
        row = await desk.caller("+35162")
        await desk.caller("+35163")
        moved = await desk.does(move_to_queue(row, desk.queue(CARE), desk.frame))
        assert moved.outcome is Outcome.CONFIRMED
        row = await desk.caller("+35162", lambda row: row.queue_id == CARE)
        before = counts(desk.queue())
        assert before == {"offered": 4, "answered": 1, "abandoned": 1, "flowed_out": 0, "unobserved": 0}

    goes.hang_up()
    await goes.ended.wait()
    await callers.call("care", "+35164")

    async with desk_at(pbx, history=tmp_path) as desk:
        again = await desk.caller("+35162")
        assert (again.queue_id, again.since_ms) == (CARE, row.since_ms)
        await desk.caller("+35164")
        # one came meanwhile, and one went unseen: whether by giving up nobody knows
        assert counts(desk.queue()) == {**before, "offered": 5, "unobserved": 1}
        tile = await desk.agent("1103")
        assert (tile.state, tile.call_id is not None) == (AgentState.TALKING, True)
        talker.hang_up()
        await desk.agent("1103", lambda tile: tile.state is not AgentState.TALKING)
        stays.hang_up()
        await desk.queue_with(CARE, lambda queue: queue.tally.abandoned == 1)
        assert counts(desk.queue()) == {**before, "offered": 5, "abandoned": 2, "unobserved": 1}
    assert outcomes(tmp_path) == [None, "confirmed"]


async def test_that_whom_a_move_took_to_an_agent_is_there_after_a_restart_too(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank, tmp_path: Path
) -> None:
    async with desk_at(pbx, history=tmp_path) as desk:
        talker = await moved(desk, callers, "+35165", "1001")
        await agents.answered("1001")
        await desk.agent("1001", lambda tile: tile.state is AgentState.TALKING)
        taken = await moved(desk, callers, "+35166", "1101")
        rung = await agents.rung("1101")
        await desk.caller("+35166", lambda row: row.phase is CallPhase.MOVING)

    async with desk_at(pbx, history=tmp_path) as desk:
        tile = await desk.agent("1001", lambda tile: tile.state is AgentState.TALKING)
        assert tile.call_id is not None
        await desk.caller("+35166", lambda row: row.phase is CallPhase.MOVING)
        rung.answer()
        await desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == 2)
        for caller in (talker, taken):
            caller.hang_up()
        await desk.queue_with(REFUNDS, lambda queue: queue.value(FigureId.AHT) is not None)
        assert counts(desk.queue()) == {
            "offered": 2,
            "answered": 2,
            "abandoned": 0,
            "flowed_out": 0,
            "unobserved": 0,
        }


async def moved(desk: Desk, callers: PhoneBank, number: str, extension: str) -> Call:
    """A caller of refunds whom a supervisor sends to an agent."""
    caller = await callers.call("refunds", number)
    row = await desk.caller(number)
    target = await desk.agent(extension, lambda tile: tile.refusal is None)
    desk.give(move_to_agent(row, target, desk.frame))
    return caller


def outcomes(history: Path) -> list[str | None]:
    """What the ledger says of each command: nothing when it was asked for, and then how it ended."""
    lines = [line for path in history.glob("commands-*.jsonl") for line in path.read_text().splitlines()]
    return [json.loads(line).get("outcome") for line in lines]
