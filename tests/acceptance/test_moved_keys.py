"""After a move agents use their keys as in any call of the caller's queue."""

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.supervisor import (
    ANA,
    CALLER,
    JONAS,
    talk_with_greta,
    to_agent,
    to_queue,
)
from tests.lab.ami import Ami
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.intents import move_to_agent

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]


async def test_that_an_agent_may_send_on_by_keys_a_caller_that_was_moved_to_it(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351331")
    command = await to_agent(site_desk, "+351331", "1001")
    ana = await agents.answered("1001")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA)
    await ana.hold()
    await site_desk.agent("1001", lambda tile: tile.state is AgentState.HOLD)
    await ana.resume()
    await caller.hears(ANA)
    await ana.press("##1002")
    await agents.answered("1002")
    await caller.hears(JONAS, but_not=(ANA,))


async def test_that_an_agent_may_ask_a_colleague_about_a_caller_that_was_moved_in_talk(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller, _ = await talk_with_greta(site_desk, agents, callers, "w-refunds", "+351332")
    source = await site_desk.agent("1103", lambda tile: tile.call_id is not None)
    tile = await site_desk.agent("1001", lambda tile: tile.refusal is None)
    command = site_desk.give(move_to_agent(source, tile, site_desk.frame))
    ana = await agents.answered("1001")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA)
    await ana.press("*21002")
    jonas = await agents.answered("1002")
    await ana.hears(JONAS, but_not=(CALLER,))
    jonas.hang_up()
    await ana.hears(CALLER)
    await caller.hears(ANA)


async def test_that_agents_of_another_queue_may_use_the_keys_of_the_callers_own(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351333")
    await to_queue(site_desk, "+351333", "small")
    ines = await agents.answered("1102")
    await site_desk.agent("1102", lambda tile: tile.state is AgentState.TALKING)
    await ines.press("##1002")
    await agents.answered("1002")
    await caller.hears(JONAS)
