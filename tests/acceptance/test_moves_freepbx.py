"""Moves on a PBX of FreePBX's shape, whose agents are Local channels: tones, keys, the way of its dialplan."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.acceptance.desk import Desk, desk_at, of_lab
from tests.acceptance.supervisor import CALLER, Clock, returned, target, to_agent, to_queue
from tests.lab.ami import Ami
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]

ANA, EVA, LI = 450, 350, 900
"""The tones, in Hz, of the agents at 1001, 1006 and 1008."""


@pytest.fixture
async def desk(freepbx: Pbx, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> AsyncIterator[Desk]:
    freepbx_agents.tones.update({"1001": ANA, "1006": EVA, "1008": LI})
    freepbx_callers.tones.update({f"+3514{i:02}": CALLER for i in range(10)})
    async with desk_at(freepbx, ring_s=5) as made:
        yield made


async def test_that_a_caller_whom_an_agent_rejects_overflows_when_its_dialplan_says(
    desk: Desk, freepbx_ami: Ami, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    await freepbx_callers.call("601", "+351400")
    await desk.caller("+351400")
    clock = Clock()
    command = await to_agent(desk, "+351400", "1001")
    (await freepbx_agents.rung("1001")).reject()
    assert (await returned(desk, command, "+351400")).queue_id == of_lab("601")
    await freepbx_ami.event("QueueCallerJoin", Queue="602", CallerIDNum="+351400")
    assert 11 <= clock.seconds <= 16
    await desk.caller("+351400", lambda row: row.queue_id == of_lab("602") and row.phase is CallPhase.WAITING)


async def test_that_a_caller_of_a_queue_that_empties_goes_where_its_own_dialplan_sends_it(
    freepbx: Pbx, desk: Desk, freepbx_ami: Ami, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    caller = await freepbx_callers.call("600", "+351401")
    await to_queue(desk, "+351401", "602")
    for extension in ("1006", "1007"):
        freepbx.cli(f"queue pause member Local/{extension}@from-queue/n queue 602")
    left = await freepbx_ami.event("UserEvent", UserEvent="Voicemail", CallerIDNum="+351401")
    for extension in ("1006", "1007"):
        freepbx.cli(f"queue unpause member Local/{extension}@from-queue/n queue 602")
    assert (left["Mailbox"], left["Status"]) == ("600", "LEAVEEMPTY")
    await caller.hears(CALLER)


async def test_that_a_closed_queue_sends_a_talking_caller_back_in_line(
    freepbx: Pbx, desk: Desk, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    _, agent = await with_eva(desk, freepbx_agents, freepbx_callers, "+351402")
    freepbx.cli("queue pause member Local/1005@from-queue/n queue 603")
    source = await desk.agent("1006", lambda tile: tile.call_id is not None)
    command = desk.give(move_to_queue(source, target(desk, "603"), desk.frame))
    await agent.ended.wait()
    back = await returned(desk, command, "+351402")
    freepbx.cli("queue unpause member Local/1005@from-queue/n queue 603")
    assert (back.queue_id, back.position) == (of_lab("602"), 1)


async def test_that_a_talk_changes_hands_and_the_new_agent_may_send_it_on_by_keys(
    desk: Desk, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    caller, first = await with_eva(desk, freepbx_agents, freepbx_callers, "+351403")
    source = await desk.agent("1006", lambda tile: tile.call_id is not None)
    tile = await desk.agent("1001", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(source, tile, desk.frame))
    ana = await freepbx_agents.answered("1001")
    assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
    await first.ended.wait()
    await caller.hears(ANA, but_not=(EVA,))
    await ana.hears(CALLER)
    await ana.press("##1008")
    await freepbx_agents.answered("1008")
    await caller.hears(LI, but_not=(ANA,))


async def test_that_a_caller_whom_an_agents_phone_sent_on_is_moved_from_the_colleague_and_comes_back_to_its_queue(
    desk: Desk, freepbx_ami: Ami, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    caller, agent = await with_eva(desk, freepbx_agents, freepbx_callers, "+351404")
    sending = asyncio.ensure_future(agent.transfer("1001"))
    ana = await freepbx_agents.answered("1001")
    await sending
    await caller.hears(ANA, but_not=(EVA,))
    source = await desk.agent("1001", lambda tile: tile.call_id is not None and tile.state is AgentState.TALKING)
    tile = await desk.agent("1003", lambda tile: tile.refusal is None)
    command = desk.give(move_to_agent(source, tile, desk.frame))
    (await freepbx_agents.rung("1003")).reject()
    await ana.ended.wait()
    assert (await returned(desk, command, "+351404")).queue_id == of_lab("602")
    await freepbx_agents.answered("1006")
    await caller.hears(EVA, but_not=(ANA,))


async def with_eva(
    desk: Desk, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, number: str
) -> tuple[Call, Call]:
    """A caller of 602 in talk with the agent at 1006: both phones."""
    caller = await freepbx_callers.call("602", number)
    agent = await freepbx_agents.answered("1006")
    await desk.agent("1006", lambda tile: tile.state is AgentState.TALKING)
    await caller.hears(EVA)
    return caller, agent
