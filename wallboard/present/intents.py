"""From a gesture on rows to a command, or to the reason why not; the gateway judges again by what is so then."""

import uuid

from wallboard.domain.actions.commands import (
    MoveCallToAgent,
    MoveCallToQueue,
    Reason,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.actions.preconditions import is_extension
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.ids import ALL_QUEUES, CallId, CommandId
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, OwnMonitoring, QueueRow


def move_to_agent(source: CallerRow | AgentRow, target: AgentRow, frame: BoardFrame) -> MoveCallToAgent | Reason:
    """Take the caller of ``source`` to another agent."""
    if isinstance(source, AgentRow) and source.agent_id == target.agent_id:
        return Reason.SAME_AGENT
    held = _held(frame)
    if held is not None:
        return held
    call = _call_of(source)
    if isinstance(call, Reason):
        return call
    if target.refusal is not None:
        return target.refusal
    call_id, stage_rev = call
    return MoveCallToAgent(id=_new_id(), call_id=call_id, expect_rev=stage_rev, agent_id=target.agent_id)


def move_to_queue(source: CallerRow | AgentRow, target: QueueRow, frame: BoardFrame) -> MoveCallToQueue | Reason:
    """Take the caller of ``source`` to a queue."""
    held = _held(frame)
    if held is not None:
        return held
    if target.id == ALL_QUEUES:
        return Reason.QUEUE_UNKNOWN
    call = _call_of(source)
    if isinstance(call, Reason):
        return call
    if isinstance(source, CallerRow) and source.queue_id == target.id:
        return Reason.SAME_QUEUE
    call_id, stage_rev = call
    return MoveCallToQueue(id=_new_id(), call_id=call_id, expect_rev=stage_rev, queue_id=target.id)


def start_monitor(agent: AgentRow, mode: MonitorMode, extension: str, frame: BoardFrame) -> StartMonitor | Reason:
    """Ring the supervisor's own ``extension`` to hear the agent's call."""
    held = _held(frame)
    if held is not None:
        return held
    if not is_extension(extension):
        return Reason.EXTENSION_INVALID
    if agent.monitor_refusal is not None:
        return agent.monitor_refusal
    return StartMonitor(id=_new_id(), agent_id=agent.agent_id, extension=extension, mode=mode)


def set_mode(agent: AgentRow, mode: MonitorMode, frame: BoardFrame) -> SetMonitorMode | Reason:
    """Go over to another mode in our own monitoring of this agent."""
    held = _held(frame)
    if held is not None:
        return held
    if agent.my_monitor_id is None:
        return Reason.MONITOR_GONE
    if agent.monitor is mode:
        return Reason.SAME_MODE
    return SetMonitorMode(id=_new_id(), monitor_id=agent.my_monitor_id, mode=mode)


def stop(agent: AgentRow, frame: BoardFrame) -> StopMonitor | Reason:
    """Leave this agent's call; an administrator ends another's listening to it."""
    held = _held(frame)
    if held is not None:
        return held
    monitor_id = agent.my_monitor_id or (agent.monitor_id if frame.role.is_administrator else None)
    if monitor_id is None:
        return Reason.MONITOR_GONE
    return StopMonitor(id=_new_id(), monitor_id=monitor_id)


def change_own_mode(own: OwnMonitoring, mode: MonitorMode, frame: BoardFrame) -> SetMonitorMode | Reason:
    """Go over to another mode in the call that we are in."""
    held = _held(frame)
    if held is not None:
        return held
    if own.mode is mode:
        return Reason.SAME_MODE
    return SetMonitorMode(id=_new_id(), monitor_id=own.monitor_id, mode=mode)


def leave(own: OwnMonitoring, frame: BoardFrame) -> StopMonitor | Reason:
    """Leave the call that we are in."""
    return _held(frame) or StopMonitor(id=_new_id(), monitor_id=own.monitor_id)


def _held(frame: BoardFrame) -> Reason | None:
    """Why nothing at all can be commanded now."""
    if not frame.role.may_command:
        return Reason.NOT_ALLOWED
    return None if frame.freshness.is_live else Reason.LINK_DOWN


def _call_of(source: CallerRow | AgentRow) -> tuple[CallId, int] | Reason:
    """The call to move and the revision it was seen at."""
    if source.call_id is None:
        return Reason.AGENT_NOT_IN_CALL
    on_the_way = isinstance(source, CallerRow) and source.phase is CallPhase.MOVING
    if on_the_way or source.pending is not None:
        return Reason.CALL_BUSY
    return source.call_id, source.stage_rev


def _new_id() -> CommandId:
    return CommandId(str(uuid.uuid4()))
