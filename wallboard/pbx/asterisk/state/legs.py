"""Phone legs as the PBX tells of them: made, dialled, ringing, up, held, bridged, hung up.

What a leg's coming and going means for callers is decided in `parties`, by whom it is connected with.
"""

import re
from typing import Final

from wallboard.domain.centre.state import Direction
from wallboard.pbx.asterisk.state import agents, callers, connections, monitors, parties, talks
from wallboard.pbx.asterisk.state.model import RING, AgentRecord, Caller, CallerStage, Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

HOLDING: Final = "holding_bridge"
_NUMBER: Final = re.compile(r"[0-9+*#]{2,32}")
_DEVICE_GONE: Final = 1
"""`SoftHangupRequest` carries Asterisk's own flag as its cause: 1 is the device, such as sound that stopped."""


def channel_of(floor: PbxState, message: AmiMessage, prefix: str = "") -> Channel | None:
    """The channel that a message is about; made known if it was not."""
    channel_id = message.get(f"{prefix}Uniqueid")
    channel = floor.channels.get(channel_id)
    if channel is None and channel_id:
        state = message.number(f"{prefix}ChannelState")
        name, linked = message.get(f"{prefix}Channel"), message.get(f"{prefix}Linkedid")
        channel = add_channel(floor, Channel(channel_id, name, state, linked, Direction.INBOUND, floor.now_ms))
    return channel


def add_channel(floor: PbxState, channel: Channel) -> Channel:
    """Make a channel known; one of an agent's phone becomes its leg."""
    floor.add_channel(channel)
    if channel.state == RING:
        channel.direction = Direction.OUTBOUND
    if (person := agents.person_of(floor, floor.agent_of(channel.name))) is not None:
        agents.take_leg(floor, person, channel)
    if (monitoring := floor.monitors.get(channel.id)) is not None:
        monitoring.channel = channel.name
    return channel


def new_channel(floor: PbxState, message: AmiMessage) -> None:
    """A leg came into being; a caller's begins where the number that was dialled leads."""
    channel, dialled = channel_of(floor, message), message.get("Exten")
    if channel is not None and _NUMBER.fullmatch(dialled):
        channel.dialled = dialled


def new_state(floor: PbxState, message: AmiMessage) -> None:
    """A leg dials, rings or talks."""
    channel, state = channel_of(floor, message), message.number("ChannelState")
    if channel is not None and channel.state != state:
        channel.state, channel.since_ms = state, floor.now_ms
        _touch(floor, channel)


def _touch(floor: PbxState, channel: Channel) -> None:
    if channel.agent is not None:
        floor.touch(channel.agent)


def rename(floor: PbxState, message: AmiMessage) -> None:
    """A leg has another name; its id stays."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is not None:
        floor.rename_channel(channel, message.get("Newname"))


def hangup_request(floor: PbxState, message: AmiMessage) -> None:
    """The far side of a leg hung up: only a person's own hang-up says so beforehand."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is not None:
        channel.hung_up = True
        talks.hung_up(floor, channel)
        floor.announcing.add(callers.trunk_of(channel))


def soft_hangup_request(floor: PbxState, message: AmiMessage) -> None:
    """The PBX itself ends a leg: its device is dead, the PBX shuts down, or the dialplan is at its end."""
    if (channel := floor.channels.get(message.get("Uniqueid"))) is None:
        return
    if message.number("Cause") == _DEVICE_GONE:
        channel.hung_up = True
    else:
        channel.cut = True


def hangup(floor: PbxState, message: AmiMessage) -> None:
    """A leg is gone, and with it whatever it was part of."""
    channel_id = message.get("Uniqueid")
    # without sound in the call ChanSpy does not see that its own half is over: the phone's half tells
    monitors.end(floor, channel_id.removesuffix(";2"))
    channel = floor.channels.get(channel_id)
    if channel is None:
        return
    callers.ring_over(floor, channel)
    around = connections.callers_around(floor, connections.beside(floor, channel))
    floor.nested.pop(channel_id, None)
    floor.drop_channel(channel)
    floor.bridges.get(channel.bridge, set()).discard(channel_id)
    if (person := agents.person_of(floor, channel.agent)) is not None:
        agents.drop_leg(floor, person, channel)
        for talk in [talk for talk in person.talks.values() if talk.leg == channel_id]:
            talks.talk_over(floor, floor.callers[talk.call_id])
    linked = floor.with_caller(channel.linked)
    if linked is not None and linked.answering_leg == channel_id:
        callers.answering_leg_gone(floor, linked)
    if (caller := floor.with_caller(channel_id)) is not None:
        callers.channel_gone(floor, caller, channel)
    parties.update_all(floor, around)


def dial_begin(floor: PbxState, message: AmiMessage) -> None:
    """A phone is rung."""
    leg, source = channel_of(floor, message, "Dest"), floor.channels.get(message.get("Uniqueid"))
    if leg is None or source is None:
        return
    leg.dialled_by, source.dials = source.id, True
    caller = _rung_for(floor, source)
    if caller is None:
        agents.tell_internal(floor, connections.origin(floor, source), leg)
    elif (person := _rung_agent(floor, caller, source, leg)) is not None:
        callers.rings(floor, caller, person, leg)


def _rung_for(floor: PbxState, source: Channel) -> Caller | None:
    """The caller for whom ``source`` dials: its own, or the one that a Local channel stands for."""
    if (call_id := floor.nested.get(source.id)) is not None:
        return floor.callers.get(call_id)
    caller = connections.caller_behind(floor, source)
    if caller is not None and caller.stage is CallerStage.BETWEEN:
        return None
    if caller is None and source.is_local and not _is_bridged(floor, source):
        # the far half may dial before the PBX has told who rang the near one
        caller = floor.with_caller(source.linked)
        if caller is not None and caller.stage is not CallerStage.WAITING:
            return None
    return caller


def _is_bridged(floor: PbxState, source: Channel) -> bool:
    half = connections.other_half(floor, source)
    return half is not None and bool(half.bridge)


def _rung_agent(floor: PbxState, caller: Caller, source: Channel, leg: Channel) -> AgentRecord | None:
    """Whom a caller's call rings: the phone's own agent, else the one whom it was meant for."""
    if leg.agent is not None:
        return agents.person_of(floor, leg.agent)
    if caller.stage is CallerStage.MOVING and caller.move is not None:
        # whom we dial is who rings, whatever the phone's channel is called
        return agents.person_of(floor, caller.move.to_agent)
    half = connections.other_half(floor, source)
    return agents.person_of(floor, half.agent) if half is not None else None


def dial_end(floor: PbxState, message: AmiMessage) -> None:
    """A ring ended: answered, or over; the PBX may say so twice."""
    leg = floor.channels.get(message.get("DestUniqueid"))
    if leg is None:
        return
    if message.get("DialStatus") != "ANSWER":
        callers.ring_over(floor, leg)
    elif (caller := floor.with_caller(message.get("Uniqueid"))) is not None and caller.stage is CallerStage.WAITING:
        caller.answering_leg = leg.id


def bridge_enter(floor: PbxState, message: AmiMessage) -> None:
    """A leg came into a bridge, maybe in the place of another: talk begins where caller and agent meet."""
    channel, bridge = channel_of(floor, message), message.get("BridgeUniqueid")
    if channel is None:
        return
    floor.bridges.get(channel.bridge, set()).discard(channel.id)  # nobody is in two, even where no leaving was told
    if message.get("BridgeTechnology") == HOLDING:
        floor.holding.add(bridge)
        channel.bridge = ""
        return
    if (swapped := floor.channels.get(message.get("SwapUniqueid"))) is not None:
        parties.take_place(floor, swapped, channel)
    channel.bridge = bridge
    if channel.spent and channel.agent is not None:
        channel.spent = False
        floor.touch(channel.agent)
    floor.bridges.setdefault(bridge, set()).add(channel.id)
    if len(floor.bridges[bridge]) > 1:
        parties.connected(floor, channel)
    parties.update_callers_of(floor, channel)


def bridge_leave(floor: PbxState, message: AmiMessage) -> None:
    """A leg went out of a bridge, for good or for a moment."""
    channel, bridge = floor.channels.get(message.get("Uniqueid")), message.get("BridgeUniqueid")
    inside = floor.bridges.get(bridge)
    if channel is None or inside is None or channel.bridge != bridge:
        return
    around = connections.callers_around(floor, [channel])
    inside.discard(channel.id)
    channel.bridge = ""
    caller = floor.with_caller(channel.id)
    if caller is not None and caller.stage is CallerStage.TALKING and caller.move is not None:
        talks.talk_over(floor, caller)
    parties.update_all(floor, around)


def bridge_destroy(floor: PbxState, message: AmiMessage) -> None:
    """A bridge is no more."""
    bridge = message.get("BridgeUniqueid")
    floor.bridges.pop(bridge, None)
    floor.holding.discard(bridge)


def hold(floor: PbxState, message: AmiMessage) -> None:
    """A phone put its call on hold, or took it back."""
    channel = floor.channels.get(message.get("Uniqueid"))
    if channel is None:
        return
    channel.held = message.event == "Hold"
    if (person := agents.person_of(floor, channel.agent)) is not None:
        talks.hold(floor, person)
        floor.touch(person.id)
