"""A supervisor in an agent's call at a real PBX: each mode is proved by who hears whom."""

from functools import partial

import pytest

from tests.acceptance.desk import Desk, desk_at
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow
from wallboard.present.intents import set_mode, start_monitor, stop

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

CALLER, AGENT, SUPERVISOR = 600, 400, 900
NUMBER = "+35130"


@pytest.fixture
async def talk(desk: Desk, agents: PhoneBank, callers: PhoneBank) -> tuple[Call, Call]:
    """A caller in talk with the agent at 1103: both phones."""
    agents.tones.update({"1103": AGENT, "2001": SUPERVISOR})
    callers.tones[NUMBER] = CALLER
    caller = await callers.call("refunds", NUMBER)
    agent = await agents.answered("1103")
    await caller.answered.wait()
    return caller, agent


async def in_talk(desk: Desk) -> AgentRow:
    """The agent's tile when it can be listened to."""
    return await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING and tile.call_id is not None)


async def is_heard_as(mode: MonitorMode, caller: Call, agent: Call, supervisor: Call) -> None:
    """Wait until the sound is that of a mode: the supervisor hears both in each of them."""
    await supervisor.hears(CALLER, AGENT)
    match mode:
        case MonitorMode.LISTEN:
            await agent.hears(CALLER, but_not=(SUPERVISOR,))
            await caller.hears(AGENT, but_not=(SUPERVISOR,))
        case MonitorMode.WHISPER:
            await agent.hears(CALLER, SUPERVISOR)
            await caller.hears(AGENT, but_not=(SUPERVISOR,))
        case MonitorMode.BARGE:
            await agent.hears(CALLER, SUPERVISOR)
            await caller.hears(AGENT, SUPERVISOR)


def _has_mode(mode: MonitorMode, tile: AgentRow) -> bool:
    return tile.monitor is mode


@pytest.mark.parametrize("mode", MonitorMode)
async def test_that_a_monitoring_begins_in_the_mode_that_was_asked_for(
    mode: MonitorMode, desk: Desk, agents: PhoneBank, talk: tuple[Call, Call]
) -> None:
    command = desk.give(start_monitor(await in_talk(desk), mode, "2001", desk.frame))
    supervisor = await agents.rung("2001")
    assert not supervisor.answers_itself, "nobody's microphone opens by itself unless the configuration says so"
    supervisor.answer()
    assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
    await is_heard_as(mode, *talk, supervisor)
    tile = await desk.agent("1103", lambda tile: tile.my_monitor_id is not None)
    assert tile.monitor is mode


async def test_that_a_supervisors_phone_is_asked_to_answer_by_itself_where_the_configuration_says_so(
    pbx: Pbx, agents: PhoneBank, talk: tuple[Call, Call]
) -> None:
    async with desk_at(pbx, auto_answer=True) as desk:
        desk.give(start_monitor(await in_talk(desk), MonitorMode.LISTEN, "2001", desk.frame))
        supervisor = await agents.rung("2001")
        assert supervisor.answers_itself
        supervisor.reject()


async def test_that_the_mode_changes_by_sound_when_the_board_says_so_and_stop_ends_it(
    desk: Desk, agents: PhoneBank, talk: tuple[Call, Call]
) -> None:
    command = desk.give(start_monitor(await in_talk(desk), MonitorMode.LISTEN, "2001", desk.frame))
    supervisor = await agents.answered("2001")
    assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
    for mode in (MonitorMode.WHISPER, MonitorMode.BARGE, MonitorMode.LISTEN, MonitorMode.BARGE):
        tile = await desk.agent("1103", lambda tile: tile.my_monitor_id is not None)
        assert (await desk.does(set_mode(tile, mode, desk.frame))).outcome is Outcome.CONFIRMED
        assert (await desk.agent("1103", partial(_has_mode, mode))).call_id is not None
        await is_heard_as(mode, *talk, supervisor)
    tile = await desk.agent("1103")
    assert (await desk.does(stop(tile, desk.frame))).outcome is Outcome.CONFIRMED
    await supervisor.ended.wait()
    tile = await desk.agent("1103", lambda tile: tile.monitor is None)
    assert tile.state is AgentState.TALKING
    caller, agent = talk
    await caller.hears(AGENT, but_not=(SUPERVISOR,))
    await agent.hears(CALLER, but_not=(SUPERVISOR,))


async def test_that_a_supervisor_who_does_not_take_the_phone_is_told_so(
    desk: Desk, agents: PhoneBank, talk: tuple[Call, Call]
) -> None:
    command = desk.give(start_monitor(await in_talk(desk), MonitorMode.LISTEN, "2001", desk.frame))
    (await agents.rung("2001")).reject()
    notice = await desk.end_of(command)
    assert (notice.outcome, notice.reason) == (Outcome.FAILED, Reason.EXTENSION_NO_ANSWER)
    assert "2001" in notice.detail
    assert (await desk.agent("1103")).state is AgentState.TALKING


async def test_that_an_extension_that_the_pbx_does_not_know_is_told_so(desk: Desk, talk: tuple[Call, Call]) -> None:
    notice = await desk.does(start_monitor(await in_talk(desk), MonitorMode.LISTEN, "2999", desk.frame))
    assert (notice.outcome, notice.reason) == (Outcome.FAILED, Reason.EXTENSION_NO_ANSWER)


async def test_that_the_calls_end_ends_the_monitoring(
    desk: Desk, pbx: Pbx, agents: PhoneBank, talk: tuple[Call, Call]
) -> None:
    command = desk.give(start_monitor(await in_talk(desk), MonitorMode.WHISPER, "2001", desk.frame))
    supervisor = await agents.answered("2001")
    await desk.end_of(command)
    caller, _ = talk
    caller.hang_up()
    await supervisor.ended.wait()
    tile = await desk.agent("1103", lambda tile: tile.monitor is None and tile.call_id is None)
    assert tile.my_monitor_id is None
