"""With whom a caller talks now: told from the connections, however the PBX brought them about.

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


def connected(floor: PbxState, channel: Channel) -> None:
    """A channel came into a bridge where others are: see with whom each caller it connects is now."""
    around = connections.callers_around(floor, [channel])
    _join_visits(floor, around)
    update_all(floor, around)
    ends = [] if around else connections.far_ends(floor, channel)
    if len(ends) == 1:
        agents.tell_internal(floor, channel, ends[0])


def update_callers_of(floor: PbxState, channel: Channel) -> None:
    """Update the callers that an agent talked with by this leg, which came into another bridge."""
    person = agents.person_of(floor, channel.agent)
    if person is not None:
        by_leg = [talk.call_id for talk in person.talks.values() if talk.leg == channel.id]
        update_all(floor, [floor.callers[call_id] for call_id in by_leg])


def update_all(floor: PbxState, around: Iterable[Caller]) -> None:
    """Update of each caller with whom it talks."""
    for caller in around:
        if floor.callers.get(caller.id) is caller:
            update(floor, caller)


def update(floor: PbxState, caller: Caller) -> None:
    """Update with whom a caller talks: with its agent, another, somebody who is no agent, or nobody."""
    channel = floor.channels.get(caller.channel)
    if channel is None or _meets_nobody(floor, caller, channel):
        return
    if caller.stage is CallerStage.BETWEEN:
        if connections.far_ends(floor, channel):
            callers.exited(floor, caller, caller.exit)
        return
    ends = connections.far_ends(floor, channel)
    present = _agents_of(floor, channel, ends)
    if caller.stage is CallerStage.TALKING and caller.agent is not None:
        if (leg := present.get(caller.agent)) is not None:
            _together(floor, caller, leg)
        elif present:
            _answered(floor, caller, present)
        elif not _was_picked_up(floor, caller, ends):
            _apart(floor, caller, channel, ends)
    elif present:
        _answered(floor, caller, present)
    elif _is_with_others(floor, caller, channel, ends):
        talks.ended(floor, caller)


def _meets_nobody(floor: PbxState, caller: Caller, channel: Channel) -> bool:
    """Whether a caller is in its queue, not there yet, or at its end: Asterisk may tell of a bridge later."""
    match caller.stage:
        case CallerStage.WAITING | CallerStage.LEAVING:
            return True
        case CallerStage.CONNECTING:
            return _awaits_customer(floor, channel)
        case CallerStage.UNATTENDED:
            return channel.hung_up
        case _:
            return False


def _was_picked_up(floor: PbxState, caller: Caller, ends: list[Channel]) -> bool:
    """Whether a phone that is no agent's took the agent's ring; then the agent never had the call."""
    person = agents.person_of(floor, caller.agent)
    if person is None or person.talks[caller.id].connected or not any(end.picked_up for end in ends):
        return False
    talks.answered_elsewhere(floor, caller, person)
    return True


def _agents_of(floor: PbxState, channel: Channel, ends: Iterable[Channel]) -> dict[str, Channel]:
    """The agents whom a caller is connected with, each with the leg that says so.

    A Local channel with nobody behind it counts as its agent's until a phone was seen there.
    """
    present = {leg.agent: leg for leg in ends if leg.agent is not None}
    for leg in connections.beside(floor, channel):
        if not leg.is_local:
            continue
        if connections.ends_behind(floor, leg):
            leg.reached = True
        elif leg.agent is not None and not leg.reached:
            present.setdefault(leg.agent, leg)
    return {agent_id: leg for agent_id, leg in present.items() if agent_id in floor.people}


def _is_with_others(floor: PbxState, caller: Caller, channel: Channel, ends: list[Channel]) -> bool:
    """Whether somebody who is no agent has the caller, maybe an application of the PBX behind a Local channel."""
    if caller.stage not in (CallerStage.MOVING, CallerStage.UNATTENDED):
        return False
    return bool(ends) or any(_is_application(floor, leg) for leg in connections.beside(floor, channel))


def _is_application(floor: PbxState, leg: Channel) -> bool:
    """Whether a Local channel leads into an application: to no phone that rings, and not from an agent who left."""
    half = connections.other_half(floor, leg)
    return half is not None and not half.bridge and not half.dials and not leg.spent


def _answered(floor: PbxState, caller: Caller, present: dict[str, Channel]) -> None:
    wanted = caller.move.to_agent if caller.move is not None else None
    leg = present[wanted] if wanted in present else next(iter(present.values()))
    person = agents.person_of(floor, leg.agent)
    if person is not None:
        talks.answered(floor, caller, person, leg.id, by_queue=caller.called_back)
        person.talks[caller.id].connected = True


def _together(floor: PbxState, caller: Caller, leg: Channel) -> None:
    floor.agenda.drop((TimerKey.APART, caller.id))
    person = agents.person_of(floor, caller.agent)
    if person is None:
        return
    talk = person.talks[caller.id]
    talk.connected, talk.away = talk.connected or not leg.is_local, False
    if talk.leg != leg.id:
        talk.leg = leg.id
        floor.touch(person.id)
    talks.hold(floor, person)


def _apart(floor: PbxState, caller: Caller, channel: Channel, ends: list[Channel]) -> None:
    """Agent and caller are not connected: the agent asks elsewhere and comes back, or it is over in a moment."""
    person = agents.person_of(floor, caller.agent)
    if person is not None and not ends and _asks_elsewhere(floor, channel, person.talks[caller.id]):
        floor.agenda.drop((TimerKey.APART, caller.id))
        person.talks[caller.id].away = True
        talks.hold(floor, person)
    elif (TimerKey.APART, caller.id) not in floor.agenda:
        due_ms = floor.now_ms + APART_MS
        floor.agenda.set((TimerKey.APART, caller.id), due_ms, lambda: talks.talk_over(floor, caller))


def _asks_elsewhere(floor: PbxState, channel: Channel, talk: Talk) -> bool:
    leg = floor.channels.get(talk.leg)
    return leg is not None and not leg.is_local and bool(leg.bridge) and bool(channel.bridge)


def take_place(floor: PbxState, old: Channel, new: Channel) -> None:
    """A channel takes another's place in a bridge: it is the same caller's or the same agent's from now on."""
    if (caller := floor.with_caller(old.id)) is not None and floor.with_caller(new.id) is None:
        floor.set_channel(caller, new.id)
    person = agents.person_of(floor, old.agent)
    if person is None:
        return
    if new.agent is None and old.is_local and not new.is_local and not new.picked_up:
        agents.take_leg(floor, person, new)
    for talk in person.talks.values():
        if talk.leg == old.id and new.agent == person.id:
            talk.leg = new.id


def _join_visits(floor: PbxState, around: list[Caller]) -> None:
    """A Local channel in a queue that stands for another caller: its visit goes on as that caller's."""
    for visit in list(around):
        channel = floor.channels.get(visit.channel)
        half = connections.other_half(floor, channel) if channel is not None else None
        if half is None:
            continue
        if _is_agents_own(floor, half):
            visit.consulting = True
        caller = connections.caller_behind(floor, _half_caller(floor, half))
        if caller is not None and caller is not visit and floor.callers.get(caller.id) is caller:
            talks.take_over_visit(floor, visit, caller)
            around.remove(caller)


def _half_caller(floor: PbxState, half: Channel) -> Channel | None:
    """Among those with whom a Local channel's half is in a bridge, one that is a caller or stands for one."""
    found = (
        other for other in connections.beside(floor, half) if connections.caller_behind(floor, other) is not None
    )
    return next(found, None)


def _is_agents_own(floor: PbxState, half: Channel) -> bool:
    return any(leg.agent is not None for leg in connections.far_ends(floor, half))


def _awaits_customer(floor: PbxState, channel: Channel) -> bool:
    """Whether a Local channel holds a place in the queue for a customer whom the PBX has yet to call back."""
    half = connections.other_half(floor, channel)
    if half is None or not channel.name.endswith(";2"):
        return False
    return not half.dialled_by and not half.bridge


def connect(floor: PbxState, caller: Caller, person: AgentRecord, leg: str) -> None:
    """The queue's agent answered: the talk begins, or does as soon as the customer who is called back answers."""
    channel = floor.channels.get(caller.channel)
    if channel is None or not _awaits_customer(floor, channel):
        talks.answered(floor, caller, person, leg, by_queue=True)
        return
    callers.out_of_queue(floor, caller)
    caller.stage, caller.called_back = CallerStage.CONNECTING, True

    def begin() -> None:
        half = connections.other_half(floor, channel)
        if caller.stage is CallerStage.CONNECTING and not (half is not None and half.dials):
            talks.answered(floor, caller, person, leg, by_queue=True)

    floor.agenda.set((TimerKey.CALLER, caller.id), floor.now_ms + APART_MS, begin)


def who_answered(floor: PbxState, leg: Channel, called: AgentRecord | None) -> tuple[AgentRecord | None, str]:
    """Which agent answered a queue's call to ``called``, and by which leg; none where no agent picked it up."""
    ends = connections.ends_behind(floor, leg) if leg.is_local else [leg]
    for end in ends:
        if (person := agents.person_of(floor, end.agent)) is not None:
            return person, end.id
    return (None if any(end.picked_up for end in ends) else called), leg.id
