"""Which part of the simulated centre does which of a supervisor's commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.errors import PbxRefused
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.monitors import Monitors
from wallboard.pbx.simulator.moves import Moves
from wallboard.pbx.simulator.world import World


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the centre that do something at a command."""

    world: World
    states: AgentStates
    moves: Moves
    monitors: Monitors


ORDERS: Final[Mapping[type[Command], Callable[[Parts, Any, str], None]]] = {
    MoveCallToAgent: lambda parts, command, _: parts.moves.order(command),
    MoveCallToQueue: lambda parts, command, _: parts.moves.order(command),
    StartMonitor: lambda parts, command, owner: parts.monitors.start(command, owner),
    SetMonitorMode: lambda parts, command, _: parts.monitors.set_mode(command),
    StopMonitor: lambda parts, command, _: parts.monitors.stop(command),
}
"""All that the centre does for a supervisor."""


def order(parts: Parts, command: Command, owner: str) -> None:
    """Carry out ``owner``'s command from now on; `PbxRefused` in a PBX's words."""
    begin = ORDERS.get(type(command))
    if begin is None:
        raise PbxRefused(f"The simulator cannot do {name_of(type(command))}.", Reason.NOT_POSSIBLE)
    begin(parts, command, owner)
