"""A supervisor listens while the gateway is restarted, at both systems: by sound, on desks, and in the ledger."""

import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.desk import Desk, desk_at, seen_by
from tests.acceptance.test_monitoring import AGENT, CALLER, SUPERVISOR, is_heard_as
from tests.lab.fixtures import Pbx
from tests.lab.phones import Call, PhoneBank
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import CommandId
from wallboard.gateway.core.monitor_log import AWAY
from wallboard.present.frame import AgentRow
from wallboard.present.intents import set_mode, start_monitor, stop

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

NUMBER = "+35131"


class Talk:
    """A caller in talk with an agent at one of the systems."""

    def __init__(self, pbx: Pbx, agents: PhoneBank, extension: str, caller: Call, agent: Call) -> None:
        self.pbx = pbx
        self.agents = agents
        self.extension = extension
        self.caller = caller
        self.agent = agent

    async def is_heard_as(self, mode: MonitorMode, supervisor: Call) -> None:
        await is_heard_as(mode, self.caller, self.agent, supervisor)

    async def tile(self, desk: Desk, monitored: str | None = None) -> AgentRow:
        """The agent's tile, with this monitoring if one is named."""
        return await desk.agent(self.extension, partial(self._is_as, monitored))

    def _is_as(self, monitored: str | None, tile: AgentRow) -> bool:
        return tile.state is AgentState.TALKING and tile.monitor_id == monitored

    async def listen(self, desk: Desk) -> tuple[Command, Call]:
        """Begin to listen; the command, and the supervisor's phone."""
        command = desk.give(start_monitor(await self.tile(desk), MonitorMode.LISTEN, "2001", desk.frame))
        supervisor = await self.agents.answered("2001")
        assert (await desk.end_of(command)).outcome is Outcome.CONFIRMED
        return command, supervisor


PLAIN, SHAPED = ("pbx", "refunds", "1103"), ("freepbx", "630", "1103")


@pytest.fixture(params=[PLAIN, SHAPED], ids=["plain", "freepbx"])
async def talk(request: pytest.FixtureRequest) -> AsyncIterator[Talk]:
    fixture, queue, extension = request.param
    pbx: Pbx = request.getfixturevalue(fixture)
    async with pbx.agents() as agents, pbx.callers() as callers:
        agents.tones.update({extension: AGENT, "2001": SUPERVISOR})
        callers.tones[NUMBER] = CALLER
        caller = await callers.call(queue, NUMBER)
        agent = await agents.answered(extension)
        await caller.answered.wait()
        yield Talk(pbx, agents, extension, caller, agent)


def ledger(history: Path, kind: str) -> list[dict[str, Any]]:
    lines = [line for path in history.glob("commands-*.jsonl") for line in path.read_text().splitlines()]
    return [line for line in map(json.loads, lines) if line["type"] == kind]


async def test_that_listening_outlives_a_restart_with_its_owner_and_an_administrator_ends_it(
    talk: Talk, tmp_path: Path
) -> None:
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        command, supervisor = await talk.listen(desk)
        tile = await talk.tile(desk, command.id)
        assert (await desk.does(set_mode(tile, MonitorMode.WHISPER, desk.frame))).outcome is Outcome.CONFIRMED
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        tile = await talk.tile(desk, command.id)
        assert (tile.my_monitor_id, tile.monitor) == (command.id, MonitorMode.WHISPER)
        await talk.is_heard_as(MonitorMode.WHISPER, supervisor)
        assert (await desk.does(set_mode(tile, MonitorMode.BARGE, desk.frame))).outcome is Outcome.CONFIRMED
        await talk.is_heard_as(MonitorMode.BARGE, supervisor)
        async with seen_by("Eve", desk.options.url) as eve, seen_by("Ada", desk.options.url) as ada:
            theirs = await talk.tile(eve, command.id)
            assert (theirs.my_monitor_id, theirs.monitored_by) == (None, "Dana")
            refused = await eve.does(StopMonitor(id=CommandId("eve-1"), monitor_id=CommandId(command.id)))
            assert (refused.outcome, refused.reason) == (Outcome.REFUSED, Reason.NOT_YOURS)
            ended = await ada.does(stop(await talk.tile(ada, command.id), ada.frame))
            assert ended.outcome is Outcome.CONFIRMED
        await supervisor.ended.wait()
        assert (await talk.tile(desk)).monitor is None
    assert [line["mode"] for line in ledger(tmp_path, "monitor_changed")] == ["whisper", "barge"]
    [end] = ledger(tmp_path, "monitor_ended")
    assert (end["who"], end["monitor_id"], end["extension"]) == ("Dana", command.id, "2001")


async def test_that_its_owner_ends_it_after_a_restart_and_an_end_that_nobody_saw_is_written_down(
    talk: Talk, tmp_path: Path
) -> None:
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        command, supervisor = await talk.listen(desk)
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        await talk.is_heard_as(MonitorMode.LISTEN, supervisor)
        assert (await desk.does(stop(await talk.tile(desk, command.id), desk.frame))).outcome is Outcome.CONFIRMED
        await supervisor.ended.wait()
        await talk.tile(desk)
        _, supervisor = await talk.listen(desk)
    async with talk.pbx.ami() as ami:
        supervisor.hang_up()
        await ami.event("ChanSpyStop")
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        assert (await talk.tile(desk)).monitor is None
    assert [line.get("reason") for line in ledger(tmp_path, "monitor_ended")] == [None, AWAY]


async def test_that_who_lost_the_token_while_no_gateway_ran_is_taken_out_of_the_call(
    talk: Talk, tmp_path: Path
) -> None:
    async with desk_at(talk.pbx, history=tmp_path) as desk:
        command, supervisor = await talk.listen(desk)
    async with desk_at(talk.pbx, history=tmp_path, who="Ada", without="Dana") as ada:
        await supervisor.ended.wait()
        assert (await talk.tile(ada)).monitor is None
    [end] = ledger(tmp_path, "monitor_ended")
    assert (end["who"], end["monitor_id"]) == ("Dana", command.id)
