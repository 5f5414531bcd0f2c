"""An agent's two axes, out of memberships, phone legs, rings, talks and wrap-up.

Availability: paused when paused in *every* queue, because one open queue still rings the phone. Logged out when
the device does not exist, when a talk outlives the last membership, and for agents that sign in at the PBX
(``Agent:`` devices) when their device is unavailable; any other unavailable phone is unreachable.
"""

from typing import Final

from wallboard.domain.events import ActivityChanged, AgentRemoved, AvailabilityChanged, CallHandled
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.domain.state import Activity, Availability, Direction
from wallboard.pbx.asterisk.model import Channel, Doing, Floor, Person, Talk, WrapUp, device

UNSEEN_BUSY_MS: Final = 1_000
"""How long a device may say busy without a channel that explains it, before we believe it."""

_RING, _RINGING, _UP = 4, 5, 6
"""Channel states: a phone that dialled, a phone that rings, a phone that talks."""
_INVALID, _UNAVAILABLE, _RINGING_DEVICE = 4, 5, 6
_BUSY_DEVICE: Final = frozenset({2, 3, 6, 7, 8})


def take_leg(floor: Floor, person: Person, leg: Channel) -> None:
    """The leg is of this agent's phone, and of nobody else's: two members may be of one phone."""
    old = person_of(floor, leg.agent)
    if old is not None and old is not person:
        old.legs.discard(leg.id)
        old.rings.pop(leg.id, None)
        floor.touch(old.id)
    leg.agent = person.id
    person.legs.add(leg.id)
    floor.touch(person.id)


def know_phones(floor: Floor, person: Person) -> None:
    """A phone that is nobody's yet is this agent's, by its interface or by its state interface."""
    for interface in (person.id, person.state_interface):
        floor.phones.setdefault(device(interface), person.id)


def begin_talk(floor: Floor, person: Person, talk: Talk) -> None:
    """The agent has the caller now; a wrap-up that still ran ends here."""
    end_wrap_up(floor, person)
    person.rings.pop(talk.leg, None)
    person.talks[talk.call_id] = talk
    floor.touch(person.id)


def end_talk(floor: Floor, person: Person, call_id: CallId) -> None:
    """The agent is out of the call: wrap-up begins, or the call is handled."""
    talk = person.talks.pop(call_id, None)
    if talk is None:
        return
    if talk.held:
        set_hold(floor, person, talk, held=False)
    if (leg := floor.channels.get(talk.leg)) is not None:
        leg.spent = True
    end_wrap_up(floor, person)
    until_ms = floor.now_ms + floor.wrap_up_ms(person, talk.queue)
    person.wrap_up = WrapUp(talk=talk, began_ms=floor.now_ms, until_ms=until_ms)
    if until_ms > floor.now_ms:
        floor.agenda.set(("wrap-up", person.id), until_ms, lambda: end_wrap_up(floor, person))
    else:
        end_wrap_up(floor, person)
    floor.touch(person.id)


def end_wrap_up(floor: Floor, person: Person) -> None:
    """The agent is through with its last call, if it still was in wrap-up."""
    wrap_up, person.wrap_up = person.wrap_up, None
    floor.agenda.drop(("wrap-up", person.id))
    if wrap_up is None:
        return
    floor.touch(person.id)
    if (talk := wrap_up.talk) is None:
        return
    handled = CallHandled(
        at_ms=floor.now_ms,
        call_id=talk.call_id,
        queue_id=talk.queue,
        agent_id=person.id,
        talk_ms=max(0, wrap_up.began_ms - talk.since_ms - talk.hold_ms),
        hold_ms=talk.hold_ms,
        wrap_up_ms=min(floor.now_ms, wrap_up.until_ms) - wrap_up.began_ms,
    )
    floor.tell(handled)


def wrap_up_forgotten(floor: Floor, person: Person, queue: QueueId) -> None:
    """After a reset or a reload of members the PBX rings the agent at once: it has no last call."""
    wrap_up, member = person.wrap_up, person.members.get(queue)
    talk = wrap_up.talk if wrap_up is not None else None
    if talk is None or member is None or not talk.by_queue or talk.queue != queue:
        return
    if member.last_call_s == 0 and member.status in (0, 1):
        end_wrap_up(floor, person)


def resume_wrap_up(floor: Floor, person: Person) -> None:
    """Show the wrap-up that an agent was in when the gateway came; its call is booked nowhere."""
    ends = [
        (floor.local_ms(member.last_call_s), floor.wrap_up_ms(person, queue))
        for queue, member in person.members.items()
        if member.last_call_s
    ]
    began_ms, wrap_up_ms = max(ends, default=(0, 0))
    until_ms = began_ms + wrap_up_ms
    if person.wrap_up is None and until_ms > floor.now_ms:
        person.wrap_up = WrapUp(talk=None, began_ms=began_ms, until_ms=until_ms)
        floor.agenda.set(("wrap-up", person.id), until_ms, lambda: end_wrap_up(floor, person))
        floor.touch(person.id)


def set_hold(floor: Floor, person: Person, talk: Talk, *, held: bool) -> None:
    """The agent holds or resumes the call."""
    if talk.held:
        talk.hold_ms += floor.now_ms - talk.phase_since_ms
    talk.held, talk.phase_since_ms = held, floor.now_ms
    floor.touch(person.id)


def set_status(floor: Floor, person: Person, status: int) -> None:
    """The device's own state, which tells whether it is reachable, and busy where no channel does."""
    person.status = status
    floor.touch(person.id)


def _watch_device(floor: Floor, person: Person) -> None:
    """A device that is busy without a channel that explains it is believed once that has lasted."""
    key = ("busy", person.id)
    if person.status not in _BUSY_DEVICE or person.legs or person.rings or person.talks:
        person.busy_unseen = False
        floor.agenda.drop(key)
    elif not person.busy_unseen and key not in floor.agenda:
        floor.agenda.set(key, floor.now_ms + UNSEEN_BUSY_MS, lambda: _believe_device(floor, person))


def _believe_device(floor: Floor, person: Person) -> None:
    person.busy_unseen = True
    floor.touch(person.id)


def refresh(floor: Floor) -> None:
    """Tell both axes of every agent that something happened to, where they differ from what was told."""
    leaving = []
    for agent_id in floor.changed:
        if (person := floor.people.get(agent_id)) is None:
            continue
        if person.members or person.talks:
            _watch_device(floor, person)
            _tell_availability(floor, person)
            _tell_activity(floor, person)
        else:
            leaving.append(person)
    for person in leaving:
        _remove(floor, person)
    floor.changed.clear()


def _remove(floor: Floor, person: Person) -> None:
    """The agent is in no queue and in no call any more."""
    end_wrap_up(floor, person)
    floor.agenda.drop(("busy", person.id))
    del floor.people[person.id]
    for phone in [phone for phone, agent_id in floor.phones.items() if agent_id == person.id]:
        del floor.phones[phone]
    for other in floor.people.values():
        know_phones(floor, other)
    for leg in person.legs:
        floor.channels[leg].agent = None
    floor.tell(AgentRemoved(at_ms=floor.now_ms, agent_id=person.id))


def _tell_availability(floor: Floor, person: Person) -> None:
    told = person.told_availability
    paused = bool(person.members) and all(member.paused for member in person.members.values())
    reachable = person.status not in (_INVALID, _UNAVAILABLE)
    signs_in = person.state_interface.startswith("Agent:")
    if not person.members or person.status == _INVALID or (signs_in and not reachable):
        availability = Availability.LOGGED_OUT
    else:
        availability = Availability.PAUSED if paused else Availability.READY
    reason = next((member.reason for member in person.members.values() if member.reason), "") if paused else ""
    pending = paused and bool(person.talks)
    if told is not None and told.availability is availability and told.reachable == reachable:
        if (told.pause_reason, told.pause_pending) == (reason, pending):
            return
        # the PBX restarts its pause clock on every repeated pause; a new reason is a new pause, nothing else is
        new_pause = reason not in ("", told.pause_reason)
        since_ms = _pause_ms(floor, person) if new_pause else told.since_ms
    elif availability is Availability.PAUSED and reachable:
        since_ms = _pause_ms(floor, person)
    else:
        since_ms = floor.now_ms if told is not None else _ready_ms(floor, person)
    event = AvailabilityChanged(
        at_ms=floor.now_ms,
        agent_id=person.id,
        availability=availability,
        since_ms=since_ms,
        pause_reason=reason,
        pause_pending=pending,
        reachable=reachable,
    )
    person.told_availability = event
    floor.tell(event)


def _pause_ms(floor: Floor, person: Person) -> int:
    latest_s = max(member.last_pause_s for member in person.members.values())
    return floor.local_ms(latest_s) if latest_s else floor.now_ms


def _ready_ms(floor: Floor, person: Person) -> int:
    """Ready since it came to the queues, if it was not paused since then; else nobody knows."""
    members = person.members.values()
    login_s = max((member.login_s for member in members), default=0)
    paused_since = any(member.last_pause_s > member.login_s for member in members)
    return floor.local_ms(login_s) if login_s and not paused_since else floor.now_ms


def _tell_activity(floor: Floor, person: Person) -> None:
    told, doing = person.told_doing, _doing(floor, person)
    if told is not None and doing.continues(told):
        return
    person.told_doing = doing
    event = ActivityChanged(
        at_ms=floor.now_ms,
        agent_id=person.id,
        activity=doing.activity,
        since_ms=doing.since_ms,
        direction=doing.direction,
        call_id=doing.call_id,
        wrap_up_until_ms=doing.wrap_up_until_ms,
    )
    floor.tell(event)


def _doing(floor: Floor, person: Person) -> Doing:
    if person.talks:
        talk = max(person.talks.values(), key=lambda talk: (not talk.held, talk.since_ms))
        return Doing(Activity.HOLD if talk.held else Activity.TALKING, talk.phase_since_ms, talk.call_id)
    legs = [
        leg for leg_id in person.legs if leg_id not in person.rings and not (leg := floor.channels[leg_id]).spent
    ]
    busy = next((leg for leg in legs if leg.state in (_RING, _UP)), None)
    if busy is not None:
        return Doing(Activity.TALKING, busy.since_ms, direction=busy.direction)
    if person.rings:
        return Doing(Activity.RINGING, floor.now_ms, next(iter(person.rings.values())))
    ringing = next((leg for leg in legs if leg.state == _RINGING), None)
    if ringing is not None:
        if (caller := floor.with_caller(ringing.linked)) is not None:
            return Doing(Activity.RINGING, floor.now_ms, caller.id)
        return Doing(Activity.RINGING, ringing.since_ms, direction=ringing.direction)
    return _doing_without_call(floor, person)


def _doing_without_call(floor: Floor, person: Person) -> Doing:
    if (wrap_up := person.wrap_up) is not None:
        call_id = wrap_up.talk.call_id if wrap_up.talk is not None else None
        return Doing(Activity.WRAP_UP, wrap_up.began_ms, call_id, wrap_up_until_ms=wrap_up.until_ms)
    if person.busy_unseen:
        activity = Activity.RINGING if person.status == _RINGING_DEVICE else Activity.TALKING
        return Doing(activity, floor.now_ms, direction=Direction.INBOUND)
    since_ms = floor.now_ms
    if person.told_doing is None:
        last_call_s = max((member.last_call_s for member in person.members.values()), default=0)
        since_ms = floor.local_ms(last_call_s) if last_call_s else _ready_ms(floor, person)
    return Doing(Activity.IDLE, since_ms)


def person_of(floor: Floor, agent_id: AgentId | None) -> Person | None:
    """The agent of that id, if there is one."""
    return None if agent_id is None else floor.people.get(agent_id)
