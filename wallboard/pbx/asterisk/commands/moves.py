"""Translates a caller's move to AMI actions: queries, channel variables, and the action that moves."""

import re
from collections.abc import Mapping
from typing import Final, assert_never

from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CallId, CommandId
from wallboard.pbx.asterisk.commands.translation import Answers, Dialplan, Right, Translation
from wallboard.pbx.asterisk.commands.way import VARIABLES, DialplanPlace, OwnDialplan, Seen, checked, way_of, whole
from wallboard.pbx.asterisk.state import connections, talks
from wallboard.pbx.asterisk.state.model import Caller, CallerStage, Move, Talk
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.arguments import first
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.lists import NOBODY

AGENT_EXTEN: Final = "agent"
QUEUE_EXTEN: Final = "queue"
_NEEDED: Final = {AGENT_EXTEN: {AGENT_EXTEN}, QUEUE_EXTEN: {QUEUE_EXTEN, "back", "after"}}

_CHANNEL: Final = re.compile(r"[A-Za-z0-9]+/[^\r\n,&|\"]+")
_COMMAND_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")

AnyMove = MoveCallToAgent | MoveCallToQueue


def questions(state: PbxState, move: AnyMove, dialplan: Dialplan) -> list[Action]:
    """Returns the queries before a move, about what no event reports or only late."""
    caller = caller_of(state, move.call_id)
    queues = {caller.queue} if caller.stage is CallerStage.WAITING else set()
    if isinstance(move, MoveCallToQueue):
        queues.add(move.queue_id)
    channel = name_of(state, caller.channel)
    return [
        Action("Status", (("Channel", channel), ("Variables", ",".join(VARIABLES)))),
        *(Action("ShowDialPlan", (("Context", context),)) for context in (dialplan.move, dialplan.requeue)),
        *(Action("QueueStatus", (("Queue", queue), ("Member", NOBODY))) for queue in sorted(queues)),
    ]


def variables(state: PbxState, move: AnyMove, dialplan: Dialplan, answers: Answers) -> list[Action]:
    """Returns the actions that set variables on the caller's channel; `PbxRefused` if the move is impossible."""
    caller = caller_of(state, move.call_id)
    _check_fragment(dialplan, answers)
    way = _way(state, caller, dialplan, answers)
    match move:
        case MoveCallToAgent():
            if move.agent_id not in state.people or not _CHANNEL.fullmatch(move.agent_id):
                raise PbxRefused(f"The PBX has no agent at {move.agent_id}.", Reason.AGENT_UNKNOWN)
            values = way.to_agent(move.agent_id, dialplan.ring_s)
        case MoveCallToQueue():
            _check_queue(move.queue_id, answers)
            values = way.to_queue(move.queue_id)
        case _:
            assert_never(move)
    return _set_variables(name_of(state, caller.channel), move.id, way.kept() | values)


def act(state: PbxState, move: AnyMove, dialplan: Dialplan, *_: object) -> list[Action]:
    """Returns the action that moves: Redirect of a waiting caller, BlindTransfer by the agent's side of a talk."""
    caller = caller_of(state, move.call_id)
    match move:
        case MoveCallToAgent():
            mark = Move(command_id=move.id, to_agent=move.agent_id)
            where = (("Context", dialplan.move), ("Exten", AGENT_EXTEN))
        case MoveCallToQueue():
            mark = Move(command_id=move.id, to_queue=move.queue_id)
            where = (("Context", dialplan.requeue), ("Exten", QUEUE_EXTEN))
        case _:
            assert_never(move)
    if caller.stage is CallerStage.WAITING:
        action = Action("Redirect", (("Channel", name_of(state, caller.channel)), *where, ("Priority", "1")))
    else:
        action = Action("BlindTransfer", (("Channel", name_of(state, _agents_side(state, caller))), *where))
    talks.mark_move(state, caller, mark)
    return [action]


def caller_state(state: PbxState, move: AnyMove) -> tuple[CallerStage, str, str | None] | None:
    """Returns stage, queue and agent of the caller, which must be the same when the action is sent."""
    caller = state.callers.get(move.call_id)
    return None if caller is None else (caller.stage, caller.queue, caller.agent)


def refused(state: PbxState, move: AnyMove) -> None:
    """Handles a rejected action: the mark is removed, and a caller that left meanwhile left by itself."""
    caller = state.callers.get(move.call_id)
    if caller is not None and caller.move is not None and caller.move.command_id == move.id:
        talks.move_failed(state, caller)


def caller_of(state: PbxState, call_id: CallId) -> Caller:
    """Returns the caller if it can be moved now, else raises `PbxRefused`."""
    caller = state.callers.get(call_id)
    if caller is None or caller.stage not in (CallerStage.WAITING, CallerStage.TALKING):
        raise PbxRefused("The call has just left, or is being answered or moved.", Reason.CALL_MOVED_ON)
    if caller.move is not None:
        raise PbxRefused("The call is being moved already.", Reason.CALL_BUSY)
    return caller


def name_of(state: PbxState, channel_id: str) -> str:
    """Returns the name of a channel, checked; `PbxRefused` if it is gone."""
    channel = state.channels.get(channel_id)
    if channel is None:
        raise PbxRefused("The PBX has no such call any more.", Reason.CALL_GONE)
    return checked_name(channel.name)


def checked_name(name: str) -> str:
    """Returns a channel's name that matches this channel alone; `PbxRefused` if it could match others."""
    if not _CHANNEL.fullmatch(name):
        raise PbxRefused(f"The channel name {name!r} is not safe to use in a command.")
    return name


def is_command_id(text: str) -> bool:
    """Whether a command's id can be sent to the PBX."""
    return _COMMAND_ID.fullmatch(text) is not None


def _check_fragment(dialplan: Dialplan, answers: Answers) -> None:
    """Refuses a dialplan that lacks a part, or has an old version, since it would lose the caller."""
    for context, needed in zip((dialplan.move, dialplan.requeue), _NEEDED.values(), strict=True):
        known = {row.get("Extension") for row in answers.of("ListDialplan", Context=context)}
        if missing := needed - known:
            raise PbxRefused(
                f"The PBX extensions-wallboard.conf is from another version: [{context}] has no {min(missing)}. "
                "See wallboard doctor.",
                Reason.PBX_SETUP,
            )


def _check_queue(queue: str, answers: Answers) -> None:
    """Checks that the queue exists and has room; whether it accepts callers shows only at the move."""
    row = next((row for row in answers.of("QueueParams") if row.get("Queue") == queue), None)
    if row is None:
        raise PbxRefused(f"The PBX has no queue {queue} any more.", Reason.QUEUE_UNKNOWN)
    if 0 < row.number("Max") <= row.number("Calls"):
        raise PbxRefused(f"The queue {queue} is full.", Reason.QUEUE_FULL)


def _way(state: PbxState, caller: Caller, dialplan: Dialplan, answers: Answers) -> OwnDialplan:
    """Returns how the caller's own dialplan continues, if the caller has not moved since."""
    row = next(iter(answers.of("Status")), None)
    if row is None:
        raise PbxRefused("The PBX has no such call any more.", Reason.CALL_GONE)
    if caller.stage is CallerStage.WAITING:
        seen = _waiting(state, caller, row, answers)
    else:
        since_ms = _talk(state, caller).since_ms
        answered_s = (since_ms + state.pbx_ahead_ms) // 1000
        waited_s = max(0, since_ms - caller.entered_ms) // 1000
        seen = Seen(waited_s=waited_s, answered_s=answered_s, place=DialplanPlace.read(caller.place))
    return way_of(row, caller.queue, seen, answers.ami, (dialplan.move, dialplan.requeue))


def _waiting(state: PbxState, caller: Caller, row: AmiMessage, answers: Answers) -> Seen:
    """Returns the wait by the queue's own list; a removed queue is not listed, but keeps its callers."""
    queue = first(row.get("Data")) if row.get("Application") == "Queue" else ""
    if queue.casefold() != caller.queue.casefold() or row.get("BridgeID"):
        raise PbxRefused("The call has just left its queue, or is being answered.", Reason.CALL_MOVED_ON)
    entry = next(iter(answers.of("QueueEntry", Uniqueid=caller.channel, Queue=caller.queue)), None)
    if entry is None:
        return Seen(waited_s=max(0, state.now_ms - caller.entered_ms) // 1000)
    return Seen(waited_s=entry.number("Wait"), priority=whole(entry.get("Priority")))


def _talk(state: PbxState, caller: Caller) -> Talk:
    person = state.people.get(caller.agent) if caller.agent is not None else None
    if person is None or caller.id not in person.talks:
        raise PbxRefused("The agent's channel of the call is unknown.", Reason.CALL_MOVED_ON)
    return person.talks[caller.id]


def _agents_side(state: PbxState, caller: Caller) -> str:
    """Returns the channel that the caller talks with: the agent's leg, or the half of a Local channel before it."""
    agent_id, channel = caller.agent, state.channels.get(caller.channel)
    for leg in connections.beside(state, channel) if channel is not None else []:
        if leg.agent == agent_id or any(end.agent == agent_id for end in connections.ends_behind(state, leg)):
            return leg.id
    raise PbxRefused("The agent's channel of the call is unknown.", Reason.CALL_MOVED_ON)


def _set_variables(channel: str, command_id: CommandId, values: Mapping[str, str]) -> list[Action]:
    if not is_command_id(command_id):
        raise PbxRefused("The command's id is not valid for the PBX.")
    return [
        Action("Setvar", (("Channel", channel), ("Variable", name), ("Value", value)))
        for name, value in checked({"WB_CMD": command_id, **values}).items()
    ]


MOVING: Final = Translation(
    right=Right(write_class="call", actions=("Redirect", "BlindTransfer", "Setvar"), loss="no call can be moved"),
    questions=questions,
    variables=variables,
    caller_state=caller_state,
    act=act,
    refused=refused,
)
