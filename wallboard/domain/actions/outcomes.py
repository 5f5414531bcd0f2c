"""What an event says about a command that is on its way. Pure: the command's course is kept by the desk."""

from typing import assert_never

from wallboard.domain.actions.commands import (
    AnyCommand,
    MoveCallToAgent,
    MoveCallToQueue,
    Outcome,
    Progress,
    Reason,
    Result,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, CallPhase, State


def outcome(command: AnyCommand, event: e.Event, *, moving: bool) -> Result | Progress | None:
    """The command's end, or how far it is, as ``event`` tells; None if it tells nothing.

    ``moving`` says that the PBX told before that our move took hold; a move ends in a queue only after that.
    """
    match command:
        case MoveCallToAgent():
            return _move_to_agent(command, event, moving=moving)
        case MoveCallToQueue():
            return _move_to_queue(command, event, moving=moving)
        case StartMonitor():
            return _start_monitor(command, event)
        case SetMonitorMode():
            return _set_mode(command, event)
        case StopMonitor():
            return _stop_monitor(command, event)
        case _:
            assert_never(command)


def is_done(command: AnyCommand, state: State) -> bool:
    """Whether ``state`` shows what the command asked for: asked when no event told in time."""
    match command:
        case MoveCallToAgent():
            call = state.calls.get(command.call_id)
            return call is not None and call.is_with_agent and call.agent_id == command.agent_id
        case MoveCallToQueue():
            call = state.calls.get(command.call_id)
            arrived = call is not None and call.queue_id == command.queue_id and call.phase is CallPhase.WAITING
            return arrived and call is not None and call.stage_rev > command.expect_rev
        case StartMonitor():
            return command.id in state.monitors
        case SetMonitorMode():
            monitor = state.monitors.get(command.monitor_id)
            return monitor is not None and monitor.mode is command.mode
        case StopMonitor():
            return command.monitor_id not in state.monitors
        case _:
            assert_never(command)


def _end(command: AnyCommand, outcome_: Outcome, reason: Reason | None = None, detail: str = "") -> Result:
    return Result(command_id=command.id, outcome=outcome_, reason=reason, detail=detail)


def _confirmed(command: AnyCommand) -> Result:
    return _end(command, Outcome.CONFIRMED)


def _move_to_agent(command: MoveCallToAgent, event: e.Event, *, moving: bool) -> Result | Progress | None:
    match event:
        case e.CallAnswered(call_id=command.call_id, agent_id=command.agent_id):
            return _confirmed(command)
        case e.CallFound(call_id=command.call_id, agent_id=command.agent_id):
            return _confirmed(command)
        case e.ActivityChanged(agent_id=command.agent_id, activity=Activity.RINGING, call_id=command.call_id):
            return Progress.RINGING
        case e.CallerJoined(call_id=command.call_id) if moving:
            return _end(command, Outcome.RETURNED_TO_QUEUE)
        case _:
            return _lost_call(command, event)


def _move_to_queue(command: MoveCallToQueue, event: e.Event, *, moving: bool) -> Result | None:
    match event:
        case e.CallerJoined(call_id=command.call_id, queue_id=command.queue_id):
            return _confirmed(command)
        case e.CallerJoined(call_id=command.call_id) if moving:
            return _end(command, Outcome.RETURNED_TO_QUEUE)
        case _:
            return _lost_call(command, event)


def _lost_call(command: MoveCallToAgent | MoveCallToQueue, event: e.Event) -> Result | None:
    match event:
        case e.CallEnded(call_id=command.call_id) | e.CallerAbandoned(call_id=command.call_id):
            return _end(command, Outcome.FAILED, Reason.CALLER_HUNG_UP)
        case e.CallerLeft(call_id=command.call_id):
            return _end(command, Outcome.FAILED, Reason.CALL_GONE)
        case e.CallAnswered(call_id=command.call_id):
            return _end(command, Outcome.FAILED, Reason.CALL_MOVED_ON)
        case _:
            return None


def _start_monitor(command: StartMonitor, event: e.Event) -> Result | None:
    match event:
        case e.MonitorStarted(monitor_id=command.id):
            return _confirmed(command)
        case e.MonitorEnded(monitor_id=command.id, reason=reason):
            return _end(command, Outcome.FAILED, Reason.EXTENSION_NO_ANSWER, reason)
        case _:
            return None


def _set_mode(command: SetMonitorMode, event: e.Event) -> Result | None:
    match event:
        case e.MonitorModeChanged(monitor_id=command.monitor_id, mode=command.mode):
            return _confirmed(command)
        case e.MonitorEnded(monitor_id=command.monitor_id):
            return _end(command, Outcome.FAILED, Reason.MONITOR_GONE)
        case _:
            return None


def _stop_monitor(command: StopMonitor, event: e.Event) -> Result | None:
    match event:
        case e.MonitorEnded(monitor_id=command.monitor_id):
            return _confirmed(command)
        case _:
            return None
