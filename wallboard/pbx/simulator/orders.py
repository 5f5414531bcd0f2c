"""Maps a supervisor's commands to the parts of the simulated centre."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre.state import Availability
from wallboard.domain.errors import PbxRefused
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.monitors import Monitors
from wallboard.pbx.simulator.moves import Moves
from wallboard.pbx.simulator.world import SimulatedAgent, World

_TAKES_HOLD_S = 0.15


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the centre that carry out commands."""

    world: World
    states: AgentStates
    moves: Moves
    monitors: Monitors


def _pause(parts: Parts, command: PauseAgent) -> None:
    """Pauses an agent in a moment; in all queues after the end of the current call."""
    agent = _member(parts, command)
    queue_id = command.queue_id
    if queue_id is None:
        parts.world.timetable.after(
            _TAKES_HOLD_S, lambda: parts.states.ask(agent, Availability.PAUSED, command.reason)
        )
    else:
        parts.world.timetable.after(_TAKES_HOLD_S, lambda: parts.states.pause_in(agent, queue_id, command.reason))


def _unpause(parts: Parts, command: UnpauseAgent) -> None:
    agent = _member(parts, command)
    queue_ids = [queue_id for queue_id in agent.paused_in if command.queue_id in (None, queue_id)]

    def end() -> None:
        if command.queue_id is None and (agent.wanted is not None or agent.availability is Availability.PAUSED):
            parts.states.ask(agent, Availability.READY)
        for queue_id in queue_ids:
            parts.states.unpause_in(agent, queue_id)

    parts.world.timetable.after(_TAKES_HOLD_S, end)


def _member(parts: Parts, command: PauseAgent | UnpauseAgent) -> SimulatedAgent:
    agent = parts.world.agents.get(command.agent_id)
    if agent is None or command.queue_id not in (None, *(line.id for _, line in agent.lines)):
        raise PbxRefused("The agent is not in this queue")
    return agent


ORDERS: Final[Mapping[type[Command], Callable[[Parts, Any, str], None]]] = {
    MoveCallToAgent: lambda parts, command, _: parts.moves.order(command),
    MoveCallToQueue: lambda parts, command, _: parts.moves.order(command),
    StartMonitor: lambda parts, command, owner: parts.monitors.start(command, owner),
    SetMonitorMode: lambda parts, command, _: parts.monitors.set_mode(command),
    PauseAgent: lambda parts, command, _: _pause(parts, command),
    UnpauseAgent: lambda parts, command, _: _unpause(parts, command),
    StopMonitor: lambda parts, command, _: parts.monitors.stop(command),
}
"""All that the centre does for a supervisor."""


def order(parts: Parts, command: Command, owner: str) -> None:
    """Starts ``owner``'s command; `PbxRefused` with a PBX's message."""
    begin = ORDERS.get(type(command))
    if begin is None:
        raise PbxRefused(f"The simulator cannot do {name_of(type(command))}.", Reason.NOT_POSSIBLE)
    begin(parts, command, owner)
