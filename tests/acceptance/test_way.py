"""A caller that a supervisor moves keeps the way of its own dialplan: its wait, and what lies behind its queue."""

import pytest

from tests.acceptance.desk import CARE, Desk, of_lab
from tests.acceptance.site import WAIT_S
from tests.acceptance.supervisor import (
    ANA,
    CALLER,
    GRETA,
    Clock,
    entry,
    returned,
    talk_with_greta,
    to_agent,
    to_queue,
)
from tests.lab.ami import Ami
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.intents import move_to_agent

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

LATE_S = 3.0
"""Asterisk looks at a maximum wait between two rings."""


async def test_that_a_caller_moved_to_a_queue_leaves_it_when_its_own_dialplan_would_have_it(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351300")
    await site_desk.caller("+351300")
    clock = Clock()
    await (await agents.rung("1103")).ended.wait()
    await to_queue(site_desk, "+351300", "care")
    assert (await entry(ami, "+351300"))["Priority"] == "3"
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-refunds")
    assert left["Why"] == "TIMEOUT"
    assert WAIT_S - 1 <= clock.seconds <= WAIT_S + LATE_S
    await caller.hears(CALLER)
    await site_desk.queue_with(CARE, lambda queue: queue.tally.flowed_out == 1)


async def test_that_a_queue_that_empties_sends_a_moved_caller_on_by_its_own_dialplan(
    site: Pbx, site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351301")
    await to_queue(site_desk, "+351301", "closing")
    site.cli("queue pause member PJSIP/1102 queue closing")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-refunds")
    site.cli("queue unpause member PJSIP/1102 queue closing")
    assert left["Why"] == "LEAVEEMPTY"
    await caller.hears(CALLER)


async def test_that_a_caller_whom_an_agent_rejects_comes_back_with_what_is_left_of_its_wait(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351302")
    await site_desk.caller("+351302")
    clock = Clock()
    command = await to_agent(site_desk, "+351302", "1001")
    (await agents.rung("1001")).reject()
    await returned(site_desk, command, "+351302")
    back = await entry(ami, "+351302")
    assert (back["Queue"], back["Position"], back["Priority"]) == ("refunds", "1", "3")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-refunds")
    assert left["Why"] == "TIMEOUT"
    assert WAIT_S - 1 <= clock.seconds <= WAIT_S + LATE_S
    await caller.hears(CALLER)


async def test_that_a_caller_moved_twice_and_returned_goes_on_by_its_own_dialplan(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351303")
    await site_desk.caller("+351303")
    clock = Clock()
    await to_queue(site_desk, "+351303", "care")
    command = await to_agent(site_desk, "+351303", "1001")
    (await agents.rung("1001")).reject()
    await returned(site_desk, command, "+351303")
    assert (await entry(ami, "+351303"))["Queue"] == "care"
    command = await to_agent(site_desk, "+351303", "1002")
    (await agents.rung("1002")).reject()
    await returned(site_desk, command, "+351303")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-refunds")
    assert left["Why"] == "TIMEOUT"
    assert WAIT_S - 1 <= clock.seconds <= WAIT_S + LATE_S
    await caller.hears(CALLER)


async def test_that_the_talk_before_a_move_is_no_wait(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller, _ = await talk_with_greta(site_desk, agents, callers, "w-refunds", "+351304")
    await caller.hears(GRETA)
    source = await site_desk.agent("1103", lambda tile: tile.call_id is not None)
    tile = await site_desk.agent("1001", lambda tile: tile.refusal is None)
    command = site_desk.give(move_to_agent(source, tile, site_desk.frame))
    (await agents.rung("1001")).reject()
    clock = Clock()
    await returned(site_desk, command, "+351304")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-refunds")
    assert left["Why"] == "TIMEOUT"
    assert WAIT_S - 3 <= clock.seconds <= WAIT_S + LATE_S
    await caller.hears(CALLER)


async def test_that_a_key_takes_a_moved_caller_where_its_queue_says(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351326")
    await to_queue(site_desk, "+351326", "care")
    await caller.press("1")
    await caller.hears(CALLER)
    await site_desk.queue_with(CARE, lambda queue: queue.tally.flowed_out == 1)


async def test_that_a_caller_that_outlives_its_agent_goes_on_by_its_own_dialplan_after_a_move(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("c-refunds", "+351327")
    command = await to_agent(site_desk, "+351327", "1001")
    agent = await agents.answered("1001")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    agent.hang_up()
    left = await ami.event("UserEvent", UserEvent="Overflow", From="c-refunds")
    assert left["Why"] == "CONTINUE"
    await caller.hears(CALLER)


async def test_that_a_moved_callers_end_is_its_own_dialplans(
    site: Pbx, site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    """By its hang-up, by the agent's, and where nothing stands behind its queue."""
    caller = await callers.call("w-refunds", "+351328")
    await to_queue(site_desk, "+351328", "care")
    caller.hang_up()
    await ami.event("UserEvent", UserEvent="SiteHangup", Context="inbound", CallerIDNum="+351328")
    caller = await callers.call("w-refunds", "+351329")
    command = await to_agent(site_desk, "+351329", "1001")
    agent = await agents.answered("1001")
    await site_desk.end_of(command)
    agent.hang_up()
    await ami.event("UserEvent", UserEvent="SiteHangup", Context="inbound", CallerIDNum="+351329")
    caller = await callers.call("e-refunds", "+351330")
    await to_queue(site_desk, "+351330", "closing")
    site.cli("queue pause member PJSIP/1102 queue closing")
    await caller.ended.wait()
    site.cli("queue unpause member PJSIP/1102 queue closing")
    await ami.event("UserEvent", UserEvent="SiteHangup", Context="inbound", CallerIDNum="+351330")


async def test_that_a_subroutine_that_a_moved_caller_waited_in_returns(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("g-refunds", "+351336")
    await to_queue(site_desk, "+351336", "care")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="g-refunds")
    assert left["Why"] == "TIMEOUT"
    await caller.hears(CALLER)


async def test_that_what_the_dialplan_does_at_an_agents_phone_it_does_after_a_move(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    """Before the ring, by b(), and after the answer, by the gosub."""
    caller = await callers.call("u-refunds", "+351337")
    command = await to_agent(site_desk, "+351337", "1001")
    await agents.answered("1001")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA)
    done = [event["UserEvent"] for event in ami.events if event.get("At", "").startswith("PJSIP/1001-")]
    assert done == ["Rung", "Noted"]


async def test_that_one_whom_an_agent_sent_on_goes_behind_its_queue_after_a_move_that_came_back(
    site: Pbx, site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-closing", "+351338")
    ines = await agents.answered("1102")
    await site_desk.agent("1102", lambda tile: tile.state is AgentState.TALKING)
    await ines.press("##1001")
    await agents.answered("1001")
    source = await site_desk.agent("1001", lambda tile: tile.call_id is not None)
    tile = await site_desk.agent("1002", lambda tile: tile.refusal is None)
    command = site_desk.give(move_to_agent(source, tile, site_desk.frame))
    (await agents.rung("1002")).reject()
    assert (await returned(site_desk, command, "+351338")).queue_id == of_lab("closing")
    site.cli("queue pause member PJSIP/1102 queue closing")
    left = await ami.event("UserEvent", UserEvent="Overflow", From="w-closing")
    site.cli("queue unpause member PJSIP/1102 queue closing")
    assert left["Why"] == "LEAVEEMPTY"
    await caller.hears(CALLER)
