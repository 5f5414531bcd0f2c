"""A supervisor's commands as AMI actions: what is asked before, what is set, and the one action that acts.

Channel names go to the PBX only as the PBX itself told them, and whole: `Hangup` takes ``/…/`` as a pattern.
"""

from typing import Final, assert_never

from wallboard.domain.commands import (
    AnyCommand,
    MoveCallToAgent,
    MoveCallToQueue,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.domain.legality import is_extension
from wallboard.domain.state import MonitorMode
from wallboard.pbx.asterisk import moves, talks
from wallboard.pbx.asterisk.codec import Action
from wallboard.pbx.asterisk.floor import Floor
from wallboard.pbx.asterisk.model import Monitoring, Stage
from wallboard.pbx.asterisk.monitors import MODE_KEYS
from wallboard.pbx.asterisk.moves import Dialplan, Told, checked_name, is_command_id, name_of

_SPY_OPTIONS: Final = {MonitorMode.LISTEN: "", MonitorMode.WHISPER: "w", MonitorMode.BARGE: "B"}


def questions(floor: Floor, command: AnyCommand, dialplan: Dialplan) -> list[Action]:
    """The questions to the PBX before the act; `PbxRefused` when it cannot be done."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.questions(floor, command, dialplan)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return []
        case _:
            assert_never(command)


def variables(floor: Floor, command: AnyCommand, dialplan: Dialplan, told: Told) -> list[Action]:
    """The actions that set variables on the caller's channel before the act; `PbxRefused` if it cannot be done."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.variables(floor, command, dialplan, told)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return []
        case _:
            assert_never(command)


def act(floor: Floor, command: AnyCommand, dialplan: Dialplan) -> Action:
    """The one action that does it, with the channel of this very moment; marks the caller as being moved."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            return moves.act(floor, command, dialplan)
        case StartMonitor():
            return _originate(floor, command, dialplan)
        case SetMonitorMode():
            key = MODE_KEYS[command.mode]
            channel = _monitoring(floor, command.monitor_id).channel
            return Action("PlayDTMF", (("Channel", checked_name(channel)), ("Digit", key), ("Receive", "true")))
        case StopMonitor():
            channel = _monitoring(floor, command.monitor_id).channel
            far_half = floor.channels.get(f"{_spy_id(command.monitor_id)};2")
            if far_half is not None:
                # ChanSpy sees its own channel's hang-up only with the next sound from the supervisor's phone
                channel = far_half.name
            return Action("Hangup", (("Channel", checked_name(channel)), ("Cause", "16")))
        case _:
            assert_never(command)


def caller_state(floor: Floor, command: AnyCommand) -> tuple[Stage, str, str | None] | None:
    """Stage, queue and agent of a move's caller, which must be the same when the PBX is asked to act."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            caller = floor.callers.get(command.call_id)
            return None if caller is None else (caller.stage, caller.queue, caller.agent)
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return None
        case _:
            assert_never(command)


def refused(floor: Floor, command: AnyCommand) -> None:
    """The PBX did not take the action: the mark goes, and a caller that left meanwhile left by itself."""
    match command:
        case MoveCallToAgent() | MoveCallToQueue():
            caller = floor.callers.get(command.call_id)
            if caller is not None and caller.move is not None and caller.move.command_id == command.id:
                talks.move_failed(floor, caller)
        case StartMonitor():
            floor.monitors.pop(_spy_id(command.id), None)
        case SetMonitorMode() | StopMonitor():
            pass
        case _:
            assert_never(command)


def _originate(floor: Floor, command: StartMonitor, dialplan: Dialplan) -> Action:
    person = floor.people.get(command.agent_id)
    if person is None or (talk := person.current_talk) is None:
        raise PbxRefused("The agent is in no call.")
    if not is_extension(command.extension) or not is_command_id(command.id):
        raise PbxRefused(f"{command.extension} cannot be dialled.")
    spyee = name_of(floor, talk.leg)
    spy_id = _spy_id(command.id)
    floor.monitors[spy_id] = Monitoring(command.id, command.agent_id, command.extension, command.mode)
    headers = (
        ("Channel", f"Local/{command.extension}@{dialplan.supervisor}/n"),
        ("Context", dialplan.spy),
        ("Exten", "spy"),
        ("Priority", "1"),
        ("Timeout", str((dialplan.ring_s + 5) * 1000)),
        ("CallerID", f'"Wallboard" <{command.extension}>'),
        ("Async", "true"),
        ("ChannelId", spy_id),
        ("Variable", f"WB_SPYEE={spyee}"),
        ("Variable", f"WB_SPYMODE={_SPY_OPTIONS[command.mode]}"),
    )
    return Action("Originate", headers, action_id=spy_id)


def _monitoring(floor: Floor, monitor_id: CommandId) -> Monitoring:
    monitoring = floor.monitors.get(_spy_id(monitor_id))
    if monitoring is None or not monitoring.channel:
        raise PbxRefused("The supervisor is in no call.")
    return monitoring


def _spy_id(command_id: CommandId) -> str:
    return f"wb-{command_id}"
