"""Applies events and QueueStatus rows about which agents are members of which queues."""

from wallboard.domain.centre.events import AgentFound, MemberAdded, MemberPauseChanged, MemberRemoved
from wallboard.domain.ids import AgentId, QueueId
from wallboard.pbx.asterisk.state import agents, phones
from wallboard.pbx.asterisk.state.model import AgentRecord, Channel, Member
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage


def member(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles an event with all of a member's data."""
    if message.get("Queue"):
        update_member(pbx_state, message, message.get("Interface"), message.get("MemberName"))


def rung(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles the first ring of an unknown member; the next list has the rest of its data."""
    queue, interface = QueueId(message.get("Queue")), message.get("Interface")
    person = pbx_state.person_at(interface)
    is_known = person is not None and (queue in person.members or (queue, interface) in person.doubles)
    if queue and interface and not is_known and interface not in pbx_state.queue_members:
        update_member(pbx_state, message, interface, message.get("MemberName"))
        pbx_state.wants_poll = True


def update_member(pbx_state: PbxState, message: AmiMessage, interface: str, name: str) -> None:
    """Applies all of a message's data about a member: an event, or a row of QueueStatus."""
    if interface in pbx_state.queue_members:
        return
    queue = QueueId(message.get("Queue"))
    new = Member(
        interface=interface,
        name=name,
        state_interface=message.get("StateInterface"),
        penalty=message.number("Penalty"),
        paused=message.get("Paused") == "1",
        reason=message.get("PausedReason"),
        last_pause_s=message.number("LastPause"),
        login_s=message.number("LoginTime"),
        last_call_s=message.number("LastCall"),
        wrap_up_s=message.number("Wrapuptime"),
        status=message.number("Status"),
    )
    person = agents.person_of(pbx_state, phones.owner(pbx_state, new)) or _add_person(pbx_state, new)
    old = person.members.get(queue)
    if old is not None and old.interface != interface:
        person.doubles[queue, interface] = new  # the same phone twice in one queue: one of the two is enough
        pbx_state.interfaces[interface] = person.id
        return
    person.members[queue] = new
    pbx_state.meet_queue(queue)
    if old is None or old.penalty != new.penalty:
        added = MemberAdded(at_ms=pbx_state.now_ms, queue_id=queue, agent_id=person.id, level=new.penalty)
        pbx_state.emit(added)
    if old is None or old.paused or new.paused:
        _emit_pause(pbx_state, person, queue, old)
    if old is None or old.state_interface != new.state_interface:
        phones.update_devices(pbx_state, person)
    if old is None or old.name != new.name:
        _emit_name(pbx_state, person)
    if old is None or old != new:
        pbx_state.touch(person.id)
        if (status := _status(person)) != person.status:
            agents.set_status(pbx_state, person, status)
    agents.end_forgotten_wrap_up(pbx_state, person, queue)


def _add_person(pbx_state: PbxState, member: Member) -> AgentRecord:
    person = AgentRecord(id=AgentId(member.interface), name=member.name)
    pbx_state.people[person.id] = person
    pbx_state.emit(AgentFound(at_ms=pbx_state.now_ms, agent_id=person.id, name=person.name))
    return person


def _emit_pause(pbx_state: PbxState, person: AgentRecord, queue: QueueId, old: Member | None) -> None:
    """Reports a pause in one queue and its end; only a new reason is a new pause, whatever the PBX repeats."""
    new = person.members[queue]
    paused, reason = (old.paused, old.reason) if old is not None else (False, "")
    if new.paused is paused and not (paused and new.reason not in ("", reason)):
        return
    since_ms = pbx_state.local_ms(new.last_pause_s) if new.paused and new.last_pause_s else pbx_state.now_ms
    changed = MemberPauseChanged(
        at_ms=pbx_state.now_ms,
        queue_id=queue,
        agent_id=person.id,
        paused=new.paused,
        reason=new.reason if new.paused else "",
        since_ms=since_ms,
    )
    pbx_state.emit(changed)


def _emit_name(pbx_state: PbxState, person: AgentRecord) -> None:
    """Reports a name that a queue gives; a member called only by its interface has none."""
    members = _by_queue(person)
    real = [member.name for member in members if member.name != member.interface] or [members[0].name]
    name = person.name if person.name in real else real[0]
    if name != person.name:
        person.name = name
        pbx_state.emit(AgentFound(at_ms=pbx_state.now_ms, agent_id=person.id, name=name))


def _by_queue(person: AgentRecord) -> list[Member]:
    return [member for _, member in sorted(person.members.items())]


def _status(person: AgentRecord) -> int:
    """Returns the phone's state, from the queue that watches it best: not by a switch or a Local channel."""
    by_switch = 0
    for _, member in sorted(person.members.items()):
        if not member.state_interface.startswith(("Custom:", "Local/")):
            return member.status
        by_switch = by_switch or member.status
    return by_switch


def member_removed(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles an agent's removal from a queue."""
    queue, person = QueueId(message.get("Queue")), pbx_state.person_at(message.get("Interface"))
    if person is not None:
        remove_member(pbx_state, queue, person, message.get("Interface"))


def remove_member(pbx_state: PbxState, queue: QueueId, person: AgentRecord, interface: str) -> None:
    """Ends a membership; an agent in no queue is removed once its last talk is over."""
    person.doubles.pop((queue, interface), None)
    member = person.members.get(queue)
    if member is None or member.interface != interface:
        return
    del person.members[queue]
    double = next((key for key in person.doubles if key[0] == queue), None)
    if double is not None:
        old, person.members[queue] = member, person.doubles.pop(double)
        _emit_pause(pbx_state, person, queue, old)
        phones.update_devices(pbx_state, person)
        pbx_state.touch(person.id)
        return
    pbx_state.emit(MemberRemoved(at_ms=pbx_state.now_ms, queue_id=queue, agent_id=person.id))
    phones.update_devices(pbx_state, person)
    pbx_state.touch(person.id)


def remove_queue_member(pbx_state: PbxState, person: AgentRecord) -> None:
    """Removes an agent whose interface leads to another queue; it is not treated as an agent from now on."""
    for queue, member in list(person.members.items()):
        pbx_state.queue_members.add(member.interface)
        remove_member(pbx_state, queue, person, member.interface)


def hide_queue(pbx_state: PbxState, channel: Channel) -> None:
    """Hides a Local channel that waits in a queue: the member at which another queue rings it is not an agent."""
    if (person := agents.person_of(pbx_state, pbx_state.agent_of(channel.other_half))) is not None:
        remove_queue_member(pbx_state, person)
