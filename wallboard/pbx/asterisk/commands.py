"""A supervisor's commands as AMI actions: first the variables the dialplan needs, then the one that acts.

Channel names go to the PBX only as the PBX itself told them, and whole: `Hangup` takes ``/…/`` as a pattern.
"""

import re
from typing import Final, assert_never

from msgspec import Struct

from wallboard.domain.commands import (
    AnyCommand,
    MoveCallToAgent,
    MoveCallToQueue,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CallId, CommandId
from wallboard.domain.legality import is_extension
from wallboard.domain.state import MonitorMode
from wallboard.pbx.asterisk import callers
from wallboard.pbx.asterisk.codec import Action
from wallboard.pbx.asterisk.model import MOVE_CONTEXT, Caller, Floor, Monitoring, Move, Stage
from wallboard.pbx.asterisk.monitors import MODE_KEYS

_CHANNEL: Final = re.compile(r"[A-Za-z0-9]+/[^\r\n,&|\"]+")
_QUEUE_EXTEN: Final = re.compile(r"[A-Za-z0-9][^\r\n/,&|\"]+")
_COMMAND_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SPY_OPTIONS: Final = {MonitorMode.LISTEN: "", MonitorMode.WHISPER: "w", MonitorMode.BARGE: "B"}


class Dialplan(Struct, frozen=True, kw_only=True):
    """Where the dialplan fragment's contexts are, and how long phones ring."""

    move: str = MOVE_CONTEXT
    requeue: str = "wb-requeue"
    spy: str = "wb-spy"
    supervisor: str = "wb-sup"
    ring_s: int = 20


def variables(floor: Floor, command: AnyCommand, dialplan: Dialplan) -> list[Action]:
    """What is to be set on the caller's channel before the act; `PbxRefused` when it cannot be done."""
    match command:
        case MoveCallToAgent():
            caller = _caller(floor, command.call_id)
            if command.agent_id not in floor.people or not _CHANNEL.fullmatch(command.agent_id):
                raise PbxRefused(f"The PBX has no agent at {command.agent_id}.")
            values = {"WB_DIAL": command.agent_id, "WB_RING": str(dialplan.ring_s), "WB_POS": "1"}
            return _set_variables(floor, command.id, caller, values)
        case MoveCallToQueue():
            caller = _caller(floor, command.call_id)
            if command.queue_id not in floor.queues or not _QUEUE_EXTEN.fullmatch(command.queue_id):
                raise PbxRefused(f"The PBX has no queue {command.queue_id} that a call could be sent to.")
            return _set_variables(floor, command.id, caller, {"WB_POS": ""})
        case StartMonitor() | SetMonitorMode() | StopMonitor():
            return []
        case _:
            assert_never(command)


def act(floor: Floor, command: AnyCommand, dialplan: Dialplan) -> Action:
    """The one action that does it, with the channel of this very moment; marks the floor that we asked for it."""
    match command:
        case MoveCallToAgent():
            move = Move(command_id=command.id, to_agent=command.agent_id)
            caller = _caller(floor, command.call_id)
            exten = caller.queue if _QUEUE_EXTEN.fullmatch(caller.queue) else "agent"
            return _move(floor, caller, move, (dialplan.move, exten))
        case MoveCallToQueue():
            move = Move(command_id=command.id, to_queue=command.queue_id)
            return _move(floor, _caller(floor, command.call_id), move, (dialplan.requeue, command.queue_id))
        case StartMonitor():
            return _originate(floor, command, dialplan)
        case SetMonitorMode():
            key = MODE_KEYS[command.mode]
            channel = _monitoring(floor, command.monitor_id).channel
            return Action("PlayDTMF", (("Channel", _checked(channel)), ("Digit", key), ("Receive", "true")))
        case StopMonitor():
            channel = _monitoring(floor, command.monitor_id).channel
            far_half = floor.channels.get(f"{_spy_id(command.monitor_id)};2")
            if far_half is not None:
                # ChanSpy sees its own channel's hang-up only with the next sound from the supervisor's phone
                channel = far_half.name
            return Action("Hangup", (("Channel", _checked(channel)), ("Cause", "16")))
        case _:
            assert_never(command)


def hands(floor: Floor, command: AnyCommand) -> tuple[Stage, str, str | None] | None:
    """Where the caller of a move is now: what the supervisor saw must still be so when the PBX is asked to act."""
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
                callers.move_failed(floor, caller)
        case StartMonitor():
            floor.monitors.pop(_spy_id(command.id), None)
        case SetMonitorMode() | StopMonitor():
            pass
        case _:
            assert_never(command)


def _caller(floor: Floor, call_id: CallId) -> Caller:
    caller = floor.callers.get(call_id)
    if caller is None or caller.stage not in (Stage.WAITING, Stage.TALKING):
        raise PbxRefused("The call has just left, or is being answered or moved.")
    if caller.move is not None:
        raise PbxRefused("The call is being moved already.")
    return caller


def _set_variables(floor: Floor, command_id: CommandId, caller: Caller, values: dict[str, str]) -> list[Action]:
    if not _COMMAND_ID.fullmatch(command_id):
        raise PbxRefused("The command's id cannot be given to the PBX.")
    channel = _name(floor, caller.id)
    values |= {"WB_CMD": command_id, "WB_BACKQ": caller.queue, "WB_PRIO": str(caller.priority)}
    values |= {"WB_TMO": "", "WB_AFTER": ""}
    return [
        Action("Setvar", (("Channel", channel), ("Variable", name), ("Value", value)))
        for name, value in values.items()
    ]


def _move(floor: Floor, caller: Caller, move: Move, target: tuple[str, str]) -> Action:
    """Redirect takes a waiting caller at once; of a talk the agent's leg is transferred, or the queue would lie."""
    context, exten = target
    where = (("Context", context), ("Exten", exten))
    if caller.stage is Stage.WAITING:
        action = Action("Redirect", (("Channel", _name(floor, caller.id)), *where, ("Priority", "1")))
    else:
        person = floor.people.get(caller.agent) if caller.agent is not None else None
        if person is None:
            raise PbxRefused("The agent's part of the call is not known.")
        action = Action("BlindTransfer", (("Channel", _name(floor, person.talks[caller.id].leg)), *where))
    callers.mark_move(floor, caller, move)
    return action


def _originate(floor: Floor, command: StartMonitor, dialplan: Dialplan) -> Action:
    person = floor.people.get(command.agent_id)
    if person is None or not person.talks:
        raise PbxRefused("The agent is in no call.")
    if not is_extension(command.extension) or not _COMMAND_ID.fullmatch(command.id):
        raise PbxRefused(f"{command.extension} cannot be dialled.")
    leg = max(person.talks.values(), key=lambda talk: talk.since_ms).leg
    spyee = _name(floor, leg)
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


def _name(floor: Floor, channel_id: str) -> str:
    channel = floor.channels.get(channel_id)
    if channel is None:
        raise PbxRefused("The PBX has no such call any more.")
    return _checked(channel.name)


def _checked(name: str) -> str:
    if not _CHANNEL.fullmatch(name):
        raise PbxRefused(f"The PBX calls a channel {name!r}, which cannot be acted on safely.")
    return name
