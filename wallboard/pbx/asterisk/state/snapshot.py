"""Everything anew after a login, by lists: what differs from what was known is told, what nobody saw as unseen.

QueueStatus (`queue_list`) is right about queues, members and who waits; CoreShowChannels about legs and who talks.
"""

from collections.abc import Iterable
from functools import partial

from wallboard.domain.centre.state import Direction
from wallboard.domain.ids import CallId
from wallboard.pbx.asterisk.commands import way
from wallboard.pbx.asterisk.state import (
    absences,
    agents,
    axes,
    callers,
    connections,
    legs,
    members,
    monitors,
    ongoing,
    parties,
    phones,
    queue_list,
    talks,
    transfers,
)
from wallboard.pbx.asterisk.state.model import RINGING, Caller, CallerStage, Channel, Inquiry
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage, number


def needs_hints(floor: PbxState) -> bool:
    """Whether a queue watches an agent by an extension's hint."""
    return any(phones.has_hint(person) for person in floor.people.values())


def hints(floor: PbxState) -> Inquiry:
    """The inquiry after the devices behind each extension."""
    return Inquiry(Action("ExtensionStateList"), partial(phones.take_hints, floor))


def first_inquiries(floor: PbxState) -> list[Inquiry]:
    """What is asked before the lists, which need it; a PBX that refuses is taken as it is."""
    return [hints(floor), Inquiry(Action("BridgeList"), partial(_take_bridges, floor))]


def _take_bridges(floor: PbxState, rows: Iterable[AmiMessage]) -> None:
    floor.holding = {row.get("BridgeUniqueid") for row in rows if row.get("BridgeTechnology") == legs.HOLDING}


def take_over(
    floor: PbxState,
    queue_rows: Iterable[AmiMessage],
    channel_rows: Iterable[AmiMessage],
    moved: Iterable[AmiMessage] = (),
) -> None:
    """Everything anew after a login; callers that are gone left unseen, talks that go on go on.

    ``moved`` is what Status tells of channels where some are in a move of ours, see `ongoing.is_on_the_way`,
    or are a supervisor's who listens, see `monitors.is_spy`.
    """
    channel_rows = list(channel_rows)
    kept = {row.get("Uniqueid"): way.told_variables(row) for row in moved}
    back = {channel_id: values.get(way.BACK_QUEUE, "") for channel_id, values in kept.items()}
    known = set(floor.people)
    _take_channels(floor, channel_rows)
    _take_nested(floor, channel_rows)
    entries = queue_list.take(floor, queue_rows).entries
    for channel_id in floor.nested:
        members.hide_queue(floor, floor.channels[channel_id])
    _place_legs(floor, channel_rows)
    ongoing.take_talks(floor, channel_rows, entries, back)
    for caller in list(floor.callers.values()):
        _settle(floor, caller, entries)
    monitors.take_over(floor, channel_rows, kept)
    for person in floor.people.values():
        if person.id not in known:
            agents.resume_wrap_up(floor, person)
    if needs_hints(floor):
        floor.inquiries.append(Inquiry(Action("DeviceStateList"), partial(phones.take_device_states, floor)))
    axes.refresh(floor)


def _take_channels(floor: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Replace all legs and bridges; a leg that was known keeps what only we know of it."""
    old = floor.forget_channels()
    for person in floor.people.values():
        person.legs.clear()
        person.rings.clear()
        floor.touch(person.id)
    for row in rows:
        channel_id = row.get("Uniqueid")
        since_ms = floor.ago_ms(_duration_s(row.get("Duration")))
        state, linked = row.number("ChannelState"), row.get("Linkedid")
        channel = old.get(channel_id) or Channel(
            channel_id, row.get("Channel"), state, linked, Direction.INBOUND, since_ms
        )
        channel.name, channel.state, channel.linked = row.get("Channel"), state, linked
        bridge = row.get("BridgeId")
        channel.bridge = "" if bridge in floor.holding else bridge
        if channel_id not in old and row.get("Application") in ("Dial", "Queue"):
            channel.direction = Direction.OUTBOUND
        floor.add_channel(channel)
        if channel.bridge:
            floor.bridges.setdefault(channel.bridge, set()).add(channel_id)


def _place_legs(floor: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Give each agent its phone's legs, and those that ring for a waiting caller their ring."""
    for row in rows:
        if row.get("Application") == "AgentLogin":
            channel = floor.channels[row.get("Uniqueid")]
            transfers.sign_in(floor, channel, row.get("ApplicationData").partition(",")[0])
    by_call = {floor.channels[caller.channel].linked: caller for caller in _listed_callers(floor)}
    for channel in list(floor.channels.values()):
        agent_id = channel.agent or floor.agent_of(channel.name)
        person = agents.person_of(floor, agent_id)
        if person is None:
            channel.agent = None
            continue
        agents.take_leg(floor, person, channel)
        caller = by_call.get(channel.linked)
        if channel.state == RINGING and caller is not None and caller.channel != channel.id and not channel.spent:
            callers.rings(floor, caller, person, channel)


def _listed_callers(floor: PbxState) -> list[Caller]:
    return [caller for caller in floor.callers.values() if caller.channel in floor.channels]


def _take_nested(floor: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Channels that wait in a queue which another queue rings as its member: nobody who came anew."""
    floor.nested = {}
    applications = {row.get("Uniqueid"): row.get("Application") for row in rows}
    for row in rows:
        channel = floor.channels[row.get("Uniqueid")]
        half = connections.other_half(floor, channel)
        is_called = channel.name.startswith(f"Local/{row.get('Exten')}@{row.get('Context')}-")
        if half is None or row.get("Application") != "Queue" or not is_called:
            continue
        if applications.get(half.id) == "AppQueue":
            floor.nested[channel.id] = CallId(channel.linked)


def _settle(floor: PbxState, caller: Caller, entries: set[CallId]) -> None:
    """Where a caller we knew is now, after a time in which nobody looked."""
    channel = floor.channels.get(caller.channel)
    if channel is None:
        callers.vanished(floor, caller)
    elif caller.stage is CallerStage.WAITING and caller.id in entries:
        return
    elif channel.bridge and (caller.stage is CallerStage.TALKING or _has_agent(floor, channel)):
        caller.stage = CallerStage.CONNECTING if caller.stage is CallerStage.WAITING else caller.stage
        parties.update(floor, caller)
    elif caller.stage is CallerStage.TALKING:
        talks.talk_over(floor, caller)
    elif caller.stage is CallerStage.WAITING:
        absences.look_for(floor, caller)


def _has_agent(floor: PbxState, channel: Channel) -> bool:
    return any(leg.agent for leg in connections.far_ends(floor, channel))


def _duration_s(text: str) -> int:
    """``HH:MM:SS`` in seconds; 0 where it is something else."""
    parts = text.split(":")
    if len(parts) != 3:
        return 0
    hours, minutes, seconds = map(number, parts)
    return (hours * 60 + minutes) * 60 + seconds
