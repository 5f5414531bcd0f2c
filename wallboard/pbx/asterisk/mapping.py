"""AMI events, one function each, as changes of the floor. `WANTED` is all that is read from the stream.

What PBX's words mean for a caller, an agent or a supervisor is decided in `callers`, `agents` and `monitors`.
"""

from collections.abc import Callable
from typing import Final

from wallboard.domain.events import CallFound, Exit
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.asterisk import agents, callers, legs, members, monitors, unnamed
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.legs import channel_of
from wallboard.pbx.asterisk.model import Caller, Floor, Person, Stage, Talk
from wallboard.pbx.asterisk.spelling import caller_name

_UNKNOWN: Final = frozenset({"<unknown>", "unknown", "<null>"})
_EXITS: Final = {
    "TIMEOUT": Exit.TIMEOUT,
    "LEAVEEMPTY": Exit.EMPTY,
    "JOINEMPTY": Exit.EMPTY,
    "LEAVEUNAVAIL": Exit.EMPTY,
    "WITHDRAW": Exit.WITHDRAWN,
}


def apply(floor: Floor, message: Message) -> None:
    """Let one event change the floor; what is unknown or told before does no harm."""
    handler = _HANDLERS.get(message.event)
    if handler is not None and (named := unnamed.with_queue(floor, message, apply)) is not None:
        handler(floor, named)
        if floor.changed:
            agents.refresh(floor)


def number_in(message: Message) -> str:
    """A caller's number, empty where the PBX has none."""
    number = message.get("CallerIDNum")
    return "" if number in _UNKNOWN else number


def name_in(message: Message) -> str:
    """A caller's name as it was given, empty where the PBX has none."""
    name = message.get("CallerIDName")
    return "" if name in _UNKNOWN else caller_name(name, escaped=message.event != "QueueEntry")


def _caller_join(floor: Floor, message: Message) -> None:
    channel = channel_of(floor, message)
    if channel is None:
        return
    position = message.number("Position")
    caller = Caller(
        id=CallId(channel.id),
        queue=QueueId(message.get("Queue")),
        number=number_in(message),
        name=name_in(message),
        entered_ms=floor.now_ms,
        position=position,
    )
    old = floor.callers.get(caller.id)
    if old is None or old.stage is not Stage.WAITING or old.queue != caller.queue:
        callers.shift(floor, caller.queue, position, 1)
    callers.join(floor, caller)


def _caller_abandon(floor: Floor, message: Message) -> None:
    caller = floor.with_caller(message.get("Uniqueid"))
    if caller is not None and caller.queue == message.get("Queue"):
        callers.abandon(floor, caller)


def _caller_leave(floor: Floor, message: Message) -> None:
    caller = floor.with_caller(message.get("Uniqueid"))
    queue = QueueId(message.get("Queue"))
    if caller is not None and caller.queue == queue:
        callers.leave(floor, caller)
    callers.shift(floor, queue, message.number("Position") + 1, -1)


def _agent_called(floor: Floor, message: Message) -> None:
    person = floor.people.get(AgentId(message.get("Interface")))
    caller, leg = floor.with_caller(message.get("Uniqueid")), channel_of(floor, message, "Dest")
    if person is not None and caller is not None and leg is not None:
        callers.rings(floor, caller, person, leg)


def _ring_no_answer(floor: Floor, message: Message) -> None:
    if (leg := floor.channels.get(message.get("DestUniqueid"))) is not None:
        callers.ring_over(floor, leg)


def _agent_connect(floor: Floor, message: Message) -> None:
    person = floor.people.get(AgentId(message.get("Interface")))
    channel, leg = channel_of(floor, message), channel_of(floor, message, "Dest")
    if person is None or channel is None or leg is None:
        return
    agents.take_leg(floor, person, leg)
    caller = floor.with_caller(channel.id)
    if caller is not None:
        callers.answered(floor, caller, person, leg.id, by_queue=True)
        return
    queue, number, name = QueueId(message.get("Queue")), number_in(message), name_in(message)
    found(floor, Caller(CallId(channel.id), queue, number, name, floor.now_ms), person, leg.id)


def found(floor: Floor, caller: Caller, person: Person, leg: str, *, by_queue: bool = True) -> None:
    """A talk that nobody saw begin; it goes on since ``caller.entered_ms``."""
    caller.stage, caller.agent, caller.was_answered = Stage.TALKING, person.id, True
    floor.callers[caller.id] = caller
    since_ms = caller.entered_ms
    event = CallFound(
        at_ms=floor.now_ms,
        call_id=caller.id,
        queue_id=caller.queue,
        agent_id=person.id,
        number=caller.number,
        since_ms=since_ms,
        name=caller.name,
    )
    floor.tell(event)
    agents.begin_talk(floor, person, Talk(caller.id, caller.queue, leg, since_ms, since_ms, by_queue))


def _agent_complete(floor: Floor, message: Message) -> None:
    """Late, twice or without a channel: only an open talk is closed by it, the rest the hang-ups tell."""
    caller = floor.with_caller(message.get("Uniqueid"))
    person = floor.people.get(AgentId(message.get("Interface")))
    if caller is None or person is None or caller.id not in person.talks:
        return
    talk = person.talks[caller.id]
    if talk.by_queue and talk.queue == message.get("Queue"):
        callers.talk_over(floor, caller, transferred=message.get("Reason") == "transfer")


def _user_event(floor: Floor, message: Message) -> None:
    caller = floor.with_caller(message.get("Uniqueid"))
    if message.get("UserEvent") != "WBQueueExit" or caller is None:
        return
    # MOVING: back from a move into a queue that takes nobody now, or with no time left
    if caller.stage in (Stage.LEAVING, Stage.MOVING):
        callers.exited(floor, caller, _EXITS.get(message.get("Status"), caller.exit))


Handler = Callable[[Floor, Message], None]
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
    "BlindTransfer": legs.blind_transfer,
    "Hold": legs.hold,
    "Unhold": legs.hold,
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
    "UserEvent": _user_event,
    "ChanSpyStart": monitors.chan_spy_start,
    "ChanSpyStop": monitors.chan_spy_stop,
    "DTMFEnd": monitors.dtmf_end,
    "OriginateResponse": monitors.originate_response,
}
WANTED: Final = frozenset(_HANDLERS)
"""The events that are read; all others are dropped by their name alone."""
