"""Applies AMI events, one function each, to the PBX's state. `WANTED` are the events that are read.

Events of queues are here, those of channels, members, phones and supervisors in modules of their own.
"""

from collections.abc import Callable
from typing import Final

from wallboard.domain.centre.events import Exit
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.asterisk.state import (
    agents,
    axes,
    callers,
    connections,
    legs,
    members,
    monitors,
    parties,
    phones,
    talks,
    transfers,
)
from wallboard.pbx.asterisk.state.callers import name_in, number_in
from wallboard.pbx.asterisk.state.legs import channel_of
from wallboard.pbx.asterisk.state.model import MOVE_CONTEXT, REQUEUE_CONTEXT, Caller, CallerStage, Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire import unnamed
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_EXITS: Final = {
    "TIMEOUT": Exit.TIMEOUT,
    "LEAVEEMPTY": Exit.EMPTY,
    "JOINEMPTY": Exit.EMPTY,
    "LEAVEUNAVAIL": Exit.EMPTY,
    "WITHDRAW": Exit.WITHDRAWN,
}


def apply(pbx_state: PbxState, message: AmiMessage) -> None:
    """Applies one event to the PBX's state; unknown or repeated ones are harmless."""
    handler = _HANDLERS.get(message.event)
    if handler is None:
        return
    if (named := unnamed.with_queue(pbx_state, message, apply)) is not None:
        handler(pbx_state, named)
        if pbx_state.changed:
            axes.refresh(pbx_state)


def _caller_join(pbx_state: PbxState, message: AmiMessage) -> None:
    channel = channel_of(pbx_state, message)
    if channel is None:
        return
    queue, position = QueueId(message.get("Queue")), message.number("Position")
    before = connections.caller_behind(pbx_state, channel)
    if (outer := _outer_caller(pbx_state, channel, before)) is not None:
        pbx_state.nested[channel.id] = outer.id
        members.hide_queue(pbx_state, channel)
        callers.shift(pbx_state, queue, position, 1)
        return
    caller = Caller(
        id=before.id if before is not None else CallId(channel.id),
        queue=queue,
        number=number_in(message),
        name=name_in(message),
        entered_ms=pbx_state.now_ms,
        position=position,
        consulting=_has_talk(pbx_state, channel),
        channel=channel.id,
        place=_place_in(message),
    )
    if before is None or before.stage is not CallerStage.WAITING or before.queue != caller.queue:
        callers.shift(pbx_state, caller.queue, position, 1)
    callers.join(pbx_state, caller)


def _outer_caller(pbx_state: PbxState, channel: Channel, before: Caller | None) -> Caller | None:
    """Returns the caller for whom another queue rings this one as its member; None where a new caller joins."""
    outer = before or pbx_state.with_caller(channel.linked)
    is_nested = channel.is_local and outer is not None and outer.channel != channel.id
    return outer if is_nested and outer is not None and outer.stage is CallerStage.WAITING else None


def _has_talk(pbx_state: PbxState, channel: Channel) -> bool:
    person = agents.person_of(pbx_state, channel.agent)
    return person is not None and bool(person.talks)


def _place_in(message: AmiMessage) -> str:
    """Returns where the caller's own dialplan put it into the queue; empty after a supervisor's move."""
    if message.get("Context") in ("", MOVE_CONTEXT, REQUEUE_CONTEXT):
        return ""
    return ",".join(message.get(header) for header in ("Context", "Exten", "Priority"))


def _new_caller_id(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a new number of a caller, or another presentation of it, set by the dialplan."""
    if (caller := pbx_state.with_caller(message.get("Uniqueid"))) is not None:
        callers.identify(pbx_state, caller, message)


def _caller_abandon(pbx_state: PbxState, message: AmiMessage) -> None:
    caller = pbx_state.with_caller(message.get("Uniqueid"))
    if caller is not None and caller.queue == message.get("Queue"):
        callers.abandon(pbx_state, caller)


def _caller_leave(pbx_state: PbxState, message: AmiMessage) -> None:
    caller = pbx_state.with_caller(message.get("Uniqueid"))
    queue = QueueId(message.get("Queue"))
    if caller is not None and caller.queue == queue:
        callers.leave(pbx_state, caller)
    callers.shift(pbx_state, queue, message.number("Position") + 1, -1)


def _agent_called(pbx_state: PbxState, message: AmiMessage) -> None:
    leg = channel_of(pbx_state, message, "Dest")
    if leg is None:
        return
    members.rung(pbx_state, message)
    half, person = connections.other_half(pbx_state, leg), unnamed.member(pbx_state, message, leg)
    if person is not None and half is not None and half.id in pbx_state.nested:
        members.remove_queue_member(pbx_state, person)
    call_id = pbx_state.nested.get(message.get("Uniqueid"))
    caller = (
        pbx_state.callers.get(call_id) if call_id is not None else pbx_state.with_caller(message.get("Uniqueid"))
    )
    if person is not None and caller is not None and person.members:
        callers.rings(pbx_state, caller, person, leg)


def _ring_no_answer(pbx_state: PbxState, message: AmiMessage) -> None:
    if (leg := pbx_state.channels.get(message.get("DestUniqueid"))) is None:
        return
    half, person = connections.other_half(pbx_state, leg), agents.person_of(pbx_state, leg.agent)
    if person is not None and half is not None and not half.dials and message.number("RingTime") < _FAILED_MS:
        person.failed_rings += 1
    callers.ring_over(pbx_state, leg)


def _agent_connect(pbx_state: PbxState, message: AmiMessage) -> None:
    channel, leg = channel_of(pbx_state, message), channel_of(pbx_state, message, "Dest")
    if channel is None or leg is None:
        return
    members.rung(pbx_state, message)
    called = unnamed.member(pbx_state, message, leg)
    if called is not None and (leg.is_local or leg.agent is None) and not leg.picked_up:
        agents.take_leg(pbx_state, called, leg)
    if channel.id in pbx_state.nested:
        return
    caller = pbx_state.with_caller(channel.id)
    person, leg_id = parties.who_answered(pbx_state, leg, called)
    if person is None:
        if caller is not None and called is not None:
            talks.answered_elsewhere(pbx_state, caller, called)
        return
    if caller is not None:
        parties.connect(pbx_state, caller, person, leg_id)
        if caller.id in person.talks:
            person.talks[caller.id].called = leg.id
        return
    queue, number, name = QueueId(message.get("Queue")), number_in(message), name_in(message)
    talks.found(pbx_state, Caller(CallId(channel.id), queue, number, name, pbx_state.now_ms), person, leg_id)


def _agent_complete(pbx_state: PbxState, message: AmiMessage) -> None:
    """Ends an open talk; the event may be late, repeated or without a channel, and hang-ups cover the rest."""
    caller = pbx_state.with_caller(message.get("Uniqueid"))
    person = unnamed.member(pbx_state, message, pbx_state.channels.get(message.get("DestUniqueid")))
    if caller is None or person is None or caller.id not in person.talks:
        return
    talk = person.talks[caller.id]
    if talk.by_queue and talk.queue == message.get("Queue"):
        talks.talk_over(pbx_state, caller, transferred=message.get("Reason") == "transfer")


def _user_event(pbx_state: PbxState, message: AmiMessage) -> None:
    caller = pbx_state.with_caller(message.get("Uniqueid"))
    if message.get("UserEvent") != "WBQueueExit" or caller is None:
        return
    exit_ = _EXITS.get(message.get("Status"), caller.exit)
    if caller.stage is CallerStage.LEAVING:
        callers.may_return(pbx_state, caller, exit_)
    elif caller.stage is CallerStage.MOVING:
        # back from a move into a queue that accepts no callers now, or with no time left
        callers.exited(pbx_state, caller, exit_)


_FAILED_MS: Final = 500
"""A ring that ends sooner and reached no phone means that the phone is unreachable."""

Handler = Callable[[PbxState, AmiMessage], None]
_HANDLERS: Final[dict[str, Handler]] = {
    "Newchannel": legs.new_channel,
    "Newstate": legs.new_state,
    "Rename": legs.rename,
    "HangupRequest": legs.hangup_request,
    "SoftHangupRequest": legs.soft_hangup_request,
    "Hangup": legs.hangup,
    "DialBegin": legs.dial_begin,
    "DialEnd": legs.dial_end,
    "BridgeEnter": legs.bridge_enter,
    "BridgeLeave": legs.bridge_leave,
    "BridgeDestroy": legs.bridge_destroy,
    "BlindTransfer": transfers.blind_transfer,
    "AttendedTransfer": transfers.attended_transfer,
    "ParkedCall": transfers.parked,
    "ParkedCallTimeOut": transfers.unparked,
    "UnParkedCall": transfers.unparked,
    "Pickup": transfers.picked_up,
    "Hold": legs.hold,
    "Unhold": legs.hold,
    "NewCallerid": _new_caller_id,
    "QueueCallerJoin": _caller_join,
    "QueueCallerAbandon": _caller_abandon,
    "QueueCallerLeave": _caller_leave,
    "AgentCalled": _agent_called,
    "AgentRingNoAnswer": _ring_no_answer,
    "AgentConnect": _agent_connect,
    "AgentComplete": _agent_complete,
    "QueueMemberStatus": members.member,
    "QueueMemberAdded": members.member,
    "QueueMemberPause": members.member,
    "QueueMemberPenalty": members.member,
    "QueueMemberRinginuse": members.member,
    "QueueMemberRemoved": members.member_removed,
    "AgentLogin": transfers.agent_login,
    "AgentLogoff": transfers.agent_logoff,
    "ExtensionStatus": phones.hint_changed,
    "DeviceStateChange": phones.device_changed,
    "UserEvent": _user_event,
    "ChanSpyStart": monitors.chan_spy_start,
    "ChanSpyStop": monitors.chan_spy_stop,
    "DTMFEnd": monitors.dtmf_end,
    "OriginateResponse": monitors.originate_response,
}
WANTED: Final = frozenset(_HANDLERS)
"""The events that are read; all others are dropped by their name alone."""
