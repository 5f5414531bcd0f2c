"""Tracks with whom a caller talks, by the connections, however the PBX made them.

Transfers, parking, pick-ups, conferences and optimised Local channels all end in bridges; so a talk begins where a
caller and an agent's phone are connected and ends where they no longer are.
"""

from collections.abc import Iterable
from typing import Final

from wallboard.pbx.asterisk.state import agents, callers, connections, talks
from wallboard.pbx.asterisk.state.model import AgentRecord, Caller, CallerStage, Channel, Talk, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState

APART_MS: Final = 1_000
"""How long agent and caller may be unconnected before their talk is over."""


def connected(pbx_state: PbxState, channel: Channel) -> None:
    """Handles a channel's entry into a shared bridge: updates each caller that it connects."""
    around = connections.callers_around(pbx_state, [channel])
    _join_visits(pbx_state, around)
    update_all(pbx_state, around)
    ends = [] if around else connections.far_ends(pbx_state, channel)
    if len(ends) == 1:
        agents.emit_internal(pbx_state, channel, ends[0])


def update_callers_of(pbx_state: PbxState, channel: Channel) -> None:
    """Updates the callers that an agent talked with by this leg, which entered another bridge."""
    person = agents.person_of(pbx_state, channel.agent)
    if person is not None:
        by_leg = [talk.call_id for talk in person.talks.values() if talk.leg == channel.id]
        update_all(pbx_state, [pbx_state.callers[call_id] for call_id in by_leg])


def update_all(pbx_state: PbxState, around: Iterable[Caller]) -> None:
    """Updates the parties of each caller."""
    for caller in around:
        if pbx_state.callers.get(caller.id) is caller:
            update(pbx_state, caller)


def update(pbx_state: PbxState, caller: Caller) -> None:
    """Updates a caller's party: its agent, another agent, another party, or none."""
    channel = pbx_state.channels.get(caller.channel)
    if channel is None or _meets_nobody(pbx_state, caller, channel):
        return
    if caller.stage is CallerStage.BETWEEN:
        if connections.far_ends(pbx_state, channel):
            callers.exited(pbx_state, caller, caller.exit)
        return
    ends = connections.far_ends(pbx_state, channel)
    present = _agents_of(pbx_state, channel, ends)
    if caller.stage is CallerStage.TALKING and caller.agent is not None:
        if (leg := present.get(caller.agent)) is not None:
            _together(pbx_state, caller, leg)
        elif present:
            _answered(pbx_state, caller, present)
        elif not _was_picked_up(pbx_state, caller, ends):
            _apart(pbx_state, caller, channel, ends)
    elif present:
        _answered(pbx_state, caller, present)
    elif _is_with_others(pbx_state, caller, channel, ends):
        talks.ended(pbx_state, caller)


def _meets_nobody(pbx_state: PbxState, caller: Caller, channel: Channel) -> bool:
    """Whether a caller is in its queue, not there yet, or at its end: Asterisk may report a bridge later."""
    match caller.stage:
        case CallerStage.WAITING | CallerStage.LEAVING:
            return True
        case CallerStage.CONNECTING:
            return _awaits_customer(pbx_state, channel)
        case CallerStage.UNATTENDED:
            return channel.hung_up
        case _:
            return False


def _was_picked_up(pbx_state: PbxState, caller: Caller, ends: list[Channel]) -> bool:
    """Whether a phone that is not an agent's took the agent's ring; then the agent never had the call."""
    person = agents.person_of(pbx_state, caller.agent)
    if person is None or person.talks[caller.id].connected or not any(end.picked_up for end in ends):
        return False
    talks.answered_elsewhere(pbx_state, caller, person)
    return True


def _agents_of(pbx_state: PbxState, channel: Channel, ends: Iterable[Channel]) -> dict[str, Channel]:
    """Returns the agents whom a caller is connected with, each with the leg that shows it.

    A Local channel without a phone behind it counts as its agent's until one was observed there.
    """
    present = {leg.agent: leg for leg in ends if leg.agent is not None}
    for leg in connections.beside(pbx_state, channel):
        if not leg.is_local:
            continue
        if connections.ends_behind(pbx_state, leg):
            leg.reached = True
        elif leg.agent is not None and not leg.reached:
            present.setdefault(leg.agent, leg)
    return {agent_id: leg for agent_id, leg in present.items() if agent_id in pbx_state.people}


def _is_with_others(pbx_state: PbxState, caller: Caller, channel: Channel, ends: list[Channel]) -> bool:
    """Whether a party that is not an agent has the caller, maybe an application behind a Local channel."""
    if caller.stage not in (CallerStage.MOVING, CallerStage.UNATTENDED):
        return False
    return bool(ends) or any(_is_application(pbx_state, leg) for leg in connections.beside(pbx_state, channel))


def _is_application(pbx_state: PbxState, leg: Channel) -> bool:
    """Whether a Local channel leads into an application: to no phone that rings, and not from an agent who left."""
    half = connections.other_half(pbx_state, leg)
    return half is not None and not half.bridge and not half.dials and not leg.spent


def _answered(pbx_state: PbxState, caller: Caller, present: dict[str, Channel]) -> None:
    wanted = caller.move.to_agent if caller.move is not None else None
    leg = present[wanted] if wanted in present else next(iter(present.values()))
    person = agents.person_of(pbx_state, leg.agent)
    if person is not None:
        talks.answered(pbx_state, caller, person, leg.id, by_queue=caller.called_back)
        person.talks[caller.id].connected = True


def _together(pbx_state: PbxState, caller: Caller, leg: Channel) -> None:
    pbx_state.agenda.drop((TimerKey.APART, caller.id))
    person = agents.person_of(pbx_state, caller.agent)
    if person is None:
        return
    talk = person.talks[caller.id]
    talk.connected, talk.away = talk.connected or not leg.is_local, False
    if talk.leg != leg.id:
        talk.leg = leg.id
        pbx_state.touch(person.id)
    talks.hold(pbx_state, person)


def _apart(pbx_state: PbxState, caller: Caller, channel: Channel, ends: list[Channel]) -> None:
    """Handles agent and caller being apart: the agent consults and returns, or the talk ends in a moment."""
    person = agents.person_of(pbx_state, caller.agent)
    if person is not None and not ends and _asks_elsewhere(pbx_state, channel, person.talks[caller.id]):
        pbx_state.agenda.drop((TimerKey.APART, caller.id))
        person.talks[caller.id].away = True
        talks.hold(pbx_state, person)
    elif (TimerKey.APART, caller.id) not in pbx_state.agenda:
        due_ms = pbx_state.now_ms + APART_MS
        pbx_state.agenda.set((TimerKey.APART, caller.id), due_ms, lambda: talks.talk_over(pbx_state, caller))


def _asks_elsewhere(pbx_state: PbxState, channel: Channel, talk: Talk) -> bool:
    leg = pbx_state.channels.get(talk.leg)
    return leg is not None and not leg.is_local and bool(leg.bridge) and bool(channel.bridge)


def take_place(pbx_state: PbxState, old: Channel, new: Channel) -> None:
    """Replaces a channel in a bridge by another: it is the same caller's or the same agent's from now on."""
    if (caller := pbx_state.with_caller(old.id)) is not None and pbx_state.with_caller(new.id) is None:
        pbx_state.set_channel(caller, new.id)
    person = agents.person_of(pbx_state, old.agent)
    if person is None:
        return
    if new.agent is None and old.is_local and not new.is_local and not new.picked_up:
        agents.take_leg(pbx_state, person, new)
    for talk in person.talks.values():
        if talk.leg == old.id and new.agent == person.id:
            talk.leg = new.id


def _join_visits(pbx_state: PbxState, around: list[Caller]) -> None:
    """Continues the visit of a Local channel in a queue as that of the caller it stands for."""
    for visit in list(around):
        channel = pbx_state.channels.get(visit.channel)
        half = connections.other_half(pbx_state, channel) if channel is not None else None
        if half is None:
            continue
        if _is_agents_own(pbx_state, half):
            visit.consulting = True
        caller = connections.caller_behind(pbx_state, _half_caller(pbx_state, half))
        if caller is not None and caller is not visit and pbx_state.callers.get(caller.id) is caller:
            talks.take_over_visit(pbx_state, visit, caller)
            around.remove(caller)


def _half_caller(pbx_state: PbxState, half: Channel) -> Channel | None:
    """Returns, of those in a bridge with a Local channel's half, one that is a caller or stands for one."""
    found = (
        other
        for other in connections.beside(pbx_state, half)
        if connections.caller_behind(pbx_state, other) is not None
    )
    return next(found, None)


def _is_agents_own(pbx_state: PbxState, half: Channel) -> bool:
    return any(leg.agent is not None for leg in connections.far_ends(pbx_state, half))


def _awaits_customer(pbx_state: PbxState, channel: Channel) -> bool:
    """Whether a Local channel holds a place in the queue for a customer whom the PBX has yet to call back."""
    half = connections.other_half(pbx_state, channel)
    if half is None or not channel.name.endswith(";2"):
        return False
    return not half.dialled_by and not half.bridge


def connect(pbx_state: PbxState, caller: Caller, person: AgentRecord, leg: str) -> None:
    """Begins the talk after a queue's agent answered, or as soon as a customer who is called back answers."""
    channel = pbx_state.channels.get(caller.channel)
    if channel is None or not _awaits_customer(pbx_state, channel):
        talks.answered(pbx_state, caller, person, leg, by_queue=True)
        return
    callers.out_of_queue(pbx_state, caller)
    caller.stage, caller.called_back = CallerStage.CONNECTING, True

    def begin() -> None:
        half = connections.other_half(pbx_state, channel)
        if caller.stage is CallerStage.CONNECTING and not (half is not None and half.dials):
            talks.answered(pbx_state, caller, person, leg, by_queue=True)

    pbx_state.agenda.set((TimerKey.CALLER, caller.id), pbx_state.now_ms + APART_MS, begin)


def who_answered(pbx_state: PbxState, leg: Channel, called: AgentRecord | None) -> tuple[AgentRecord | None, str]:
    """Returns which agent answered a queue's call to ``called``, and by which leg; none without an answer."""
    ends = connections.ends_behind(pbx_state, leg) if leg.is_local else [leg]
    for end in ends:
        if (person := agents.person_of(pbx_state, end.agent)) is not None:
            return person, end.id
    return (None if any(end.picked_up for end in ends) else called), leg.id
