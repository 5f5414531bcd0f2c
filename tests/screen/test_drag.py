"""The desk in a real window, by a real mouse and real keys; a second screen tells what became of it."""

import pytest

from tests.screen.rig import Floor
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode

pytestmark = [pytest.mark.screen]

WIDGETS = 20
"""More than the desk has that the keyboard can be at."""


async def carry(floor: Floor, source: tuple[int, int], agent_id: str) -> None:
    """Lift what is at ``source``, hold it over an agent until the board aims there, and let it go."""
    await floor.hand.move(source)
    await floor.hand.press()
    target = (await floor.desk.until(lambda look: agent_id in look.agents)).agents[agent_id]
    await floor.hand.move(target)
    await floor.desk.until(lambda look: look.aimed == agent_id)
    floor.time.go_on()
    await floor.hand.release()
    await floor.desk.until(lambda look: not look.carried)


async def go_by_tab(floor: Floor, name: str) -> None:
    """Press Tab until the keyboard is at what ``name`` begins the name of."""
    look = await floor.desk.until(lambda look: look.is_whole)
    for _ in range(WIDGETS):
        if look.focus.startswith(name):
            return
        left = look.focus_at
        await floor.hand.key("Tab")
        look = await floor.desk.until(lambda look: look.focus_at != left)  # noqa: B023 - awaited within the turn
    pytest.fail(f"Tab does not lead to {name}")


async def test_that_a_callers_card_is_dragged_onto_an_agents_tile(floor: Floor) -> None:
    [agent, *_] = await floor.agents(AgentState.READY)
    call_id, spot = next(iter((await floor.desk.until(lambda look: bool(look.callers))).callers.items()))

    await carry(floor, spot, agent.agent_id)

    await floor.has_call(agent, call_id)
    await floor.desk.until(lambda look: look.told.startswith(f"{agent.name} answered"))


async def test_that_a_talking_agents_call_is_dragged_onto_another_agent(floor: Floor) -> None:
    [agent, *_] = await floor.agents(AgentState.READY)
    [talking, *_] = await floor.agents(AgentState.TALKING)
    spot = (await floor.desk.until(lambda look: talking.agent_id in look.agents)).agents[talking.agent_id]

    await carry(floor, spot, agent.agent_id)

    frame = await floor.has_call(agent, talking.call_id)
    assert all(row.call_id != talking.call_id for row in frame.agents if row.agent_id == talking.agent_id)


async def test_that_a_drop_on_an_agent_in_a_call_moves_nobody(floor: Floor) -> None:
    [talking, *_] = await floor.agents(AgentState.TALKING)
    look = await floor.desk.until(lambda look: bool(look.callers))
    call_id, spot = next(iter(look.callers.items()))

    await floor.hand.move(spot)
    await floor.hand.press()
    await floor.hand.move(look.agents[talking.agent_id])
    await floor.desk.until(lambda look: look.carried == call_id)
    await floor.hand.release()
    await floor.desk.until(lambda look: look.told == f"{talking.name} is in a call.")

    frame = floor.witness.frame
    assert call_id in {row.call_id for row in frame.callers}
    assert not frame.notices


async def test_that_listening_begins_by_the_right_button(floor: Floor) -> None:
    [talking, *_] = await floor.agents(AgentState.TALKING)
    spot = (await floor.desk.until(lambda look: talking.agent_id in look.agents)).agents[talking.agent_id]

    await floor.hand.click(spot, button=3)
    look = await floor.desk.until(lambda look: "Listen" in look.menu)
    floor.time.go_on()
    await floor.hand.click(look.menu["Listen"])

    await floor.witness.shows(
        lambda frame: any(
            row.agent_id == talking.agent_id and row.monitor is MonitorMode.LISTEN for row in frame.agents
        )
    )
    await floor.desk.until(lambda look: "Nobody hears you" in look.monitoring)
    await floor.hand.key("b")
    await floor.desk.until(lambda look: "customer hears" in look.monitoring and talking.name in look.monitoring)
    await floor.hand.key("h")
    await floor.desk.until(lambda look: not look.monitoring and look.told == f"You left {talking.name}'s call.")


async def test_that_a_caller_is_moved_by_keys_alone(floor: Floor) -> None:
    agent = next(row for row in await floor.agents(AgentState.READY) if row.name.isascii())
    await go_by_tab(floor, "Callers")
    await floor.hand.key("Home")
    call_id = (await floor.desk.until(lambda look: bool(look.current))).current

    await floor.hand.key("Return")
    await floor.desk.until(lambda look: look.dialog == "MoveChooser" and look.focus == "QLineEdit")
    await floor.hand.type(agent.name)
    floor.time.go_on()
    await floor.hand.key("Return")

    await floor.has_call(agent, call_id)
