"""Changes an agent's records: its phone's legs, its talks, hold, wrap-up and the device's state.

Availability and activity, which follow from them, are reported by `axes`.
"""

from wallboard.domain.centre.events import CallHandled
from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.asterisk.state.devices import DeviceState
from wallboard.pbx.asterisk.state.model import AgentRecord, Channel, Talk, TimerKey, WrapUp
from wallboard.pbx.asterisk.state.pbx_state import PbxState


def take_leg(pbx_state: PbxState, person: AgentRecord, leg: Channel) -> None:
    """Assigns the leg to this agent's phone alone: two members may be of one phone."""
    old = person_of(pbx_state, leg.agent)
    if old is not None and old is not person:
        old.legs.discard(leg.id)
        old.rings.pop(leg.id, None)
        pbx_state.touch(old.id)
    leg.agent = person.id
    person.legs.add(leg.id)
    pbx_state.touch(person.id)


def drop_leg(pbx_state: PbxState, person: AgentRecord, leg: Channel) -> None:
    """Removes the leg from this agent's phone: it is gone, or leads to another party by now."""
    person.legs.discard(leg.id)
    leg.agent = None
    pbx_state.touch(person.id)


def begin_talk(pbx_state: PbxState, person: AgentRecord, talk: Talk) -> None:
    """Begins the agent's talk with the caller; a wrap-up in progress ends here."""
    end_wrap_up(pbx_state, person)
    for leg_id in [leg_id for leg_id, call_id in person.rings.items() if call_id == talk.call_id]:
        del person.rings[leg_id]
    person.talks[talk.call_id] = talk
    pbx_state.touch(person.id)


def end_talk(pbx_state: PbxState, person: AgentRecord, call_id: CallId) -> None:
    """Ends the agent's part in the call: wrap-up begins, or the call is handled."""
    talk = person.talks.pop(call_id, None)
    if talk is None:
        return
    if talk.held:
        set_hold(pbx_state, person, talk, held=False)
    _release_legs(pbx_state, person, talk)
    end_wrap_up(pbx_state, person)
    until_ms = pbx_state.now_ms + pbx_state.wrap_up_ms(person, talk.queue)
    person.wrap_up = WrapUp(talk=talk, began_ms=pbx_state.now_ms, until_ms=until_ms)
    if until_ms > pbx_state.now_ms:
        pbx_state.agenda.set((TimerKey.WRAP_UP, person.id), until_ms, lambda: end_wrap_up(pbx_state, person))
    else:
        end_wrap_up(pbx_state, person)
    pbx_state.touch(person.id)


def drop_talk(pbx_state: PbxState, person: AgentRecord, call_id: CallId) -> None:
    """Drops a talk that the agent never had: a colleague picked it up, or its length was not observed."""
    if (talk := person.talks.pop(call_id, None)) is not None:
        _release_legs(pbx_state, person, talk)
        pbx_state.touch(person.id)


def _release_legs(pbx_state: PbxState, person: AgentRecord, talk: Talk) -> None:
    """Ends the phone's part in the call; the Local channel that led to it may lead to others from now on."""
    if (leg := pbx_state.channels.get(talk.leg)) is not None:
        leg.spent = True
    kept = {other.called for other in person.talks.values()} | set(person.rings)
    for local in [leg for leg_id in person.legs - kept if (leg := pbx_state.channels[leg_id]).is_local]:
        local.spent = True
        drop_leg(pbx_state, person, local)


def end_wrap_up(pbx_state: PbxState, person: AgentRecord) -> None:
    """Ends the agent's wrap-up, if it is in one."""
    wrap_up, person.wrap_up = person.wrap_up, None
    pbx_state.agenda.drop((TimerKey.WRAP_UP, person.id))
    if wrap_up is None:
        return
    pbx_state.touch(person.id)
    if (talk := wrap_up.talk) is None:
        return
    handled = CallHandled(
        at_ms=pbx_state.now_ms,
        call_id=talk.call_id,
        queue_id=talk.queue,
        agent_id=person.id,
        talk_ms=max(0, wrap_up.began_ms - talk.since_ms - talk.hold_ms),
        hold_ms=talk.hold_ms,
        wrap_up_ms=min(pbx_state.now_ms, wrap_up.until_ms) - wrap_up.began_ms,
    )
    pbx_state.emit(handled)


def end_forgotten_wrap_up(pbx_state: PbxState, person: AgentRecord, queue: QueueId) -> None:
    """Ends a wrap-up that the PBX lost by a reset or a reload of members: it rings the agent immediately."""
    wrap_up, member = person.wrap_up, person.members.get(queue)
    talk = wrap_up.talk if wrap_up is not None else None
    if talk is None or member is None or not talk.by_queue or talk.queue != queue:
        return
    if member.last_call_s == 0 and member.status in (DeviceState.UNKNOWN, DeviceState.IDLE):
        end_wrap_up(pbx_state, person)


def resume_wrap_up(pbx_state: PbxState, person: AgentRecord) -> None:
    """Shows the wrap-up that an agent was in when the gateway started; its call is not counted."""
    ends = [
        (pbx_state.local_ms(member.last_call_s), pbx_state.wrap_up_ms(person, queue))
        for queue, member in person.members.items()
        if member.last_call_s
    ]
    began_ms, wrap_up_ms = max(ends, default=(0, 0))
    until_ms = began_ms + wrap_up_ms
    if person.wrap_up is None and until_ms > pbx_state.now_ms:
        person.wrap_up = WrapUp(talk=None, began_ms=began_ms, until_ms=until_ms)
        pbx_state.agenda.set((TimerKey.WRAP_UP, person.id), until_ms, lambda: end_wrap_up(pbx_state, person))
        pbx_state.touch(person.id)


def set_hold(pbx_state: PbxState, person: AgentRecord, talk: Talk, *, held: bool) -> None:
    """Marks the call as held or resumed by the agent."""
    if talk.held:
        talk.hold_ms += pbx_state.now_ms - talk.phase_since_ms
    talk.held, talk.phase_since_ms = held, pbx_state.now_ms
    pbx_state.touch(person.id)


def set_status(pbx_state: PbxState, person: AgentRecord, status: int) -> None:
    """Stores the device's own state, which shows whether it is reachable, and busy where no channel does."""
    person.status, person.failed_rings = status, 0
    pbx_state.touch(person.id)


def emit_internal(pbx_state: PbxState, one: Channel, other: Channel) -> None:
    """Marks the call between two phones of this PBX as internal for both, if it is one."""
    if not (pbx_state.is_internal(one) and pbx_state.is_internal(other)):
        return
    for channel in (one, other):
        channel.direction = Direction.INTERNAL
        if channel.agent is not None:
            pbx_state.touch(channel.agent)


def person_of(pbx_state: PbxState, agent_id: AgentId | None) -> AgentRecord | None:
    """Returns the agent of that id, if any."""
    return None if agent_id is None else pbx_state.people.get(agent_id)
