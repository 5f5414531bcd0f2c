"""Agents paused by a supervisor, plain and of FreePBX's shape, in members of the configuration and added ones."""

import asyncio
import json
from copy import copy
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.desk import Desk, desk_at
from tests.lab.ami import Ami
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import QueueId
from wallboard.present.frame import AgentRow
from wallboard.present.intents import judged, new_id

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

REASON = "Almoço, já volta"


def known(desk: Desk, queue: str | None) -> QueueId | None:
    """The board's id of a queue that the PBX calls so."""
    return next((one for one in desk.frame.centre.queues if one.rpartition(":")[2] == queue), None)


def pause(desk: Desk, who: AgentRow, queue: str | None = None) -> PauseAgent | Reason:
    queue_id = known(desk, queue)
    command = PauseAgent(id=new_id(), agent_id=who.agent_id, queue_id=queue_id, reason=REASON)
    return judged(command, desk.frame)


def unpause(desk: Desk, who: AgentRow, queue: str | None = None) -> UnpauseAgent | Reason:
    return judged(UnpauseAgent(id=new_id(), agent_id=who.agent_id, queue_id=known(desk, queue)), desk.frame)


async def happening(desk: Desk, ami: Ami, interface: str, queues: tuple[str, str], added: str) -> None:
    """Pause in all queues, one of which was joined a moment ago; unpause in one; then in the rest."""
    await ami.action("QueueAdd", Queue=added, Interface=interface)
    try:
        who = await desk.agent("1003", lambda row: row.state is AgentState.READY and len(row.queues) > len(queues))
        assert (await desk.does(pause(desk, who))).outcome is Outcome.CONFIRMED
        for queue in (*queues, added):
            heard = await ami.event("QueueMemberPause", Queue=queue, Interface=interface)
            assert (heard["Paused"], heard["PausedReason"]) == ("1", REASON)
        row = await desk.agent("1003", lambda row: row.state is AgentState.PAUSED)
        assert row.pause_reason == REASON
        assert pause(desk, who) is Reason.AGENT_PAUSED

        assert (await desk.does(unpause(desk, who, queues[0]))).outcome is Outcome.CONFIRMED
        row = await desk.agent("1003", lambda row: row.state is AgentState.READY)
        assert len(row.paused_in) == len(queues)
        assert unpause(desk, who, queues[0]) is Reason.AGENT_NOT_PAUSED
        assert (await desk.does(unpause(desk, who))).outcome is Outcome.CONFIRMED
        await desk.agent("1003", lambda row: not row.paused_in)

        assert (await desk.does(pause(desk, who, queues[1]))).outcome is Outcome.CONFIRMED
        await desk.agent("1003", lambda row: len(row.paused_in) == 1)
        assert (await desk.does(unpause(desk, who, queues[1]))).outcome is Outcome.CONFIRMED
    finally:
        await ami.action("QueuePause", Interface=interface, Paused="false")
        await ami.action("QueueRemove", Queue=added, Interface=interface)


def written(folder: Path) -> list[dict[str, Any]]:
    """The ledger's lines."""
    return [json.loads(line) for path in folder.glob("commands-*.jsonl") for line in path.read_text().splitlines()]


async def test_that_an_agent_is_paused_in_all_queues_and_in_one_and_back(
    pbx: Pbx, freepbx: Pbx, ami: Ami, freepbx_ami: Ami, tmp_path: Path
) -> None:
    async with desk_at(pbx, history=tmp_path) as plain, desk_at(freepbx) as shaped:
        await asyncio.gather(
            happening(plain, ami, "PJSIP/1003", ("support", "sales"), "care"),
            happening(shaped, freepbx_ami, "Local/1003@from-queue/n", ("600", "601"), "602"),
        )
    of_pauses = [line for line in written(tmp_path) if line["type"] == "pause_agent"]
    assert [line.get("outcome") for line in of_pauses] == [None, "confirmed"] * 2
    assert {(line["who"], line["reason"]) for line in of_pauses if "outcome" not in line} == {("Dana", REASON)}


async def test_that_an_agent_in_a_call_is_paused_and_the_call_goes_on(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    call = await callers.call("t-refunds", "+351933")
    agent = await agents.answered("1103")
    who = await desk.agent("1103", lambda row: row.state is AgentState.TALKING)
    try:
        assert (await desk.does(pause(desk, who))).outcome is Outcome.CONFIRMED
        row = await desk.agent("1103", lambda row: row.pause_pending)
        assert row.state is AgentState.TALKING
        call.hang_up()
        await desk.agent("1103", lambda row: row.state is AgentState.PAUSED)
    finally:
        await desk.does(unpause(desk, who))
        agent.hang_up()


async def test_that_a_user_without_the_right_is_refused_by_that_name(pbx: Pbx) -> None:
    lacking = copy(pbx)
    lacking.user = "single"
    async with desk_at(lacking) as desk:
        who = await desk.agent("1003", lambda row: row.state is AgentState.READY)
        refused = await desk.does(pause(desk, who))
        assert (refused.outcome, refused.reason) == (Outcome.REFUSED, Reason.PBX_RIGHT)
