"""Callers whom agents hand on by phone: who has them is on the board within a second, and each is counted once."""

import asyncio

import pytest

from tests.acceptance.desk import counts, of_lab
from tests.acceptance.labs import (
    AGENT,
    CALLER,
    DEVICE,
    HELPER,
    HINT,
    LAB,
    MATE,
    PLAIN,
    SHORT_DEVICE,
    SHORT_HINT,
    TOWN,
    Lab,
    Place,
    everywhere,
)
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import QueueId
from wallboard.present.frame import CallerRow

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

Labs = dict[str, Lab]
ONCE = {"offered": 1, "answered": 1, "abandoned": 0, "flowed_out": 0, "unobserved": 0}
QUEUES = {"plain": "care", "freepbx": "602"}
"""Where callers are sent on to: what agents dial is the board's name of it, too."""


async def handed_on(at: Place, talk_s: float) -> None:
    """The agent's part is over, and booked with its own length and the wrap-up's two seconds."""
    await at.becomes("wrap_up", keeps_s=0.5)
    row = await at.lab.desk.queue_with(QueueId(at.seat.queue), lambda row: row.value(FigureId.AHT) is not None)
    assert counts(row) == ONCE
    assert row.value(FigureId.AHT) == pytest.approx(talk_s + 2.0, abs=0.7)


def waiting(at: Place) -> list[CallerRow]:
    """The rows of this place's caller."""
    return [row for row in at.lab.desk.frame.callers if row.number == at.caller]


async def waits_once(at: Place, queue: str) -> CallerRow:
    """Within a second the caller waits in a queue, and is nowhere else a second later."""
    async with asyncio.timeout(1):
        row = await at.lab.desk.caller(at.caller, lambda row: row.queue_id == of_lab(queue))
    await asyncio.sleep(1.2)
    assert [row.queue_id for row in waiting(at)] == [of_lab(queue)]
    return row


@pytest.mark.parametrize("target", ["colleague", "town", "conference"])
async def test_that_a_blind_transfer_ends_the_agents_part(target: str, labs: Labs) -> None:
    async def happening(at: Place) -> None:
        town = f"{at.caller}7"
        at.lab.callers.tones[town] = TOWN
        number = {"colleague": at.seat.helper, "town": f"9{town}", "conference": "800"}[target]
        caller, agent = await at.talks()
        if target == "conference":
            await at.lab.agents.call(number, at.seat.helper)
        transfer = asyncio.ensure_future(agent.transfer(number))
        match target:
            case "colleague":
                await at.helper()
                await caller.hears(HELPER, but_not=(AGENT,))
            case "town":
                await at.lab.callers.answered(town)
                await caller.hears(TOWN, but_not=(AGENT,))
            case "conference":
                await caller.hears(HELPER, but_not=(AGENT,))
        await transfer
        await handed_on(at, 0.5)
        assert waiting(at) == []
        caller.hang_up()
        await at.becomes_ready()

    await everywhere(labs, happening)


async def test_that_a_blind_transfer_brings_the_caller_to_the_other_agent(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        transfer = asyncio.ensure_future(agent.transfer(at.seat.mate[0]))
        rung = await at.lab.agents.rung(at.seat.mate[0])
        await at.becomes("ringing", of=at.seat.mate[1])
        rung.answer()
        await caller.hears(MATE, but_not=(AGENT,))
        await transfer
        await at.becomes("wrap_up", keeps_s=0)
        await at.becomes(*at.with_caller, of=at.seat.mate[1])
        caller.hang_up()
        await at.becomes("idle", "wrap_up", of=at.seat.mate[1])

    await everywhere(labs, happening)


async def test_that_a_blind_transfer_to_a_queue_has_the_caller_wait_there_and_nowhere_else(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        await agent.transfer(QUEUES[at.seat.system], until_answer=False)
        await at.becomes("wrap_up", keeps_s=0)
        await waits_once(at, QUEUES[at.seat.system])
        caller.hang_up()
        async with asyncio.timeout(1):
            while waiting(at):
                await at.lab.watch.news()
        assert counts(at.lab.desk.queue(QueueId(at.seat.queue))) == ONCE

    await everywhere(labs, happening)


async def test_that_an_attended_transfer_is_hold_until_it_is_done(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        await agent.hold()
        consultation = await at.dials(at.seat.helper)
        await (await at.helper()).hears(AGENT)
        await at.becomes(at.holding)
        await agent.transfer(at.seat.helper, consultation)
        await caller.hears(HELPER, but_not=(AGENT,))
        await handed_on(at, 2.0)
        caller.hang_up()

    await everywhere(labs, happening)


async def test_that_an_attended_transfer_brings_the_caller_to_the_other_agent(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        await agent.hold()
        consultation = await at.dials(at.seat.mate[0])
        mate = await at.mate()
        await mate.hears(AGENT)
        await at.becomes("talking internal", of=at.seat.mate[1], keeps_s=0)
        await agent.transfer(at.seat.mate[0], consultation)
        await caller.hears(MATE, but_not=(AGENT,))
        await at.becomes("wrap_up", keeps_s=0)
        await at.becomes(*at.with_caller, of=at.seat.mate[1])
        caller.hang_up()
        await at.becomes("idle", "wrap_up", of=at.seat.mate[1], keeps_s=0)

    await everywhere(labs, happening)


async def test_that_an_attended_transfer_to_a_queue_gives_the_caller_its_place(
    labs: Labs,
) -> None:
    async def happening(at: Place) -> None:
        queue = QUEUES[at.seat.system]
        _, agent = await at.talks()
        await agent.hold()
        consultation = await at.dials(queue)
        before = await at.lab.desk.caller(at.seat.extension, lambda row: row.queue_id == of_lab(queue))
        await agent.transfer(queue, consultation)
        await at.becomes("wrap_up", keeps_s=0)
        row = await waits_once(at, queue)
        assert row.since_ms == before.since_ms
        assert all(row.number != at.seat.extension for row in at.lab.desk.frame.callers)
        assert at.lab.desk.queue().tally.abandoned == 0

    await everywhere(labs, happening, [HINT, DEVICE, PLAIN, SHORT_DEVICE, SHORT_HINT])


async def test_that_keys_transfer_as_the_phone_does(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        await agent.press(f"##{at.seat.helper}")
        await at.helper()
        await caller.hears(HELPER, but_not=(AGENT,))
        await handed_on(at, 1.5)
        caller.hang_up()

    await everywhere(labs, happening)


async def test_that_a_consultation_by_keys_keeps_the_call_and_gives_it_back(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        await agent.press(f"*2{at.seat.helper}")
        helper = await at.helper()
        await agent.hears(HELPER, but_not=(CALLER,))
        await at.becomes(at.holding, at.talking, keeps_s=2.5)
        helper.hang_up()
        await caller.hears(AGENT)
        await at.becomes(at.talking)
        await agent.press(f"*2{at.seat.helper}")
        await at.helper()
        await agent.hears(HELPER, but_not=(CALLER,))
        agent.hang_up()
        await at.becomes("wrap_up", keeps_s=0.5)
        await caller.hears(HELPER)
        row = at.lab.desk.queue(QueueId(at.seat.queue))
        assert counts(row) == ONCE
        caller.hang_up()

    await everywhere(labs, happening)


async def test_that_a_call_picked_up_is_with_who_picked_it_up(labs: Labs) -> None:
    """One place after the other: *8 takes any call that rings on the floor."""

    async def happening(at: Place) -> None:
        caller = await at.calls()
        rung = await at.lab.agents.rung(at.seat.extension)
        await at.becomes("ringing", keeps_s=0)
        await at.lab.agents.call("*8", at.seat.mate[0])
        await rung.ended.wait()
        await caller.hears(MATE)
        await at.becomes("idle", "wrap_up", keeps_s=0)
        await at.becomes(at.talking, of=at.seat.mate[1])
        await at.becomes("idle", "wrap_up", keeps_s=0)
        caller.hang_up()
        await at.becomes("idle", "wrap_up", of=at.seat.mate[1], keeps_s=0)

    for seat in (HINT, PLAIN, LAB):
        await everywhere(labs, happening, [seat])


async def test_that_a_call_picked_up_by_who_is_no_agent_is_no_agents(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller = await at.calls()
        rung = await at.lab.agents.rung(at.seat.extension)
        await at.becomes("ringing", keeps_s=0)
        await at.lab.agents.call(f"**{at.seat.extension}", at.seat.helper)
        await rung.ended.wait()
        await caller.hears(HELPER)
        await at.becomes("idle", "wrap_up")
        assert waiting(at) == []
        assert at.lab.desk.queue(QueueId(at.seat.queue)).tally.answered == 1
        caller.hang_up()

    await everywhere(labs, happening)


async def test_that_a_parked_caller_is_with_nobody_and_then_with_who_takes_it_back(labs: Labs) -> None:
    async def happening(at: Place) -> None:
        caller, agent = await at.talks()
        transfer = asyncio.ensure_future(agent.transfer("70"))
        async with asyncio.timeout(2):
            while (parked := parked_by(at)) is None:
                await at.lab.ami.next_event()
        await at.becomes("wrap_up")
        await transfer
        assert all(row.phase is not CallPhase.WAITING for row in waiting(at))
        await at.lab.agents.call(parked, at.seat.mate[0])
        await caller.hears(MATE)
        await at.becomes(*at.with_caller, of=at.seat.mate[1])
        caller.hang_up()
        await at.becomes("idle", "wrap_up", of=at.seat.mate[1], keeps_s=0)

    await everywhere(labs, happening)


def parked_by(at: Place) -> str | None:
    """The slot in which this place's caller is parked."""
    slots = [
        event["ParkingSpace"]
        for event in at.lab.ami.events
        if event.get("Event") == "ParkedCall" and at.seat.extension in event.get("ParkerDialString", "")
    ]
    return slots[-1] if slots else None


async def test_that_second_level_staff_take_one_caller_and_not_two(labs: Labs) -> None:
    lab = labs["freepbx"]
    at = Place(lab, HINT, "+35180410")
    lab.agents.tones["1008"] = MATE
    caller = await at.calls("410")
    first = await lab.agents.rung("1010")
    await at.becomes("ringing", of="Nils Holm", keeps_s=0)
    first.reject()
    second = await lab.agents.rung("1008")
    await at.becomes("ringing", of="Ines Rocha")
    await second.ended.wait()
    assert [row.queue_id for row in waiting(at)] == [of_lab("410")]
    assert len(lab.desk.frame.callers) == 1
    (await lab.agents.rung("1010")).reject()
    await lab.agents.answered("1008")
    await caller.hears(MATE)
    await at.becomes(at.talking, of="Ines Rocha")
    total = counts(lab.desk.queue())
    assert total == ONCE
    assert "Second line" not in {tile.name for tile in lab.desk.frame.agents}
    caller.hang_up()
    await at.becomes("wrap_up", of="Ines Rocha")


@pytest.mark.parametrize("picks_up", [True, False])
async def test_that_a_callback_is_a_talk_as_long_as_with_the_customer(picks_up: bool, labs: Labs) -> None:
    async def happening(at: Place) -> None:
        at.lab.callers.tones[at.caller] = CALLER
        await at.lab.ami.action(
            "Originate",
            Channel=f"Local/{at.seat.number}@from-internal",
            Context="from-internal",
            Exten=at.caller,
            Priority="1",
            CallerID=f"Callback <{at.caller}>",
            Async="true",
        )
        agent = await at.answers()
        customer = await at.lab.callers.rung(at.caller)
        await at.becomes(at.talking, "ringing")
        if not picks_up:
            customer.reject()
            await agent.ended.wait()
            await at.becomes("wrap_up", "idle")
            assert at.lab.desk.queue().tally.answered == 0
            return
        customer.answer()
        await agent.hears(CALLER)
        await customer.hears(AGENT)
        await at.becomes(at.talking, keeps_s=2.5)
        customer.hang_up()
        await at.becomes("wrap_up")

    await everywhere(labs, happening, [HINT, DEVICE, PLAIN, SHORT_HINT])


async def test_that_an_announcement_and_the_same_queue_again_is_one_visit(labs: Labs) -> None:
    lab = labs["freepbx"]
    at = Place(lab, HINT, "+35180607")
    caller = await at.calls("607")
    first = await lab.desk.caller(at.caller, lambda row: row.queue_id == of_lab("607"))
    for _ in range(2):
        await lab.ami.event("QueueCallerAbandon", Queue="607")
        lab.ami.events.clear()
        await lab.ami.event("QueueCallerJoin", Queue="607")
        again = await lab.desk.caller(at.caller, lambda row: row.queue_id == of_lab("607"))
        assert again.since_ms == first.since_ms
        assert (lab.desk.queue().tally.offered, lab.desk.queue().tally.flowed_out) == (1, 0)
    caller.hang_up()
    row = await lab.desk.queue_with(QueueId("607"), lambda row: row.tally.abandoned == 1)
    assert counts(row) == {"offered": 1, "answered": 0, "abandoned": 1, "flowed_out": 0, "unobserved": 0}
