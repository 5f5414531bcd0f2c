"""Adds the missing queue to events: Asterisk omits it where its name or an agent's is not UTF-8.

All of the event's fields about the queue, a caller's place in it and its agent are omitted together.
"""

from collections.abc import Callable
from typing import Final

from wallboard.domain.ids import QueueId
from wallboard.pbx.asterisk.state import agents
from wallboard.pbx.asterisk.state.model import AgentRecord, Caller, Channel, Inquiry
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.arguments import first
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.readable_text import is_utf8

_JOIN: Final = "QueueCallerJoin"
_OF_QUEUES: Final = frozenset(
    {
        _JOIN,
        "QueueCallerLeave",
        "QueueCallerAbandon",
        "AgentCalled",
        "AgentRingNoAnswer",
        "AgentConnect",
        "AgentComplete",
    }
)

Apply = Callable[[PbxState, AmiMessage], None]


def with_queue(pbx_state: PbxState, message: AmiMessage, apply: Apply) -> AmiMessage | None:
    """Returns the event with its queue. None where it needs a query: after the answer the event is applied."""
    if message.event not in _OF_QUEUES or message.get("Queue"):
        return message
    channel_id = message.get("Uniqueid")
    caller = pbx_state.with_caller(channel_id)
    if message.event != _JOIN:
        pbx_state.wants_poll |= caller is None  # those behind one who gave up move on by a place
        return None if caller is None else _completed(message, caller.queue, caller.position)
    queue = _moved_to(caller)
    if queue is not None:
        return _joined(pbx_state, message, queue)

    def answered(rows: list[AmiMessage]) -> None:
        row = next((row for row in rows if row.get("Application") == "Queue"), None)
        if row is not None and channel_id in pbx_state.channels:
            apply(pbx_state, _joined(pbx_state, message, QueueId(first(row.get("Data")))))

    pbx_state.inquiries.append(Inquiry(Action("Status", (("Channel", message.get("Channel")),)), answered))
    return None


def member(pbx_state: PbxState, message: AmiMessage, leg: Channel | None) -> AgentRecord | None:
    """Returns the agent whom an event names, or else the one whose phone its leg is."""
    interface = message.get("Interface")
    if interface or leg is None:
        return pbx_state.person_at(interface)
    return agents.person_of(pbx_state, leg.agent)


def _moved_to(caller: Caller | None) -> QueueId | None:
    """Returns the queue without a UTF-8 name that a supervisor's move leads to or back to."""
    if caller is None or caller.move is None:
        return None
    likely = (caller.move.to_queue, caller.queue)
    return next((queue for queue in likely if queue is not None and not is_utf8(queue)), None)


def _joined(pbx_state: PbxState, message: AmiMessage, queue: QueueId) -> AmiMessage:
    """Returns a caller's entry, at the queue's end until a list corrects it."""
    pbx_state.wants_poll = True
    return _completed(message, queue, len(pbx_state.waiting.get(queue, ())) + 1)


def _completed(message: AmiMessage, queue: QueueId, position: int) -> AmiMessage:
    return AmiMessage({"Position": str(position), **message.headers, "Queue": queue})
