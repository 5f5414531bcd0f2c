"""Finds calls that were in progress before the login, from the PBX's list of channels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.state import agents, callers, connections, phones, queue_list, talks
from wallboard.pbx.asterisk.state.model import MOVE_CONTEXT, AgentRecord, Caller, Channel, Move
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire import arguments
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_CALLED: Final = "AppQueue"
"""The applications of channels that a queue called."""


def take_talks(
    pbx_state: PbxState, rows: Iterable[AmiMessage], entries: set[CallId], back: Mapping[str, str]
) -> None:
    """Adds unknown callers that an agent talks with now, by a queue or a supervisor's move, or will by a move."""
    rows = list(rows)
    called = [pbx_state.channels[row.get("Uniqueid")] for row in rows if row.get("Application") == _CALLED]
    # a Local channel in a queue is the later visit of a caller whom an agent sent there
    for row in sorted(rows, key=lambda row: not row.get("Channel").startswith("Local/")):
        channel, queue = pbx_state.channels[row.get("Uniqueid")], _queue_of(row, back)
        by_queue = row.get("Application") == "Queue"
        if (
            queue not in pbx_state.queues
            or channel.id in pbx_state.nested
            or pbx_state.with_caller(channel.id) is not None
        ):
            continue
        call_id = queue_list.call_id_of(pbx_state, channel)
        if call_id in entries or call_id in pbx_state.callers:
            continue
        number, name = callers.number_in(row), callers.name_in(row)
        caller = Caller(call_id, queue, number, name, channel.since_ms, channel=channel.id)
        person, leg = _talks_with(pbx_state, channel, called)
        if leg is not None and person is not None:
            caller.entered_ms = leg.since_ms
            talks.found(pbx_state, caller, person, leg.id, by_queue=by_queue)
        elif not by_queue and not channel.bridge:
            to_agent = AgentId(arguments.first(row.get("ApplicationData")))
            caller.move = Move(command_id=CommandId(""), to_agent=to_agent)
            pbx_state.put_caller(caller)
            talks.start_moving(pbx_state, caller)


def _talks_with(
    pbx_state: PbxState, channel: Channel, called: Sequence[Channel]
) -> tuple[AgentRecord | None, Channel | None]:
    """Returns the agent that a caller is connected with, and the leg; an unknown phone is the rung agent's."""
    ends = connections.far_ends(pbx_state, channel)
    for leg in ends:
        if (person := agents.person_of(pbx_state, leg.agent)) is not None:
            return person, leg
    for leg in connections.beside(pbx_state, channel):
        person = agents.person_of(pbx_state, leg.agent)
        if person is None or phones.has_phone(person):
            continue
        if len(ends) == 1:
            agents.take_leg(pbx_state, person, ends[0])
            return person, ends[0]
        if not ends:
            return person, leg
    return (None, None) if ends else _asks_elsewhere(pbx_state, channel, called)


def _asks_elsewhere(
    pbx_state: PbxState, channel: Channel, called: Sequence[Channel]
) -> tuple[AgentRecord | None, Channel | None]:
    """Returns the agent of a queue who left the caller for a consultation, and the leg of that."""
    alone = [leg for leg in connections.beside(pbx_state, channel) if leg.is_local]
    for person in (agents.person_of(pbx_state, leg.agent) for leg in called if leg.linked == channel.linked):
        if person is None or not channel.bridge:
            continue
        for leg in (pbx_state.channels[leg_id] for leg_id in person.legs):
            if not leg.is_local and leg.linked == channel.linked and leg.bridge not in ("", channel.bridge):
                for local in alone:
                    local.reached = True
                return person, leg
    return None, None


def is_on_the_way(row: AmiMessage) -> bool:
    """Whether a channel's agent is or was rung by a supervisor's move: its own variable has the former queue."""
    return row.get("Application") == "Dial" and row.get("Context") == MOVE_CONTEXT


def _queue_of(row: AmiMessage, back: Mapping[str, str]) -> QueueId | None:
    """Returns the queue whose caller a channel is, where its application shows it."""
    if is_on_the_way(row):
        return QueueId(arguments.first(back.get(row.get("Uniqueid"), "")))
    return QueueId(arguments.first(row.get("ApplicationData"))) if row.get("Application") == "Queue" else None
