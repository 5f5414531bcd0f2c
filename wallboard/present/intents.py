"""Makes a command from a gesture on rows, or the reason why not, by the same rule as the gateway."""

import uuid
from typing import TypeVar

from wallboard.domain.actions.commands import Command, Reason
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.ids import (
    CallId,
    CommandId,
    QueueId,
)
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, MoveSource, OwnMonitoring, QueueRow

_Action = TypeVar("_Action", bound=Command)


def judged(command: _Action, frame: BoardFrame, *, is_own: bool = False) -> _Action | Reason:
    """Returns ``command`` if it is possible in the state of ``frame``, else the reason.

    If ``is_own``, this program began it by the frame's own record: an older gateway does not send who began it.
    """
    refusal = _withheld(frame) or command.refusal(frame.centre)
    if refusal is None and not is_own:
        refusal = command.refusal_to(frame.grant, frame.centre)
    return refusal or command


def move_to_agent(source: MoveSource, target: AgentRow, frame: BoardFrame) -> MoveCallToAgent | Reason:
    """Moves the caller of ``source`` to another agent."""
    if isinstance(source, AgentRow) and source.agent_id == target.agent_id:
        return Reason.SAME_AGENT
    call = _call_of(source, frame)
    if isinstance(call, Reason):
        return call
    call_id, handover_rev = call
    command = MoveCallToAgent(id=new_id(), call_id=call_id, expect_rev=handover_rev, agent_id=target.agent_id)
    return judged(command, frame)


def move_to_queue(source: MoveSource, target: QueueRow, frame: BoardFrame) -> MoveCallToQueue | Reason:
    """Moves the caller of ``source`` to a queue."""
    call = _call_of(source, frame)
    if isinstance(call, Reason):
        return call
    if target.is_group:
        return Reason.QUEUE_UNKNOWN
    call_id, handover_rev = call
    command = MoveCallToQueue(id=new_id(), call_id=call_id, expect_rev=handover_rev, queue_id=QueueId(target.id))
    return judged(command, frame)


def start_monitor(agent: AgentRow, mode: MonitorMode, extension: str, frame: BoardFrame) -> StartMonitor | Reason:
    """Rings the supervisor's own ``extension`` to monitor the agent's call."""
    if agent.my_monitor_id is not None:
        return _withheld(frame) or Reason.ALREADY_MONITORING
    return judged(StartMonitor(id=new_id(), agent_id=agent.agent_id, extension=extension, mode=mode), frame)


def set_mode(agent: AgentRow, mode: MonitorMode, frame: BoardFrame) -> SetMonitorMode | Reason:
    """Changes the mode of the user's own monitoring of this agent."""
    if agent.my_monitor_id is None:
        return _withheld(frame) or Reason.MONITOR_GONE
    return judged(SetMonitorMode(id=new_id(), monitor_id=agent.my_monitor_id, mode=mode), frame, is_own=True)


def stop(agent: AgentRow, frame: BoardFrame) -> StopMonitor | Reason:
    """Stops monitoring this agent's call; an administrator can end another's monitoring."""
    monitor_id = agent.my_monitor_id or (agent.monitor_id if frame.grant.may(AccessRight.ADMINISTER) else None)
    if monitor_id is None:
        return _withheld(frame) or Reason.MONITOR_GONE
    is_own = agent.my_monitor_id is not None
    return judged(StopMonitor(id=new_id(), monitor_id=monitor_id), frame, is_own=is_own)


def change_own_mode(own: OwnMonitoring, mode: MonitorMode, frame: BoardFrame) -> SetMonitorMode | Reason:
    """Changes the mode of the monitoring that the user is in."""
    return judged(SetMonitorMode(id=new_id(), monitor_id=own.monitor_id, mode=mode), frame, is_own=True)


def leave(own: OwnMonitoring, frame: BoardFrame) -> StopMonitor | Reason:
    """Stops the monitoring that the user is in."""
    return judged(StopMonitor(id=new_id(), monitor_id=own.monitor_id), frame, is_own=True)


def new_id() -> CommandId:
    """Returns a unique id of a command."""
    return CommandId(str(uuid.uuid4()))


def _withheld(frame: BoardFrame) -> Reason | None:
    """Returns why no command at all can be given now."""
    if not frame.grant.may(AccessRight.COMMAND):
        return Reason.NOT_ALLOWED
    return None if frame.freshness.is_live else Reason.LINK_DOWN


def _call_of(source: MoveSource, frame: BoardFrame) -> tuple[CallId, int] | Reason:
    """Returns the call to move and the revision it was seen at."""
    if (withheld := _withheld(frame)) is not None:
        return withheld
    if source.call_id is None:
        return Reason.AGENT_NOT_IN_CALL
    on_the_way = isinstance(source, CallerRow) and source.phase is CallPhase.MOVING
    if on_the_way or source.pending is not None:
        return Reason.CALL_BUSY
    return source.call_id, source.handover_rev
