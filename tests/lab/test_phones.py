"""What agents' phones can do at a PBX of FreePBX's shape, each proved by who hears whom or by who rings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.lab.ami import Ami
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

CALLER, AGENT, COLLEAGUE, TOWN = 600, 400, 900, 1300
NUMBER = "+35101"

FORMS = {"610": "1101", "630": "1103", "655": "1106", "660": "1107"}
"""Queues of one agent each, and the agent's phone; the acceptance tests have the other forms of a member."""


@pytest.fixture(autouse=True)
def _tones(freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> None:
    freepbx_agents.tones.update(dict.fromkeys(FORMS.values(), AGENT) | {"1102": AGENT, "1108": COLLEAGUE})
    freepbx_callers.tones.update({NUMBER: CALLER, "+3519000": TOWN})


@asynccontextmanager
async def talk(agents: PhoneBank, callers: PhoneBank, queue: str = "630") -> AsyncIterator[tuple[Call, Call]]:
    """A caller and the agent of a queue, who hear each other."""
    caller = await callers.call(queue, NUMBER)
    agent = await agents.answered(FORMS[queue])
    await caller.hears(AGENT)
    await agent.hears(CALLER)
    yield caller, agent
    caller.hang_up()


async def do(agents: PhoneBank, extension: str, code: str) -> None:
    """Dial a feature code and wait until the PBX has heard it out."""
    call = await agents.call(code, extension)
    await call.ended.wait()
    assert call.answered.is_set(), f"{code}: {call.cause}"


@pytest.mark.parametrize("queue", ["655", "660"])
async def test_that_members_without_a_state_and_of_a_database_talk_with_callers(
    queue: str, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    async with talk(freepbx_agents, freepbx_callers, queue):
        pass


async def test_that_both_systems_run_side_by_side(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    await callers.call("refunds", NUMBER)
    await freepbx_callers.call("630", NUMBER)
    await asyncio.gather(agents.answered("1103"), freepbx_agents.answered("1103"))


async def test_that_hold_is_heard_and_resume_too(freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> None:
    async with talk(freepbx_agents, freepbx_callers, "610") as (caller, agent):
        await agent.hold()
        await caller.hears(but_not=(AGENT,))
        await agent.resume()
        await caller.hears(AGENT)
        await agent.hears(CALLER)


async def test_that_a_blind_transfer_takes_the_caller_to_a_colleague(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    async with talk(freepbx_agents, freepbx_callers, "610") as (caller, agent):
        transfer = asyncio.ensure_future(agent.transfer("1108"))
        colleague = await freepbx_agents.answered("1108")
        assert await transfer == 200
        await agent.ended.wait()
        await caller.hears(COLLEAGUE)
        await colleague.hears(CALLER)


async def test_that_an_attended_transfer_joins_caller_and_colleague(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    async with talk(freepbx_agents, freepbx_callers, "610") as (caller, agent):
        await agent.hold()
        consultation = await freepbx_agents.call("1108", "1101")
        colleague = await freepbx_agents.answered("1108")
        await colleague.hears(AGENT)
        assert await agent.transfer("1108", consultation) == 200
        await asyncio.gather(agent.ended.wait(), consultation.ended.wait())
        await caller.hears(COLLEAGUE)
        await colleague.hears(CALLER, but_not=(AGENT,))


async def test_that_keys_transfer_the_caller(freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> None:
    async with talk(freepbx_agents, freepbx_callers) as (caller, agent):
        await agent.press("##1108")
        await freepbx_agents.answered("1108")
        await agent.ended.wait()
        await caller.hears(COLLEAGUE)


async def test_that_a_phone_forwards_its_call(freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> None:
    caller = await freepbx_callers.call("1101", NUMBER)
    (await freepbx_agents.rung("1101")).redirect("1108")
    await freepbx_agents.answered("1108")
    await caller.hears(COLLEAGUE)


async def test_that_a_call_to_the_town_has_sound_before_its_answer(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    call = await freepbx_agents.call("9+3519000", "1101")
    town = await freepbx_callers.rung("+3519000")
    assert town.caller == "1101"
    town.progress()
    await call.hears(TOWN)
    assert not call.answered.is_set()
    town.answer()
    await call.answered.wait()
    await town.hears(AGENT)


async def test_that_a_phone_is_found_by_its_registration_and_missed_when_unplugged(
    freepbx: Pbx, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, freepbx_ami: Ami
) -> None:
    await freepbx_agents.register("1111")
    await freepbx_ami.event("ContactStatus", AOR="1111", ContactStatus="Reachable")
    caller = await freepbx_callers.call("1111", NUMBER)
    rung = await freepbx_agents.rung("1111")
    caller.hang_up()
    await rung.ended.wait()
    freepbx_agents.unplugged.add("1111")
    await freepbx_ami.event("ContactStatus", AOR="1111", ContactStatus="Unreachable")
    await freepbx_agents.register("1111", expires_s=0)
    await freepbx_ami.event("ContactStatus", AOR="1111", ContactStatus="Removed")


async def test_that_a_parked_caller_waits_in_a_slot_until_somebody_dials_it(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, freepbx_ami: Ami
) -> None:
    async with talk(freepbx_agents, freepbx_callers, "610") as (caller, agent):
        parking = asyncio.ensure_future(agent.transfer("70"))
        parked = await freepbx_ami.event("ParkedCall")
        assert await parking == 200
        await freepbx_agents.call(parked["ParkingSpace"], "1108")
        await caller.hears(COLLEAGUE)


async def test_that_a_colleague_picks_up_a_ringing_call(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    caller = await freepbx_callers.call("610", NUMBER)
    rung = await freepbx_agents.rung("1101")
    await freepbx_agents.call("*8", "1108")
    await rung.ended.wait()
    await caller.hears(COLLEAGUE)
    caller.hang_up()


async def test_that_do_not_disturb_keeps_calls_away(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, freepbx: Pbx
) -> None:
    await do(freepbx_agents, "1101", "*78")
    try:
        assert "(Busy)" in plain(freepbx.cli("queue show 610"))
        refused = await freepbx_callers.call("1101", NUMBER)
        await refused.ended.wait()
        assert refused.cause.startswith("486")
    finally:
        await do(freepbx_agents, "1101", "*79")
    assert "(Not in use)" in plain(freepbx.cli("queue show 610"))


async def test_that_calls_are_forwarded_by_a_feature_code(
    freepbx_agents: PhoneBank, freepbx_callers: PhoneBank
) -> None:
    await do(freepbx_agents, "1101", "*729+3519000")
    try:
        caller = await freepbx_callers.call("610", NUMBER)
        await freepbx_callers.answered("+3519000")
        await caller.hears(TOWN)
        caller.hang_up()
    finally:
        await do(freepbx_agents, "1101", "*73")


async def test_that_an_agent_pauses_in_one_queue_and_in_all_and_logs_in_and_out(
    freepbx: Pbx, freepbx_agents: PhoneBank
) -> None:
    def maria(queue: str) -> str:
        members = plain(freepbx.cli(f"queue show {queue}")).splitlines()
        return next((line for line in members if "Local/1003@" in line), "")

    await do(freepbx_agents, "1003", "*46600")
    assert "(paused" in maria("600")
    assert "(paused" not in maria("601")
    await do(freepbx_agents, "1003", "*46")
    assert "(paused" in maria("601")
    await do(freepbx_agents, "1003", "*46")
    assert "(paused" not in maria("600") + maria("601")
    await do(freepbx_agents, "1003", "*45603")
    assert "hint:1003@ext-local" in maria("603")
    await do(freepbx_agents, "1003", "*45603")
    assert maria("603") == ""


async def test_that_three_meet_in_a_conference(freepbx_agents: PhoneBank, freepbx_callers: PhoneBank) -> None:
    async with talk(freepbx_agents, freepbx_callers, "610") as (caller, agent):
        transfer = asyncio.ensure_future(agent.transfer("800"))
        other = await freepbx_agents.call("800", "1108")
        third = await freepbx_agents.call("800", "1102")
        await caller.hears(COLLEAGUE, AGENT)
        await third.hears(CALLER, COLLEAGUE)
        await transfer
        other.hang_up()


async def test_that_a_queue_nobody_is_in_puts_its_caller_through_to_voicemail(
    freepbx_callers: PhoneBank, freepbx_ami: Ami
) -> None:
    caller = await freepbx_callers.call("606", NUMBER)
    await freepbx_ami.event("QueueCallerJoin", Queue="606")
    caller.hang_up()
    pause = {"Interface": "Local/1005@from-queue/n", "Queue": "603"}
    await freepbx_ami.action("QueuePause", Paused="true", **pause)
    try:
        turned_away = await freepbx_callers.call("603", NUMBER)
        await freepbx_ami.event("UserEvent", UserEvent="Voicemail", Mailbox="603", Status="JOINEMPTY")
        await turned_away.hears(CALLER)
        turned_away.hang_up()
    finally:
        await freepbx_ami.action("QueuePause", Paused="false", **pause)


def plain(coloured: str) -> str:
    """What Asterisk's command line answers, without its colours."""
    return "".join(part.partition("m")[2] if part[:1] == "[" else part for part in coloured.split("\x1b"))
