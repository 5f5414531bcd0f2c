"""Calls that a phone sent on: transfers, parking, pick-ups. With whom the caller talks then, `parties` sees."""

from typing import Final

from wallboard.pbx.asterisk.state import agents, callers, connections, parties, talks
from wallboard.pbx.asterisk.state.model import Caller, CallerStage, Channel, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_SUCCESS: Final = "Success"


def blind_transfer(floor: PbxState, message: AmiMessage) -> None:
    """An agent's side sent the caller on: by our move, or from the phone; a caller may send its agent on, too."""
    if message.get("Result") != _SUCCESS:
        return
    transferee = floor.channels.get(message.get("TransfereeUniqueid"))
    caller = connections.caller_behind(floor, transferee)
    if caller is not None:
        talks.talk_over(floor, caller, transferred=True)


def attended_transfer(floor: PbxState, message: AmiMessage) -> None:
    """An agent asked somebody first and then connected the caller with them, or gave the caller its own place."""
    if message.get("Result") != _SUCCESS or message.get("DestType") in ("Fail", "Threeway"):
        return
    first = floor.channels.get(message.get("OrigTransfererUniqueid"))
    second = floor.channels.get(message.get("SecondTransfererUniqueid"))
    transferee = floor.channels.get(message.get("TransfereeUniqueid"))
    target = floor.channels.get(message.get("TransferTargetUniqueid"))
    caller, visit = connections.caller_behind(floor, transferee), _visit_of(floor, second, target)
    if caller is not None and caller.agent is not None and caller.agent in _agents(first, second):
        talks.talk_over(floor, caller, transferred=True)
    if visit is not None and visit is not caller:
        if message.get("DestType") == "App" and transferee is not None:
            floor.set_channel(visit, transferee.id)
        if caller is not None:
            talks.take_over_visit(floor, visit, caller)
        else:
            visit.consulting = False
            callers.identify(floor, visit, message, "Transferee")
    parties.update_all(floor, [found for found in (caller, visit) if found is not None])


def _visit_of(floor: PbxState, second: Channel | None, target: Channel | None) -> Caller | None:
    """The queue's caller that an agent's asking channel is, or stands behind the channel that it asked by."""
    if second is not None and (visit := floor.with_caller(second.id)) is not None:
        return visit
    half = connections.other_half(floor, target) if target is not None else None
    return floor.with_caller(half.id) if half is not None else None


def _agents(*legs: Channel | None) -> set[str]:
    return {leg.agent for leg in legs if leg is not None and leg.agent is not None}


def parked(floor: PbxState, message: AmiMessage) -> None:
    """A caller was parked: nobody has it until somebody fetches it or the parking ends."""
    caller = connections.caller_behind(floor, floor.channels.get(message.get("ParkeeUniqueid")))
    if caller is None:
        return
    talks.talk_over(floor, caller, transferred=True)
    if caller.stage is CallerStage.UNATTENDED:
        floor.agenda.drop((TimerKey.CALLER, caller.id))


def unparked(floor: PbxState, message: AmiMessage) -> None:
    """A parked caller was fetched, or nobody fetched it in time: it must show up with somebody soon."""
    caller = connections.caller_behind(floor, floor.channels.get(message.get("ParkeeUniqueid")))
    if caller is not None and caller.stage is CallerStage.UNATTENDED:
        talks.leave_unattended(floor, caller, talks.TRANSFER_MS)


def picked_up(floor: PbxState, message: AmiMessage) -> None:
    """Somebody took a call that rang at another's phone: the ring there is over, the talk is the taker's."""
    if (target := floor.channels.get(message.get("TargetUniqueid"))) is not None:
        callers.ring_over(floor, target)
    if (picker := floor.channels.get(message.get("Uniqueid"))) is not None:
        picker.picked_up = True
        _take_back(floor, picker)


def _take_back(floor: PbxState, picker: Channel) -> None:
    """The queue's answer came before the pick-up, so this phone of no agent was taken for the rung agent's."""
    person = agents.person_of(floor, picker.agent)
    if person is None or floor.agent_of(picker.name) is not None:
        return
    agents.drop_leg(floor, person, picker)
    for talk in [talk for talk in person.talks.values() if talk.leg == picker.id]:
        if (caller := floor.callers.get(talk.call_id)) is not None:
            talks.answered_elsewhere(floor, caller, person)


def agent_login(floor: PbxState, message: AmiMessage) -> None:
    """An agent signed in by a call that stays up: its channel is the agent's phone, and no call of its own."""
    channel = floor.channels.get(message.get("Uniqueid"))
    if channel is not None:
        sign_in(floor, channel, message.get("Agent"))


def sign_in(floor: PbxState, channel: Channel, agent: str) -> None:
    """The channel is the phone of the agent whom the queues know as ``Agent:`` and this id."""
    for person in floor.people.values():
        if any(member.state_interface == f"Agent:{agent}" for member in person.members.values()):
            channel.waits_for_calls = True
            agents.take_leg(floor, person, channel)
            return


def agent_logoff(floor: PbxState, message: AmiMessage) -> None:
    """The agent signed out; what its phone does from now on is its own."""
    channel = floor.channels.get(message.get("Uniqueid"))
    if channel is not None:
        channel.waits_for_calls = False
