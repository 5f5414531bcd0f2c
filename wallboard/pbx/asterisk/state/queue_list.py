"""The PBX's list of queues held against the floor: queues, members and waiting callers; at login and by polls."""

import logging
from collections.abc import Iterable

from wallboard.domain.centre.events import QueueFound
from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import (
    ALL,
    CallId,
    QueueId,
)
from wallboard.pbx.asterisk.state import absences, axes, callers, connections, members
from wallboard.pbx.asterisk.state.absences import EVERYTHING, Listed, Scope
from wallboard.pbx.asterisk.state.model import UP, Caller, CallerStage, Channel, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_log = logging.getLogger(__name__)


def reconcile(floor: PbxState, queue_rows: Iterable[AmiMessage], scope: Scope = EVERYTHING) -> None:
    """Correct what no event tells: members by reload or realtime, positions, priorities, callers we missed."""
    listed = take(floor, queue_rows, scope)
    absences.look_for_callers(floor, listed, scope)
    axes.refresh(floor)


def take(floor: PbxState, rows: Iterable[AmiMessage], scope: Scope = EVERYTHING) -> Listed:
    """Take in QueueStatus, or the part of it that ``scope`` says, and return what is in it."""
    listed = Listed(set(), set(), set())
    for row in rows:
        queue = QueueId(row.get("Queue"))
        if is_refused(floor, queue):
            continue
        if row.event == "QueueParams":
            listed.queues.add(queue)
            _take_queue(floor, queue, row)
        elif row.event == "QueueMember":
            listed.members.add((queue, row.get("Location")))
            members.update_member(floor, row, row.get("Location"), row.get("Name"))
        elif row.event == "QueueEntry" and (call_id := _take_entry(floor, queue, row)) is not None:
            listed.entries.add(call_id)
    absences.judge(floor, listed, scope)
    return listed


def is_refused(floor: PbxState, queue: QueueId) -> bool:
    """Whether a queue's name stands for something else here: such a queue is told of to the log alone."""
    if str(queue) != ALL:
        return False
    if queue not in floor.refused_queues:
        floor.refused_queues.add(queue)
        _log.warning("the queue %s is not shown: this name is reserved for all queues; rename it", queue)
    return True


def _take_queue(floor: PbxState, queue: QueueId, row: AmiMessage) -> None:
    service_level_s = float(row.number("ServiceLevel")) or None
    if queue not in floor.queues or floor.queues[queue] != service_level_s:
        floor.queues[queue] = service_level_s
        found = QueueFound(at_ms=floor.now_ms, queue_id=queue, name=queue, service_level_s=service_level_s)
        floor.tell(found)


def _take_entry(floor: PbxState, queue: QueueId, row: AmiMessage) -> CallId | None:
    channel_id = row.get("Uniqueid")
    if channel_id in floor.nested:
        return None
    channel = floor.channels.get(channel_id)
    if channel is None:
        channel = Channel(channel_id, row.get("Channel"), UP, channel_id, Direction.INBOUND, floor.now_ms)
        floor.add_channel(channel)
    caller = floor.with_caller(channel_id)
    call_id = caller.id if caller is not None else call_id_of(floor, channel)
    floor.agenda.drop((TimerKey.MISSED, call_id))
    position, priority = row.number("Position"), row.number("Priority")
    if caller is not None and caller.stage is CallerStage.WAITING and caller.queue == queue:
        callers.reposition(floor, caller, position, priority)
        return call_id
    caller = Caller(
        id=call_id,
        queue=queue,
        number=callers.number_in(row),
        name=callers.name_in(row),
        entered_ms=floor.ago_ms(row.number("Wait")),
        position=position,
        priority=priority,
        channel=channel_id,
    )
    callers.join(floor, caller)
    return call_id


def call_id_of(floor: PbxState, channel: Channel) -> CallId:
    """Under which id a caller is followed whose channel may be a Local one that stands for its own."""
    ends = connections.ends_behind(floor, channel)
    return CallId(ends[0].id if len(ends) == 1 and ends[0].agent is None else channel.id)
