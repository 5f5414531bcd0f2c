"""Who takes which queue's calls, as the PBX's events and its QueueStatus rows tell it."""

from wallboard.domain.events import AgentFound, MemberAdded, MemberRemoved
from wallboard.domain.ids import AgentId, QueueId
from wallboard.pbx.asterisk import agents
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.model import Floor, Member, Person, device


def member(floor: Floor, message: Message) -> None:
    """An event that carries all of a member."""
    update_member(floor, message, message.get("Interface"), message.get("MemberName"))


def update_member(floor: Floor, message: Message, interface: str, name: str) -> None:
    """Take in all that a message says of a member: an event, or a row of QueueStatus."""
    queue, agent_id = QueueId(message.get("Queue")), AgentId(interface)
    person = floor.people.get(agent_id)
    if person is None:
        person = _add_person(floor, agent_id, name, message.get("StateInterface"))
    if person.name != name:
        person.name = name
        floor.tell(AgentFound(at_ms=floor.now_ms, agent_id=agent_id, name=name))
    old = person.members.get(queue)
    new = Member(
        penalty=message.number("Penalty"),
        paused=message.get("Paused") == "1",
        reason=message.get("PausedReason"),
        last_pause_s=message.number("LastPause"),
        login_s=message.number("LoginTime"),
        last_call_s=message.number("LastCall"),
        wrap_up_s=message.number("Wrapuptime"),
        status=message.number("Status"),
    )
    person.members[queue] = new
    if old is None or old.penalty != new.penalty:
        added = MemberAdded(at_ms=floor.now_ms, queue_id=queue, agent_id=agent_id, penalty=new.penalty)
        floor.tell(added)
    if old is None or old != new:
        floor.touch(agent_id)
    if person.status != new.status:
        agents.set_status(floor, person, new.status)
    agents.wrap_up_forgotten(floor, person, queue)


def _add_person(floor: Floor, agent_id: AgentId, name: str, state_interface: str) -> Person:
    person = Person(id=agent_id, name=name, state_interface=state_interface)
    floor.people[agent_id] = person
    # the interface itself says more than another member's state interface of the same phone
    floor.phones[device(agent_id)] = agent_id
    agents.know_phones(floor, person)
    floor.tell(AgentFound(at_ms=floor.now_ms, agent_id=agent_id, name=name))
    return person


def member_removed(floor: Floor, message: Message) -> None:
    """An agent was taken out of a queue."""
    remove_member(floor, QueueId(message.get("Queue")), AgentId(message.get("Interface")))


def remove_member(floor: Floor, queue: QueueId, agent_id: AgentId) -> None:
    """The agent takes that queue's calls no longer; one in no queue is gone once its last talk is over."""
    person = floor.people.get(agent_id)
    if person is None or person.members.pop(queue, None) is None:
        return
    floor.tell(MemberRemoved(at_ms=floor.now_ms, queue_id=queue, agent_id=agent_id))
    floor.touch(agent_id)
