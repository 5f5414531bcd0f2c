"""Compares the PBX's list of queues with the state: queues, members and waiting callers; at login and by polls."""

from collections.abc import Iterable

from wallboard.domain.centre.events import QueueFound
from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import (
    CallId,
    QueueId,
)
from wallboard.pbx.asterisk.state import absences, axes, callers, connections, members
from wallboard.pbx.asterisk.state.absences import EVERYTHING, Listed, ListedPart
from wallboard.pbx.asterisk.state.model import UP, Caller, CallerStage, Channel, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage


def reconcile(pbx_state: PbxState, queue_rows: Iterable[AmiMessage], part: ListedPart = EVERYTHING) -> None:
    """Corrects what no event reports: members by reload or realtime, positions, priorities, missed callers."""
    listed = take(pbx_state, queue_rows, part)
    absences.find_callers(pbx_state, listed, part)
    axes.refresh(pbx_state)


def take(pbx_state: PbxState, rows: Iterable[AmiMessage], part: ListedPart = EVERYTHING) -> Listed:
    """Applies QueueStatus, or the part of it in ``part``, and returns its contents."""
    listed = Listed(set(), set(), set())
    for row in rows:
        queue = QueueId(row.get("Queue"))
        if row.event == "QueueParams":
            listed.queues.add(queue)
            _take_queue(pbx_state, queue, row)
        elif row.event == "QueueMember":
            listed.members.add((queue, row.get("Location")))
            members.update_member(pbx_state, row, row.get("Location"), row.get("Name"))
        elif row.event == "QueueEntry" and (call_id := _take_entry(pbx_state, queue, row)) is not None:
            listed.entries.add(call_id)
    absences.judge(pbx_state, listed, part)
    return listed


def _take_queue(pbx_state: PbxState, queue: QueueId, row: AmiMessage) -> None:
    service_level_s = float(row.number("ServiceLevel")) or None
    if queue not in pbx_state.queues or pbx_state.queues[queue] != service_level_s:
        pbx_state.queues[queue] = service_level_s
        found = QueueFound(at_ms=pbx_state.now_ms, queue_id=queue, name=queue, service_level_s=service_level_s)
        pbx_state.emit(found)


def _take_entry(pbx_state: PbxState, queue: QueueId, row: AmiMessage) -> CallId | None:
    channel_id = row.get("Uniqueid")
    if channel_id in pbx_state.nested:
        return None
    channel = pbx_state.channels.get(channel_id)
    if channel is None:
        channel = Channel(channel_id, row.get("Channel"), UP, channel_id, Direction.INBOUND, pbx_state.now_ms)
        pbx_state.add_channel(channel)
    caller = pbx_state.with_caller(channel_id)
    call_id = caller.id if caller is not None else call_id_of(pbx_state, channel)
    pbx_state.agenda.drop((TimerKey.MISSED, call_id))
    position, priority = row.number("Position"), row.number("Priority")
    if caller is not None and caller.stage is CallerStage.WAITING and caller.queue == queue:
        callers.reposition(pbx_state, caller, position, priority)
        return call_id
    caller = Caller(
        id=call_id,
        queue=queue,
        number=callers.number_in(row),
        name=callers.name_in(row),
        entered_ms=pbx_state.ago_ms(row.number("Wait")),
        position=position,
        priority=priority,
        channel=channel_id,
    )
    callers.join(pbx_state, caller)
    return call_id


def call_id_of(pbx_state: PbxState, channel: Channel) -> CallId:
    """Returns the caller id of a channel, which may be a Local one that stands for the caller's own."""
    ends = connections.ends_behind(pbx_state, channel)
    return CallId(ends[0].id if len(ends) == 1 and ends[0].agent is None else channel.id)
