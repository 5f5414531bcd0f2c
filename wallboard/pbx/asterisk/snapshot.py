"""The PBX's lists held against the floor: what differs is told, what nobody saw happen is told as unseen.

QueueStatus is right about queues, members and who waits; CoreShowChannels about legs and who talks with whom.
"""

from collections.abc import Iterable, Mapping

from wallboard.domain.events import QueueFound
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.state import Direction
from wallboard.pbx.asterisk import absences, agents, arguments, callers, legs, mapping, members, monitors, way
from wallboard.pbx.asterisk.absences import EVERYTHING, Listed, Scope
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.model import MOVE_CONTEXT, Caller, Channel, Floor, Move, Stage


def take_over(
    floor: Floor, queue_rows: Iterable[Message], channel_rows: Iterable[Message], moved: Iterable[Message] = ()
) -> None:
    """Everything anew after a login; callers that are gone left unseen, talks that go on go on.

    ``moved`` is what Status tells of channels where some are in a move of ours, see `is_on_the_way`.
    """
    channel_rows = list(channel_rows)
    back = {row.get("Uniqueid"): way.variables_of(row)[way.BACK_QUEUE] for row in moved}
    known = set(floor.people)
    _take_channels(floor, channel_rows)
    entries = _take_queues(floor, queue_rows).entries
    _place_legs(floor)
    _take_talks(floor, channel_rows, entries, back)
    for caller in list(floor.callers.values()):
        _settle(floor, caller, entries)
    for channel_id in [channel_id for channel_id in floor.monitors if channel_id not in floor.channels]:
        monitors.end(floor, channel_id, "The supervisor's phone was gone when the PBX answered again.")
    for person in floor.people.values():
        if person.id not in known:
            agents.resume_wrap_up(floor, person)
    agents.refresh(floor)


def reconcile(floor: Floor, queue_rows: Iterable[Message], scope: Scope = EVERYTHING) -> None:
    """Correct what no event tells: members by reload or realtime, positions, priorities, callers we missed."""
    listed = _take_queues(floor, queue_rows, scope)
    absences.look_for_callers(floor, listed, scope)
    agents.refresh(floor)


def _take_queues(floor: Floor, rows: Iterable[Message], scope: Scope = EVERYTHING) -> Listed:
    """Take in QueueStatus, or the part of it that ``scope`` says; what is in it is returned."""
    listed = Listed(set(), set(), set())
    for row in rows:
        queue = QueueId(row.get("Queue"))
        if row.event == "QueueParams":
            listed.queues.add(queue)
            _take_queue(floor, queue, row)
        elif row.event == "QueueMember":
            listed.members.add((queue, row.get("Location")))
            members.update_member(floor, row, row.get("Location"), row.get("Name"))
        elif row.event == "QueueEntry":
            listed.entries.add(_take_entry(floor, queue, row))
    absences.judge(floor, listed, scope)
    return listed


def _take_queue(floor: Floor, queue: QueueId, row: Message) -> None:
    service_level_s = float(row.number("ServiceLevel")) or None
    if queue not in floor.queues or floor.queues[queue] != service_level_s:
        floor.queues[queue] = service_level_s
        found = QueueFound(at_ms=floor.now_ms, queue_id=queue, name=queue, service_level_s=service_level_s)
        floor.tell(found)


def _take_entry(floor: Floor, queue: QueueId, row: Message) -> CallId:
    call_id = CallId(row.get("Uniqueid"))
    floor.agenda.drop(("missed", call_id))
    position, priority = row.number("Position"), row.number("Priority")
    caller = floor.callers.get(call_id)
    if caller is not None and caller.stage is Stage.WAITING and caller.queue == queue:
        callers.reposition(floor, caller, position, priority)
        return call_id
    channel = Channel(call_id, row.get("Channel"), 6, call_id, Direction.INBOUND, floor.now_ms)
    floor.channels.setdefault(call_id, channel)
    caller = Caller(
        id=call_id,
        queue=queue,
        number=mapping.number_in(row),
        name=mapping.name_in(row),
        entered_ms=floor.now_ms - row.number("Wait") * 1000,
        position=position,
        priority=priority,
    )
    callers.join(floor, caller)
    return call_id


def _take_channels(floor: Floor, rows: Iterable[Message]) -> None:
    """Replace all legs and bridges; a leg that was known keeps what only we know of it."""
    old = floor.channels
    floor.channels, floor.bridges = {}, {}
    for person in floor.people.values():
        person.legs.clear()
        person.rings.clear()
        floor.touch(person.id)
    for row in rows:
        channel_id = row.get("Uniqueid")
        since_ms = floor.now_ms - _duration_ms(row.get("Duration"))
        state, linked = row.number("ChannelState"), row.get("Linkedid")
        channel = old.get(channel_id) or Channel(
            channel_id, row.get("Channel"), state, linked, Direction.INBOUND, since_ms
        )
        channel.name, channel.state, channel.linked = row.get("Channel"), state, linked
        channel.bridge = row.get("BridgeId")
        if channel_id not in old and row.get("Application") in ("Dial", "Queue"):
            channel.direction = Direction.OUTBOUND
        floor.channels[channel_id] = channel
        if channel.bridge:
            floor.bridges.setdefault(channel.bridge, set()).add(channel_id)


def _place_legs(floor: Floor) -> None:
    """Give each agent its phone's legs, and those that ring for a waiting caller their ring."""
    for channel in list(floor.channels.values()):
        agent_id = channel.agent or floor.agent_of(channel.name)
        person = agents.person_of(floor, agent_id)
        if person is None:
            channel.agent = None
            continue
        agents.take_leg(floor, person, channel)
        caller = floor.with_caller(channel.linked)
        if channel.state == 5 and caller is not None and caller.id != channel.id and not channel.spent:
            callers.rings(floor, caller, person, channel)


def _take_talks(floor: Floor, rows: Iterable[Message], entries: set[CallId], back: Mapping[str, str]) -> None:
    """Callers that nobody knew and that an agent talks with now, by a queue or by our move, or will by our move."""
    for row in rows:
        call_id, bridge, queue = CallId(row.get("Uniqueid")), row.get("BridgeId"), _queue_of(row, back)
        by_queue = row.get("Application") == "Queue"
        if queue not in floor.queues or call_id in entries or call_id in floor.callers:
            continue
        number, name = mapping.number_in(row), mapping.name_in(row)
        caller = Caller(call_id, queue, number, name, floor.channels[call_id].since_ms)
        leg = next((leg for leg in _others(floor, call_id, bridge) if leg.agent is not None), None)
        person = agents.person_of(floor, leg.agent) if leg is not None else None
        if leg is not None and person is not None:
            caller.entered_ms = leg.since_ms
            mapping.found(floor, caller, person, leg.id, by_queue=by_queue)
        elif not by_queue and not bridge:
            to_agent = AgentId(arguments.first(row.get("ApplicationData")))
            caller.move = Move(command_id=CommandId(""), to_agent=to_agent)
            floor.callers[call_id] = caller
            callers.start_moving(floor, caller)


def is_on_the_way(row: Message) -> bool:
    """Whether a channel's agent is rung, or was, by a move of ours: its own variable has the queue it came from."""
    return row.get("Application") == "Dial" and row.get("Context") == MOVE_CONTEXT


def _queue_of(row: Message, back: Mapping[str, str]) -> QueueId | None:
    """The queue whose caller a channel is, where what it does tells."""
    if is_on_the_way(row):
        return QueueId(arguments.first(back.get(row.get("Uniqueid"), "")))
    return QueueId(arguments.first(row.get("ApplicationData"))) if row.get("Application") == "Queue" else None


def _others(floor: Floor, call_id: str, bridge: str) -> list[Channel]:
    inside = floor.bridges.get(bridge, set())
    return [floor.channels[channel_id] for channel_id in inside if channel_id != call_id]


def _settle(floor: Floor, caller: Caller, entries: set[CallId]) -> None:
    """Where a caller we knew is now, after a time in which nobody looked."""
    channel = floor.channels.get(caller.id)
    if channel is None:
        callers.vanished(floor, caller)
    elif caller.stage is Stage.WAITING and caller.id in entries:
        return
    elif channel.bridge and any(leg.agent for leg in _others(floor, caller.id, channel.bridge)):
        caller.stage = Stage.CONNECTING if caller.stage is Stage.WAITING else caller.stage
        legs.meet(floor, caller, floor.bridges[channel.bridge])
    elif caller.stage is Stage.TALKING:
        callers.talk_over(floor, caller)
    elif caller.stage is Stage.WAITING:
        absences.look_for(floor, caller)


def _duration_ms(text: str) -> int:
    """``HH:MM:SS`` in milliseconds; 0 where it is something else."""
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return 0
    hours, minutes, seconds = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
