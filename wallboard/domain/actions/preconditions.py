"""Whether a command makes sense for what is so now; asked by the screen before and by the gateway again."""

import re
from typing import assert_never

from wallboard.domain.actions.commands import (
    AnyCommand,
    MoveCallToAgent,
    MoveCallToQueue,
    Reason,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.centre.state import Activity, Agent, Availability, Call, CallPhase, SourceStatus, State
from wallboard.domain.ids import AgentId, CallId

_EXTENSION = re.compile(r"[0-9A-Za-z_+*#.-]{1,32}")


def refusal(state: State, command: AnyCommand) -> Reason | None:
    """Why ``command`` cannot be done, or None when it can."""
    if any(link.status is not SourceStatus.UP for link in state.links.values()):
        return Reason.LINK_DOWN
    match command:
        case MoveCallToAgent():
            return _call_refusal(state, command.call_id, command.expect_rev) or _target_refusal(state, command)
        case MoveCallToQueue():
            return _call_refusal(state, command.call_id, command.expect_rev) or _queue_refusal(state, command)
        case StartMonitor():
            return _monitor_refusal(state, command)
        case SetMonitorMode():
            monitor = state.monitors.get(command.monitor_id)
            if monitor is None:
                return Reason.MONITOR_GONE
            return Reason.SAME_MODE if monitor.mode is command.mode else None
        case StopMonitor():
            return None if command.monitor_id in state.monitors else Reason.MONITOR_GONE
        case _:
            assert_never(command)


def agent_refusal(agent: Agent | None) -> Reason | None:
    """Why a caller cannot be sent to this agent. Wrap-up is no reason: a supervisor may cut it short."""
    if agent is None:
        return Reason.AGENT_UNKNOWN
    if agent.availability is Availability.LOGGED_OUT:
        return Reason.AGENT_LOGGED_OUT
    if not agent.reachable:
        return Reason.AGENT_UNREACHABLE
    if agent.activity in (Activity.TALKING, Activity.HOLD):
        return Reason.AGENT_IN_CALL
    if agent.activity is Activity.RINGING:
        return Reason.AGENT_RINGING
    if agent.availability is Availability.PAUSED:
        return Reason.AGENT_PAUSED
    return Reason.AGENT_DO_NOT_DISTURB if agent.do_not_disturb else None


def is_extension(text: str) -> bool:
    """Whether ``text`` may be dialled as a supervisor's own extension."""
    return _EXTENSION.fullmatch(text) is not None


def monitored_call(state: State, agent_id: AgentId) -> CallId | None:
    """The queue call that ``agent_id`` talks in now."""
    agent = state.agents.get(agent_id)
    if agent is None or agent.activity not in (Activity.TALKING, Activity.HOLD):
        return None
    return agent.call_id


def _call_refusal(state: State, call_id: CallId, expect_rev: int) -> Reason | None:
    call = state.calls.get(call_id)
    if call is None:
        return Reason.CALL_GONE
    if call.phase is CallPhase.MOVING:
        return Reason.CALL_BUSY
    if call.phase is CallPhase.LEAVING:
        return Reason.CALL_OUT_OF_QUEUE
    return Reason.CALL_MOVED_ON if call.stage_rev != expect_rev else None


def _target_refusal(state: State, command: MoveCallToAgent) -> Reason | None:
    call: Call = state.calls[command.call_id]
    if call.agent_id == command.agent_id:
        return Reason.SAME_AGENT
    return agent_refusal(state.agents.get(command.agent_id))


def _queue_refusal(state: State, command: MoveCallToQueue) -> Reason | None:
    if command.queue_id not in state.queues or state.listings.hides(command.queue_id):
        return Reason.QUEUE_UNKNOWN
    call = state.calls[command.call_id]
    waits_there = call.phase is CallPhase.WAITING and call.queue_id == command.queue_id
    return Reason.SAME_QUEUE if waits_there else None


def _monitor_refusal(state: State, command: StartMonitor) -> Reason | None:
    if not is_extension(command.extension):
        return Reason.EXTENSION_INVALID
    if command.agent_id not in state.agents:
        return Reason.AGENT_UNKNOWN
    if monitored_call(state, command.agent_id) is None:
        return Reason.AGENT_NOT_IN_CALL
    if any(monitor.extension == command.extension for monitor in state.monitors.values()):
        return Reason.ALREADY_MONITORING
    return None
