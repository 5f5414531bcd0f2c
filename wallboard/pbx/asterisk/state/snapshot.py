"""Rebuilds the state after a login from lists: differences are reported, missed ends as unobserved.

QueueStatus (`queue_list`) is right about queues, members and waiting callers; CoreShowChannels about legs and
talks.
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


def needs_hints(pbx_state: PbxState) -> bool:
    """Whether a queue watches an agent by an extension's hint."""
    return any(phones.has_hint(person) for person in pbx_state.people.values())


def hints(pbx_state: PbxState) -> Inquiry:
    """Returns the query for the devices behind each extension."""
    return Inquiry(Action("ExtensionStateList"), partial(phones.take_hints, pbx_state))


def first_inquiries(pbx_state: PbxState) -> list[Inquiry]:
    """Returns the queries before the lists, which need them; a PBX that refuses is accepted."""
    return [hints(pbx_state), Inquiry(Action("BridgeList"), partial(_take_bridges, pbx_state))]


def _take_bridges(pbx_state: PbxState, rows: Iterable[AmiMessage]) -> None:
    pbx_state.holding = {row.get("BridgeUniqueid") for row in rows if row.get("BridgeTechnology") == legs.HOLDING}


def take_over(
    pbx_state: PbxState,
    queue_rows: Iterable[AmiMessage],
    channel_rows: Iterable[AmiMessage],
    moved: Iterable[AmiMessage] = (),
) -> None:
    """Rebuilds everything after a login; callers that are gone left unobserved, continuing talks continue.

    ``moved`` is Status's data of channels where some are in a supervisor's move, see `ongoing.is_on_the_way`, or
    are a monitoring supervisor's, see `monitors.is_spy`.
    """
    channel_rows = list(channel_rows)
    kept = {row.get("Uniqueid"): way.reported_variables(row) for row in moved}
    back = {channel_id: values.get(way.BACK_QUEUE, "") for channel_id, values in kept.items()}
    known = set(pbx_state.people)
    _take_channels(pbx_state, channel_rows)
    _take_nested(pbx_state, channel_rows)
    entries = queue_list.take(pbx_state, queue_rows).entries
    for channel_id in pbx_state.nested:
        members.hide_queue(pbx_state, pbx_state.channels[channel_id])
    _place_legs(pbx_state, channel_rows)
    ongoing.take_talks(pbx_state, channel_rows, entries, back)
    for caller in list(pbx_state.callers.values()):
        _settle(pbx_state, caller, entries)
    monitors.take_over(pbx_state, channel_rows, kept)
    for person in pbx_state.people.values():
        if person.id not in known:
            agents.resume_wrap_up(pbx_state, person)
    if needs_hints(pbx_state):
        pbx_state.inquiries.append(
            Inquiry(Action("DeviceStateList"), partial(phones.take_device_states, pbx_state))
        )
    axes.refresh(pbx_state)


def _take_channels(pbx_state: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Replaces all legs and bridges; a known leg keeps the data that is in no list."""
    old = pbx_state.forget_channels()
    for person in pbx_state.people.values():
        person.legs.clear()
        person.rings.clear()
        pbx_state.touch(person.id)
    for row in rows:
        channel_id = row.get("Uniqueid")
        since_ms = pbx_state.ago_ms(_duration_s(row.get("Duration")))
        state, linked = row.number("ChannelState"), row.get("Linkedid")
        channel = old.get(channel_id) or Channel(
            channel_id, row.get("Channel"), state, linked, Direction.INBOUND, since_ms
        )
        channel.name, channel.state, channel.linked = row.get("Channel"), state, linked
        bridge = row.get("BridgeId")
        channel.bridge = "" if bridge in pbx_state.holding else bridge
        if channel_id not in old and row.get("Application") in ("Dial", "Queue"):
            channel.direction = Direction.OUTBOUND
        pbx_state.add_channel(channel)
        if channel.bridge:
            pbx_state.bridges.setdefault(channel.bridge, set()).add(channel_id)


def _place_legs(pbx_state: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Gives each agent its phone's legs, and those that ring for a waiting caller their ring."""
    for row in rows:
        if row.get("Application") == "AgentLogin":
            channel = pbx_state.channels[row.get("Uniqueid")]
            transfers.sign_in(pbx_state, channel, row.get("ApplicationData").partition(",")[0])
    by_call = {pbx_state.channels[caller.channel].linked: caller for caller in _listed_callers(pbx_state)}
    for channel in list(pbx_state.channels.values()):
        agent_id = channel.agent or pbx_state.agent_of(channel.name)
        person = agents.person_of(pbx_state, agent_id)
        if person is None:
            channel.agent = None
            continue
        agents.take_leg(pbx_state, person, channel)
        caller = by_call.get(channel.linked)
        if channel.state == RINGING and caller is not None and caller.channel != channel.id and not channel.spent:
            callers.rings(pbx_state, caller, person, channel)


def _listed_callers(pbx_state: PbxState) -> list[Caller]:
    return [caller for caller in pbx_state.callers.values() if caller.channel in pbx_state.channels]


def _take_nested(pbx_state: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Adds channels in a queue which another queue rings as its member: they are not new callers."""
    pbx_state.nested = {}
    applications = {row.get("Uniqueid"): row.get("Application") for row in rows}
    for row in rows:
        channel = pbx_state.channels[row.get("Uniqueid")]
        half = connections.other_half(pbx_state, channel)
        is_called = channel.name.startswith(f"Local/{row.get('Exten')}@{row.get('Context')}-")
        if half is None or row.get("Application") != "Queue" or not is_called:
            continue
        if applications.get(half.id) == "AppQueue":
            pbx_state.nested[channel.id] = CallId(channel.linked)


def _settle(pbx_state: PbxState, caller: Caller, entries: set[CallId]) -> None:
    """Updates a known caller's place after a time without observation."""
    channel = pbx_state.channels.get(caller.channel)
    if channel is None:
        callers.vanished(pbx_state, caller)
    elif caller.stage is CallerStage.WAITING and caller.id in entries:
        return
    elif channel.bridge and (caller.stage is CallerStage.TALKING or _has_agent(pbx_state, channel)):
        caller.stage = CallerStage.CONNECTING if caller.stage is CallerStage.WAITING else caller.stage
        parties.update(pbx_state, caller)
    elif caller.stage is CallerStage.TALKING:
        talks.talk_over(pbx_state, caller)
    elif caller.stage is CallerStage.WAITING:
        absences.find_caller(pbx_state, caller)


def _has_agent(pbx_state: PbxState, channel: Channel) -> bool:
    return any(leg.agent for leg in connections.far_ends(pbx_state, channel))


def _duration_s(text: str) -> int:
    """Converts ``HH:MM:SS`` to seconds; 0 for anything else."""
    parts = text.split(":")
    if len(parts) != 3:
        return 0
    hours, minutes, seconds = map(number, parts)
    return (hours * 60 + minutes) * 60 + seconds
