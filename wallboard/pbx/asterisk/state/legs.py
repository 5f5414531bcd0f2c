"""Applies events of phone legs: created, dialled, ringing, up, held, bridged, hung up.

`parties` decides what they mean for callers, by their connections.
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


def channel_of(pbx_state: PbxState, message: AmiMessage, prefix: str = "") -> Channel | None:
    """Returns the channel of a message; adds it if it is unknown."""
    channel_id = message.get(f"{prefix}Uniqueid")
    channel = pbx_state.channels.get(channel_id)
    if channel is None and channel_id:
        state = message.number(f"{prefix}ChannelState")
        name, linked = message.get(f"{prefix}Channel"), message.get(f"{prefix}Linkedid")
        channel = add_channel(
            pbx_state, Channel(channel_id, name, state, linked, Direction.INBOUND, pbx_state.now_ms)
        )
    return channel


def add_channel(pbx_state: PbxState, channel: Channel) -> Channel:
    """Adds a channel; one of an agent's phone becomes its leg."""
    pbx_state.add_channel(channel)
    if channel.state == RING:
        channel.direction = Direction.OUTBOUND
    if (person := agents.person_of(pbx_state, pbx_state.agent_of(channel.name))) is not None:
        agents.take_leg(pbx_state, person, channel)
    if (monitoring := pbx_state.monitors.get(channel.id)) is not None:
        monitoring.channel = channel.name
    return channel


def new_channel(pbx_state: PbxState, message: AmiMessage) -> None:
    """Adds a new leg; a caller's begins where the dialled number leads."""
    channel, dialled = channel_of(pbx_state, message), message.get("Exten")
    if channel is not None and _NUMBER.fullmatch(dialled):
        channel.dialled = dialled


def new_state(pbx_state: PbxState, message: AmiMessage) -> None:
    """Updates a leg that dials, rings or talks."""
    channel, state = channel_of(pbx_state, message), message.number("ChannelState")
    if channel is not None and channel.state != state:
        channel.state, channel.since_ms = state, pbx_state.now_ms
        _touch(pbx_state, channel)


def _touch(pbx_state: PbxState, channel: Channel) -> None:
    if channel.agent is not None:
        pbx_state.touch(channel.agent)


def rename(pbx_state: PbxState, message: AmiMessage) -> None:
    """Renames a leg; its id stays."""
    if (channel := pbx_state.channels.get(message.get("Uniqueid"))) is not None:
        pbx_state.rename_channel(channel, message.get("Newname"))


def hangup_request(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a hang-up by the far side of a leg: only a person's own hang-up is announced before."""
    if (channel := pbx_state.channels.get(message.get("Uniqueid"))) is not None:
        channel.hung_up = True
        talks.hung_up(pbx_state, channel)
        pbx_state.announcing.add(callers.trunk_of(channel))


def soft_hangup_request(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a hang-up by the PBX: the device is lost, the PBX shuts down, or the dialplan is at its end."""
    if (channel := pbx_state.channels.get(message.get("Uniqueid"))) is None:
        return
    if message.number("Cause") == _DEVICE_GONE:
        channel.hung_up = True
    else:
        channel.cut = True


def hangup(pbx_state: PbxState, message: AmiMessage) -> None:
    """Removes a leg and ends its part in calls."""
    channel_id = message.get("Uniqueid")
    # without sound in the call ChanSpy does not notice that its own half is over: the phone's half shows it
    monitors.end(pbx_state, channel_id.removesuffix(";2"))
    channel = pbx_state.channels.get(channel_id)
    if channel is None:
        return
    callers.ring_over(pbx_state, channel)
    around = connections.callers_around(pbx_state, connections.beside(pbx_state, channel))
    pbx_state.nested.pop(channel_id, None)
    pbx_state.drop_channel(channel)
    pbx_state.bridges.get(channel.bridge, set()).discard(channel_id)
    if (person := agents.person_of(pbx_state, channel.agent)) is not None:
        agents.drop_leg(pbx_state, person, channel)
        for talk in [talk for talk in person.talks.values() if talk.leg == channel_id]:
            talks.talk_over(pbx_state, pbx_state.callers[talk.call_id])
    linked = pbx_state.with_caller(channel.linked)
    if linked is not None and linked.answering_leg == channel_id:
        callers.answering_leg_gone(pbx_state, linked)
    if (caller := pbx_state.with_caller(channel_id)) is not None:
        callers.channel_gone(pbx_state, caller, channel)
    parties.update_all(pbx_state, around)


def dial_begin(pbx_state: PbxState, message: AmiMessage) -> None:
    """Begins the ring of a phone."""
    leg, source = channel_of(pbx_state, message, "Dest"), pbx_state.channels.get(message.get("Uniqueid"))
    if leg is None or source is None:
        return
    leg.dialled_by, source.dials = source.id, True
    caller = _rung_for(pbx_state, source)
    if caller is None:
        agents.emit_internal(pbx_state, connections.origin(pbx_state, source), leg)
    elif (person := _rung_agent(pbx_state, caller, source, leg)) is not None:
        callers.rings(pbx_state, caller, person, leg)


def _rung_for(pbx_state: PbxState, source: Channel) -> Caller | None:
    """Returns the caller for whom ``source`` dials: its own, or the one that a Local channel stands for."""
    if (call_id := pbx_state.nested.get(source.id)) is not None:
        return pbx_state.callers.get(call_id)
    caller = connections.caller_behind(pbx_state, source)
    if caller is not None and caller.stage is CallerStage.BETWEEN:
        return None
    if caller is None and source.is_local and not _is_bridged(pbx_state, source):
        # the far half may dial before the PBX has reported who rang the near one
        caller = pbx_state.with_caller(source.linked)
        if caller is not None and caller.stage is not CallerStage.WAITING:
            return None
    return caller


def _is_bridged(pbx_state: PbxState, source: Channel) -> bool:
    half = connections.other_half(pbx_state, source)
    return half is not None and bool(half.bridge)


def _rung_agent(pbx_state: PbxState, caller: Caller, source: Channel, leg: Channel) -> AgentRecord | None:
    """Returns the agent whom a caller's call rings: the phone's own agent, else the intended one."""
    if leg.agent is not None:
        return agents.person_of(pbx_state, leg.agent)
    if caller.stage is CallerStage.MOVING and caller.move is not None:
        # the dialled agent rings, whatever the phone's channel is called
        return agents.person_of(pbx_state, caller.move.to_agent)
    half = connections.other_half(pbx_state, source)
    return agents.person_of(pbx_state, half.agent) if half is not None else None


def dial_end(pbx_state: PbxState, message: AmiMessage) -> None:
    """Ends a ring: answered, or over; the PBX may report it twice."""
    leg = pbx_state.channels.get(message.get("DestUniqueid"))
    if leg is None:
        return
    if message.get("DialStatus") != "ANSWER":
        callers.ring_over(pbx_state, leg)
    elif (
        caller := pbx_state.with_caller(message.get("Uniqueid"))
    ) is not None and caller.stage is CallerStage.WAITING:
        caller.answering_leg = leg.id


def bridge_enter(pbx_state: PbxState, message: AmiMessage) -> None:
    """Adds a leg to a bridge, maybe in the place of another: talk begins where caller and agent meet."""
    channel, bridge = channel_of(pbx_state, message), message.get("BridgeUniqueid")
    if channel is None:
        return
    pbx_state.bridges.get(channel.bridge, set()).discard(
        channel.id
    )  # no channel is in two, even without a leave event
    if message.get("BridgeTechnology") == HOLDING:
        pbx_state.holding.add(bridge)
        channel.bridge = ""
        return
    if (swapped := pbx_state.channels.get(message.get("SwapUniqueid"))) is not None:
        parties.take_place(pbx_state, swapped, channel)
    channel.bridge = bridge
    if channel.spent and channel.agent is not None:
        channel.spent = False
        pbx_state.touch(channel.agent)
    pbx_state.bridges.setdefault(bridge, set()).add(channel.id)
    if len(pbx_state.bridges[bridge]) > 1:
        parties.connected(pbx_state, channel)
    parties.update_callers_of(pbx_state, channel)


def bridge_leave(pbx_state: PbxState, message: AmiMessage) -> None:
    """Removes a leg from a bridge, for good or for a moment."""
    channel, bridge = pbx_state.channels.get(message.get("Uniqueid")), message.get("BridgeUniqueid")
    inside = pbx_state.bridges.get(bridge)
    if channel is None or inside is None or channel.bridge != bridge:
        return
    around = connections.callers_around(pbx_state, [channel])
    inside.discard(channel.id)
    channel.bridge = ""
    caller = pbx_state.with_caller(channel.id)
    if caller is not None and caller.stage is CallerStage.TALKING and caller.move is not None:
        talks.talk_over(pbx_state, caller)
    parties.update_all(pbx_state, around)


def bridge_destroy(pbx_state: PbxState, message: AmiMessage) -> None:
    """Removes a bridge."""
    bridge = message.get("BridgeUniqueid")
    pbx_state.bridges.pop(bridge, None)
    pbx_state.holding.discard(bridge)


def hold(pbx_state: PbxState, message: AmiMessage) -> None:
    """Holds or resumes a phone's call."""
    channel = pbx_state.channels.get(message.get("Uniqueid"))
    if channel is None:
        return
    channel.held = message.event == "Hold"
    if (person := agents.person_of(pbx_state, channel.agent)) is not None:
        talks.hold(pbx_state, person)
        pbx_state.touch(person.id)
