"""Phone legs and the bridges they meet in: who rings, who talks with whom, and when it is over."""

from typing import Final

from wallboard.domain.state import Direction
from wallboard.pbx.asterisk import agents, callers, monitors
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.model import Caller, Channel, Floor, Stage

APART_MS: Final = 1_000
"""How long agent and caller may be out of one bridge before their talk is over."""

_RING = 4


def channel_of(floor: Floor, message: Message, prefix: str = "") -> Channel | None:
    """The channel that a message is about; made known if it was not."""
    channel_id = message.get(f"{prefix}Uniqueid")
    channel = floor.channels.get(channel_id)
    if channel is None and channel_id:
        state = message.number(f"{prefix}ChannelState")
        name, linked = message.get(f"{prefix}Channel"), message.get(f"{prefix}Linkedid")
        channel = add_channel(floor, Channel(channel_id, name, state, linked, Direction.INBOUND, floor.now_ms))
    return channel


def add_channel(floor: Floor, channel: Channel) -> Channel:
    """Make a channel known; one of an agent's phone becomes its leg."""
    floor.channels[channel.id] = channel
    if channel.state == _RING:
        channel.direction = Direction.OUTBOUND
    agent_id = floor.agent_of(channel.name)
    if (person := agents.person_of(floor, agent_id)) is not None:
        agents.take_leg(floor, person, channel)
    if (monitoring := floor.monitors.get(channel.id)) is not None:
        monitoring.channel = channel.name
    return channel


def new_channel(floor: Floor, message: Message) -> None:
    """A leg came into being."""
    channel_of(floor, message)


def new_state(floor: Floor, message: Message) -> None:
    """A leg dials, rings or talks."""
    channel, state = channel_of(floor, message), message.number("ChannelState")
    if channel is not None and channel.state != state:
        channel.state, channel.since_ms = state, floor.now_ms
        _touch(floor, channel)


def _touch(floor: Floor, channel: Channel) -> None:
    if channel.agent is not None:
        floor.touch(channel.agent)


def rename(floor: Floor, message: Message) -> None:
    """A leg has another name; its id stays."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is not None:
        channel.name = message.get("Newname")


def hangup_request(floor: Floor, message: Message) -> None:
    """The far side of a leg hung up: only a person's own hang-up says so beforehand."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is not None:
        channel.hung_up = True


def soft_hangup_request(floor: Floor, message: Message) -> None:
    """The PBX itself ends a leg: it shuts down, somebody asked for it, or the dialplan is at its end."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is not None:
        channel.cut = True


def hangup(floor: Floor, message: Message) -> None:
    """A leg is gone, and with it whatever it was part of."""
    channel_id = message.get("Uniqueid")
    # without sound in the call ChanSpy does not see that its own half is over: the phone's half tells
    monitors.end(floor, channel_id.removesuffix(";2"))
    channel = floor.channels.get(channel_id)
    if channel is None:
        return
    callers.ring_over(floor, channel)
    del floor.channels[channel_id]
    floor.bridges.get(channel.bridge, set()).discard(channel_id)
    if (person := agents.person_of(floor, channel.agent)) is not None:
        person.legs.discard(channel_id)
        floor.touch(person.id)
        for talk in [talk for talk in person.talks.values() if talk.leg == channel_id]:
            callers.talk_over(floor, floor.callers[talk.call_id])
    linked = floor.with_caller(channel.linked)
    if linked is not None and linked.answering_leg == channel_id:
        callers.answering_leg_gone(floor, linked)
    if (caller := floor.with_caller(channel_id)) is not None:
        callers.channel_gone(floor, caller, hung_up=channel.hung_up)


def dial_begin(floor: Floor, message: Message) -> None:
    """A phone is rung."""
    leg, source = channel_of(floor, message, "Dest"), floor.channels.get(message.get("Uniqueid"))
    if leg is None or source is None:
        return
    caller = floor.with_caller(source.id)
    agent_id = leg.agent
    if agent_id is None and caller is not None and caller.stage is Stage.MOVING and caller.move is not None:
        # whom we dial is who rings, whatever the phone's channel is called
        agent_id = caller.move.to_agent
    person = agents.person_of(floor, agent_id)
    if caller is not None and person is not None:
        callers.rings(floor, caller, person, leg)
    elif source.agent is not None and leg.agent is not None:
        source.direction = leg.direction = Direction.INTERNAL
        floor.touch(source.agent)
        floor.touch(leg.agent)


def dial_end(floor: Floor, message: Message) -> None:
    """A ring ended: answered, or over; the PBX may say so twice."""
    leg = floor.channels.get(message.get("DestUniqueid"))
    if leg is None:
        return
    if message.get("DialStatus") != "ANSWER":
        callers.ring_over(floor, leg)
    elif (caller := floor.with_caller(message.get("Uniqueid"))) is not None and caller.stage is Stage.WAITING:
        caller.answering_leg = leg.id


def bridge_enter(floor: Floor, message: Message) -> None:
    """A leg came into a bridge: talk begins where caller and agent meet."""
    channel, bridge = channel_of(floor, message), message.get("BridgeUniqueid")
    if channel is None:
        return
    floor.bridges.get(channel.bridge, set()).discard(channel.id)  # nobody is in two, even where no leaving was told
    channel.bridge = bridge
    if channel.spent and channel.agent is not None:
        channel.spent = False
        floor.touch(channel.agent)
    inside = floor.bridges.setdefault(bridge, set())
    inside.add(channel.id)
    if len(inside) > 1:
        for channel_id in list(inside):
            if (caller := floor.with_caller(channel_id)) is not None:
                meet(floor, caller, inside)


def meet(floor: Floor, caller: Caller, inside: set[str]) -> None:
    """See with whom a caller is in one bridge: with its agent, with another, or with none of ours."""
    others = [floor.channels[channel_id] for channel_id in inside if channel_id != caller.id]
    if caller.stage is Stage.TALKING and any(leg.agent == caller.agent for leg in others):
        floor.agenda.drop(("apart", caller.id))
    if caller.stage in (Stage.WAITING, Stage.LEAVING):
        return
    for leg in sorted(others, key=lambda leg: leg.agent != caller.agent):
        if (person := agents.person_of(floor, leg.agent)) is not None:
            callers.answered(floor, caller, person, leg.id, by_queue=False)
            return
    if caller.stage in (Stage.MOVING, Stage.ADRIFT):
        callers.ended(floor, caller)


def bridge_leave(floor: Floor, message: Message) -> None:
    """A leg went out of a bridge, for good or for a moment."""
    channel, bridge = floor.channels.get(message.get("Uniqueid")), message.get("BridgeUniqueid")
    inside = floor.bridges.get(bridge)
    if channel is None or inside is None or channel.bridge != bridge:
        return
    inside.discard(channel.id)
    channel.bridge = ""
    if (caller := floor.with_caller(channel.id)) is not None and caller.stage is Stage.TALKING:
        if caller.move is not None:
            callers.talk_over(floor, caller)
        else:
            _apart(floor, caller)
    elif (person := agents.person_of(floor, channel.agent)) is not None:
        for talk in [talk for talk in person.talks.values() if talk.leg == channel.id]:
            _left_alone(floor, floor.callers[talk.call_id])


def _left_alone(floor: Floor, caller: Caller) -> None:
    """The agent's leg went out of the bridge: to come back, or leaving the caller with a colleague."""
    channel = floor.channels.get(caller.id)
    inside = floor.bridges.get(channel.bridge, set()) if channel is not None else set()
    others = [floor.channels[channel_id].agent for channel_id in inside if channel_id != caller.id]
    if any(agent_id not in (None, caller.agent) for agent_id in others):
        meet(floor, caller, inside)
    else:
        _apart(floor, caller)


def _apart(floor: Floor, caller: Caller) -> None:
    """Agent and caller are out of one bridge: over, unless they meet again (a consultation, a parking)."""
    due_ms = floor.now_ms + APART_MS
    floor.agenda.set(("apart", caller.id), due_ms, lambda: callers.talk_over(floor, caller))


def bridge_destroy(floor: Floor, message: Message) -> None:
    """A bridge is no more."""
    floor.bridges.pop(message.get("BridgeUniqueid"), None)


def blind_transfer(floor: Floor, message: Message) -> None:
    """The agent's side sent the caller on: by our move, or from the phone."""
    caller = floor.with_caller(message.get("TransfereeUniqueid"))
    if caller is not None and message.get("Result") == "Success":
        callers.talk_over(floor, caller, transferred=True)


def hold(floor: Floor, message: Message) -> None:
    """A phone put its call on hold, or took it back."""
    channel = floor.channels.get(message.get("Uniqueid"))
    if channel is not None and (person := agents.person_of(floor, channel.agent)) is not None:
        callers.hold(floor, person, held=message.event == "Hold")
