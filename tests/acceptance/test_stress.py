"""What happens at once, or is very many: answers in the same instant, a crowd in a queue, reloads in a call."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.acceptance.adapter import Watch, watched
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.centre.state import Activity, Availability, membership_key
from wallboard.domain.ids import AgentId, QueueId

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(120)]

BOTH = ("1005", "1009")
"""The members of queue 605, which rings all."""
CROWD = 300
PRESENT = "member => PJSIP/1103,0,Greta Berg,PJSIP/1103"


def _at(extension: str) -> AgentId:
    return AgentId(f"Local/{extension}@from-queue/n")


@pytest.mark.parametrize("apart_s", [0.0, 0.002, 0.01, 0.03])
async def test_that_of_two_agents_who_answer_in_the_same_instant_one_has_the_caller(
    freepbx: Pbx, freepbx_agents: PhoneBank, freepbx_callers: PhoneBank, apart_s: float
) -> None:
    async with watched(freepbx) as watch:
        for extension in BOTH:  # whom a ring was in vain the queue has paused
            freepbx.cli(f"queue unpause member {_at(extension)} queue 605")
        await watch.until(lambda: all(_is_free(watch, extension) for extension in BOTH))
        caller = await freepbx_callers.call("605", "+35190")
        rung = dict(zip(BOTH, await asyncio.gather(*map(freepbx_agents.rung, BOTH)), strict=True))
        for call in rung.values():
            call.answer()
            await asyncio.sleep(apart_s)
        loser = await _cut_off(rung)
        (winner,) = set(BOTH) - {loser}
        await watch.until(lambda: watch.talking() == [_at(winner)])
        await watch.until(lambda: not watch.does(_at(loser), Activity.RINGING))
        assert watch.state.agents[_at(winner)].call_id in watch.state.calls
        caller.hang_up()
        await watch.until(lambda: "Handled" in watch.booked())
        assert watch.booked() == {"Answered": 1, "Handled": 1, "Offered": 1}
        await watch.until(lambda: watch.talking() == [] and not watch.state.calls)


def _is_free(watch: Watch, extension: str) -> bool:
    agent = watch.state.agents[_at(extension)]
    return agent.availability is Availability.READY and agent.activity is Activity.IDLE


async def _cut_off(rung: dict[str, Call]) -> str:
    """Whose leg the PBX ended: the other one has the caller."""
    ends = {asyncio.ensure_future(call.ended.wait()): extension for extension, call in rung.items()}
    done, waiting = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return ends[done.pop()]


@pytest.fixture
def crowd(pbx: Pbx) -> Iterator[Pbx]:
    """The plain PBX with a queue of very many members, of whom one is there."""
    queues = pbx.file("queues.conf")
    own = queues.read_text()
    members = [f"member => Local/{30_000 + number}@nowhere/n,0,Agent {number}" for number in range(CROWD - 1)]
    queues.write_text("\n".join([own, "[crowd](brisk)", *members, PRESENT, ""]))
    try:
        pbx.cli("queue reload all")
        yield pbx
    finally:
        queues.write_text(own)
        pbx.cli("queue reload all")


async def test_that_a_crowd_and_reloads_in_a_call_change_nothing_of_it(
    crowd: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    greta = AgentId("PJSIP/1103")
    async with watched(crowd, poll_s=1) as watch:
        assert sum(key.id == "crowd" for key in watch.state.memberships) == CROWD
        talker = await callers.call("crowd", "+35191")
        ringing = await agents.rung("1103")
        await watch.until(lambda: watch.does(greta, Activity.RINGING))
        ringing.answer()
        await watch.until(lambda: watch.does(greta, Activity.TALKING))
        waiter = await callers.call("crowd", "+35192")
        await watch.until(lambda: len(watch.state.calls) == 2)
        told = len(watch.events)
        queues = crowd.file("queues.conf")
        queues.write_text(queues.read_text().replace(PRESENT, PRESENT.replace(",0,", ",7,")))
        for command in ("queue reset stats", "queue reload all", "core reload"):
            crowd.cli(command)
        await watch.until(lambda: watch.state.memberships[membership_key(QueueId("crowd"), greta)].level == 7)
        assert {type(event).__name__ for event in watch.events[told:]} <= {"MemberAdded", "PositionsChanged"}
        assert watch.does(greta, Activity.TALKING)
        waiter.hang_up()
        await watch.until(lambda: "Abandoned" in watch.booked())
        talker.hang_up()
        await watch.until(lambda: "Handled" in watch.booked())
        assert watch.booked() == {"Abandoned": 1, "Answered": 1, "Handled": 1, "Offered": 2}
