"""A supervisor's commands as AMI actions: what is asked before, what is set, and the one action that acts.

Channel names go to the PBX only as the PBX itself told them, and whole: `Hangup` takes ``/…/`` as a pattern.
"""

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
from wallboard.domain.actions.preconditions import is_extension
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.pbx.asterisk.commands import moves
from wallboard.pbx.asterisk.commands.moves import Dialplan, Told, checked_name, is_command_id, name_of
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.state.model import CallerStage, Monitoring
from wallboard.pbx.asterisk.state.monitors import kept, press, spy_id
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action


def questions(floor: PbxState, command: AnyCommand, dialplan: Dialplan) -> list[Action]:
    """The questions to the PBX before the act; `PbxRefused` when it cannot be done."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.questions(floor, command, dialplan)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return []
        case _:
            assert_never(command)


def variables(floor: PbxState, command: AnyCommand, dialplan: Dialplan, told: Told) -> list[Action]:
    """The actions that set variables on the caller's channel before the act; `PbxRefused` if it cannot be done."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.variables(floor, command, dialplan, told)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return []
        case _:
            assert_never(command)


def act(floor: PbxState, command: AnyCommand, dialplan: Dialplan, owner: str) -> Action:
    """The one action that does it for ``owner``, with the channel of now; marks the caller as being moved."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.act(floor, command, dialplan)
        case StartMonitor():
            return _originate(floor, command, dialplan, owner)
        case SetMonitorMode():
            channel = _monitoring(floor, command.monitor_id).channel
            return press(checked_name(channel), command.mode)
        case StopMonitor():
            channel = _monitoring(floor, command.monitor_id).channel
            far_half = floor.channels.get(f"{spy_id(command.monitor_id)};2")
            if far_half is not None:
                # ChanSpy sees its own channel's hang-up only with the next sound from the supervisor's phone
                channel = far_half.name
            return Action("Hangup", (("Channel", checked_name(channel)), ("Cause", "16")))
        case _:
            assert_never(command)


def caller_state(floor: PbxState, command: AnyCommand) -> tuple[CallerStage, str, str | None] | None:
    """Stage, queue and agent of a move's caller, which must be the same when the PBX is asked to act."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            caller = floor.callers.get(command.call_id)
            return None if caller is None else (caller.stage, caller.queue, caller.agent)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return None
        case _:
            assert_never(command)


def refused(floor: PbxState, command: AnyCommand) -> None:
    """The PBX did not take the action: the mark goes, and a caller that left meanwhile left by itself."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            caller = floor.callers.get(command.call_id)
            if caller is not None and caller.move is not None and caller.move.command_id == command.id:
                talks.move_failed(floor, caller)
        case StartMonitor():
            floor.monitors.pop(spy_id(command.id), None)
        case SetMonitorMode() | StopMonitor():
            pass
        case _:
            assert_never(command)


def _originate(floor: PbxState, command: StartMonitor, dialplan: Dialplan, owner: str) -> Action:
    person = floor.people.get(command.agent_id)
    if person is None or (talk := person.current_talk) is None:
        raise PbxRefused("The agent is in no call.", Reason.AGENT_NOT_IN_CALL)
    if not is_extension(command.extension) or not is_command_id(command.id):
        raise PbxRefused(f"{command.extension} cannot be dialled.", Reason.EXTENSION_INVALID)
    spyee = name_of(floor, talk.leg)
    channel_id = spy_id(command.id)
    if channel_id in floor.monitors or channel_id in floor.channels:
        raise PbxRefused("This command was given before.")
    monitoring = Monitoring(command.id, command.agent_id, command.extension, command.mode, owner)
    floor.monitors[channel_id] = monitoring
    headers = (
        ("Channel", f"Local/{command.extension}@{dialplan.supervisor}/n"),
        ("Context", dialplan.spy),
        ("Exten", "spy"),
        ("Priority", "1"),
        ("Timeout", str((dialplan.ring_s + 5) * 1000)),
        ("CallerID", f'"Wallboard" <{command.extension}>'),
        ("Async", "true"),
        ("ChannelId", channel_id),
        ("Variable", f"WB_SPYEE={spyee}"),
        *(("Variable", f"{name}={value}") for name, value in kept(monitoring).items()),
        *((("Variable", "__WB_ANSWER=1"),) if dialplan.auto_answer else ()),
    )
    return Action("Originate", headers, action_id=channel_id)


def _monitoring(floor: PbxState, monitor_id: CommandId) -> Monitoring:
    monitoring = floor.monitors.get(spy_id(monitor_id))
    if monitoring is None or not monitoring.channel:
        raise PbxRefused("The supervisor is in no call.", Reason.MONITOR_GONE)
    return monitoring
