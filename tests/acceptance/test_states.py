"""What an agent does at the phone is on the board within a second, at both systems and for all forms of members."""

import asyncio

import pytest

from tests.acceptance.desk import of_lab
from tests.acceptance.labs import (
    AGENT,
    CALLER,
    DEVICE,
    HELPER,
    HINT,
    LAB,
    PLAIN,
    SHORT_DEVICE,
    SHORT_HINT,
    TOWN,
    Lab,
    Place,
    everywhere,
)
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

Labs = dict[str, Lab]


async def test_that_a_queues_call_is_seen_from_its_ring_to_the_end_of_wrap_up(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller = await at.calls()
        rung = await at.lab.agents.rung(at.seat.extension)
        await at.becomes("ringing")
        rung.answer()
        await at.becomes(at.talking)
        await caller.hears(AGENT)
        caller.hang_up()
        await at.becomes("wrap_up")
        await at.becomes_ready()
        row = await at.lab.desk.queue_with(at.seat.queue, lambda row: row.value(FigureId.AHT) is not None)
        assert (row.tally.offered, row.tally.answered, row.tally.abandoned) == (1, 1, 0)
        assert row.value(FigureId.AHT) == pytest.approx(1.3 + 2.0, abs=1.0)

    await everywhere(labs, happening)


async def test_that_hold_is_seen_and_its_end_too(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        _, agent = await at.talks()
        await agent.hold()
        await at.becomes(at.holding)
        await agent.resume()
        await at.becomes(at.talking)
        await agent.hold()
        await at.becomes(at.holding, keeps_s=0)
        agent.hang_up()
        await at.becomes("wrap_up")

    await everywhere(labs, happening)


async def test_that_a_call_of_the_agents_own_is_outbound_at_once_and_can_be_held(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        at.lab.callers.tones[at.caller] = TOWN
        call = await at.dials(f"9{at.caller}")
        town = await at.lab.callers.rung(at.caller)
        await at.becomes("talking outbound")
        town.answer()
        await call.hears(TOWN)
        await at.becomes("talking outbound")
        await call.hold()
        await at.becomes("hold outbound")
        await call.resume()
        await at.becomes("talking outbound")
        call.hang_up()
        await at.becomes("idle")

    await everywhere(labs, happening)


async def test_that_a_call_between_colleagues_is_internal(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        call = await at.dials(at.seat.mate[0])
        mate = await at.lab.agents.rung(at.seat.mate[0])
        await at.becomes("talking internal", keeps_s=0)
        await at.becomes("ringing", of=at.seat.mate[1])
        mate.answer()
        await call.hears(1300)
        await at.becomes("talking internal", of=at.seat.mate[1])
        await at.becomes("talking internal")
        mate.hang_up()
        await at.becomes("idle", of=at.seat.mate[1], keeps_s=0)
        await at.becomes("idle")

    await everywhere(labs, happening)


async def test_that_a_direct_call_is_inbound_and_can_be_held(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller = await at.calls(at.seat.extension)
        rung = await at.lab.agents.rung(at.seat.extension)
        await at.becomes("ringing")
        rung.answer()
        await caller.hears(AGENT)
        await at.becomes("talking inbound")
        await rung.hold()
        await at.becomes("hold inbound")
        await rung.resume()
        await at.becomes("talking inbound")
        caller.hang_up()
        await at.becomes("idle")

    await everywhere(labs, happening)


async def test_that_do_not_disturb_is_neither_ready_nor_a_call(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        await (await at.dials("*78")).ended.wait()
        try:
            await at.becomes("idle do_not_disturb")
        finally:
            await (await at.dials("*79")).ended.wait()
        await at.becomes("idle")

    await everywhere(labs, happening, [HINT, SHORT_HINT])


async def test_that_who_pauses_in_one_of_two_queues_is_paused_in_that_one_alone(labs: Labs) -> None:
    where = {"plain": ("PJSIP/1003", "support", "sales"), "freepbx": ("Local/1003@from-queue/n", "600", "601")}

    async def happening(at: Place) -> None:
        interface, first, second = where[at.lab.pbx.system]
        pause = {"Interface": interface, "Queue": first}

        def ready() -> list[int]:
            now = at.lab.watch.store.queue_now
            return [now[queue].agents.get(AgentState.READY, 0) for queue in (of_lab(first), of_lab(second), ALL)]

        before = ready()
        await at.lab.ami.action("QueuePause", Paused="true", **pause)
        try:
            async with asyncio.timeout(1):
                while ready() != [before[0] - 1, *before[1:]]:
                    await at.lab.watch.news()
            queue_now = at.lab.watch.store.queue_now[of_lab(first)]
            assert queue_now.agents.get(AgentState.PAUSED) == 1
        finally:
            await at.lab.ami.action("QueuePause", Paused="false", **pause)
        async with asyncio.timeout(1):
            while ready() != before:
                await at.lab.watch.news()

    await everywhere(labs, happening, [HINT, LAB])


async def test_that_a_call_begun_in_wrap_up_is_seen_and_ends_it(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, _ = await at.talks()
        caller.hang_up()
        await at.becomes("wrap_up", keeps_s=0)
        call = await at.dials(f"9{at.caller}0")
        town = await at.lab.callers.rung(f"{at.caller}0")
        await at.becomes("talking outbound", keeps_s=0)
        town.answer()
        await at.becomes("talking outbound", keeps_s=2.2)
        call.hang_up()
        await at.becomes("idle")

    await everywhere(labs, happening)


async def test_that_a_second_call_leaves_the_first_its_own(labs: Labs) -> None:
    """On hold for a direct call, and talking on with that one when the queue's caller is gone."""

    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        second = await at.lab.callers.call(at.seat.extension, f"{at.caller}0")
        rung = await at.lab.agents.rung(at.seat.extension)
        await at.becomes(at.talking)
        await agent.hold()
        rung.answer()
        await second.answered.wait()
        await at.becomes(at.holding, at.talking)
        await rung.hold()
        await agent.resume()
        await caller.hears(AGENT)
        await at.becomes(at.talking)
        caller.hang_up()
        await at.becomes("talking inbound", "hold inbound")
        await rung.resume()
        await at.becomes("talking inbound")
        second.hang_up()
        await at.becomes("idle", "wrap_up")

    await everywhere(labs, happening)


async def test_that_an_agent_of_the_pool_talks_only_with_callers(labs: Labs) -> None:
    lab = labs["freepbx"]
    lab.agents.tones["1011"] = AGENT
    name = "Olga Pool"
    at = Place(lab, HINT, "+35181011")
    assert lab.watch.now(name).startswith("idle")
    lab.ami.events.clear()
    line = await lab.agents.call("*47", "1011")
    await lab.ami.event("QueueMemberStatus", Queue="604", Status="1")  # Asterisk's own five seconds later
    await at.becomes("idle", of=name)
    caller = await at.calls("604")
    await caller.hears(AGENT)
    await at.becomes(at.talking, of=name)
    await line.hears(CALLER)
    caller.hang_up()
    await at.becomes("wrap_up", of=name, keeps_s=0)
    await at.becomes_ready(of=name)
    line.hang_up()
    async with asyncio.timeout(1):
        while lab.watch.now(name) == "idle":
            await lab.watch.news()


async def test_that_a_call_forwarded_to_a_mobile_is_the_agents(labs: Labs) -> None:
    """By a feature code, so that the agent's own device knows of no call."""

    async def happening(at: Place) -> None:
        mobile = f"{at.caller}7"
        at.lab.callers.tones[mobile] = TOWN
        await (await at.dials(f"*729{mobile}")).ended.wait()
        try:
            caller = await at.calls()
            await at.lab.callers.answered(mobile)
            await caller.hears(TOWN)
            await at.becomes(at.talking, keeps_s=2.5)
            caller.hang_up()
            await at.becomes("wrap_up")
        finally:
            await (await at.dials("*73")).ended.wait()

    await everywhere(labs, happening, [HINT, DEVICE, SHORT_HINT, SHORT_DEVICE])


async def test_that_a_call_that_the_phone_redirects_is_the_agents(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller = await at.calls()
        (await at.lab.agents.rung(at.seat.extension)).redirect(at.seat.helper)
        await at.helper()
        await caller.hears(HELPER)
        await at.becomes(at.talking, keeps_s=2.5)
        caller.hang_up()
        await at.becomes("wrap_up")

    await everywhere(labs, happening, [HINT, DEVICE, PLAIN])


async def test_that_an_unplugged_phone_is_unreachable(labs: Labs) -> None:
    """Known by its contact alone behind a hint that Custom:DND keeps busy or free."""
    lab = labs["freepbx"]
    names = {"1111": "Pedro Nunes", "1112": "Vilma Ozola"}
    for extension, name in names.items():
        assert lab.watch.now(name) == "idle unreachable"
        await lab.agents.register(extension)
    at = Place(lab, HINT, "")
    lab.pbx.cli("devstate change Custom:DND1111 NOT_INUSE")
    for name in names.values():
        await at.becomes("idle", of=name, keeps_s=0)
    lab.agents.unplugged.update(names)
    for extension in names:
        await lab.ami.event("ContactStatus", AOR=extension, ContactStatus="Unreachable")
    try:
        for name in names.values():
            await at.becomes("idle unreachable", of=name, keeps_s=0)
    finally:
        for extension in names:
            await lab.agents.register(extension, expires_s=0)


async def test_that_a_group_rings_and_one_of_it_talks(labs: Labs) -> None:
    lab = labs["freepbx"]
    at = Place(lab, HINT, "+35180500")
    caller = await at.calls("500")
    rung, _ = await asyncio.gather(lab.agents.rung("1001"), lab.agents.rung("1002"))
    await asyncio.gather(at.becomes("ringing", of="Ana Souza"), at.becomes("ringing", of="Jonas Kazlauskas"))
    rung.answer()
    await asyncio.gather(at.becomes("talking inbound", of="Ana Souza"), at.becomes("idle", of="Jonas Kazlauskas"))
    caller.hang_up()
    await at.becomes("idle", of="Ana Souza")
