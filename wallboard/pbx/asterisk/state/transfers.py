"""Handles calls that a phone sent on: transfers, parking, pick-ups. `parties` tracks the caller's party."""

from typing import Final

from wallboard.pbx.asterisk.state import agents, callers, connections, parties, talks
from wallboard.pbx.asterisk.state.model import Caller, CallerStage, Channel, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_SUCCESS: Final = "Success"


def blind_transfer(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a blind transfer by an agent's side, by a supervisor's move or from the phone; or by the caller."""
    if message.get("Result") != _SUCCESS:
        return
    transferee = pbx_state.channels.get(message.get("TransfereeUniqueid"))
    caller = connections.caller_behind(pbx_state, transferee)
    if caller is not None:
        talks.talk_over(pbx_state, caller, transferred=True)


def attended_transfer(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles an attended transfer: the agent connects the caller with the consulted party, or in its own place."""
    if message.get("Result") != _SUCCESS or message.get("DestType") in ("Fail", "Threeway"):
        return
    first = pbx_state.channels.get(message.get("OrigTransfererUniqueid"))
    second = pbx_state.channels.get(message.get("SecondTransfererUniqueid"))
    transferee = pbx_state.channels.get(message.get("TransfereeUniqueid"))
    target = pbx_state.channels.get(message.get("TransferTargetUniqueid"))
    caller, visit = connections.caller_behind(pbx_state, transferee), _visit_of(pbx_state, second, target)
    if caller is not None and caller.agent is not None and caller.agent in _agents(first, second):
        talks.talk_over(pbx_state, caller, transferred=True)
    if visit is not None and visit is not caller:
        if message.get("DestType") == "App" and transferee is not None:
            pbx_state.set_channel(visit, transferee.id)
        if caller is not None:
            talks.take_over_visit(pbx_state, visit, caller)
        else:
            visit.consulting = False
            callers.identify(pbx_state, visit, message, "Transferee")
    parties.update_all(pbx_state, [found for found in (caller, visit) if found is not None])


def _visit_of(pbx_state: PbxState, second: Channel | None, target: Channel | None) -> Caller | None:
    """Returns the queue's caller that an agent's consulting channel is, or stands behind."""
    if second is not None and (visit := pbx_state.with_caller(second.id)) is not None:
        return visit
    half = connections.other_half(pbx_state, target) if target is not None else None
    return pbx_state.with_caller(half.id) if half is not None else None


def _agents(*legs: Channel | None) -> set[str]:
    return {leg.agent for leg in legs if leg is not None and leg.agent is not None}


def parked(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles parking: no agent has the caller until it is fetched or the parking ends."""
    caller = connections.caller_behind(pbx_state, pbx_state.channels.get(message.get("ParkeeUniqueid")))
    if caller is None:
        return
    talks.talk_over(pbx_state, caller, transferred=True)
    if caller.stage is CallerStage.UNATTENDED:
        pbx_state.agenda.drop((TimerKey.CALLER, caller.id))


def unparked(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a parked caller that was fetched, or timed out: it must be connected soon."""
    caller = connections.caller_behind(pbx_state, pbx_state.channels.get(message.get("ParkeeUniqueid")))
    if caller is not None and caller.stage is CallerStage.UNATTENDED:
        talks.leave_unattended(pbx_state, caller, talks.TRANSFER_MS)


def picked_up(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a pick-up of another phone's ring: the ring there is over, the talk is the taker's."""
    if (target := pbx_state.channels.get(message.get("TargetUniqueid"))) is not None:
        callers.ring_over(pbx_state, target)
    if (picker := pbx_state.channels.get(message.get("Uniqueid"))) is not None:
        picker.picked_up = True
        _take_back(pbx_state, picker)


def _take_back(pbx_state: PbxState, picker: Channel) -> None:
    """Reverts an answer that came before the pick-up, so that an outside phone was taken for the rung agent's."""
    person = agents.person_of(pbx_state, picker.agent)
    if person is None or pbx_state.agent_of(picker.name) is not None:
        return
    agents.drop_leg(pbx_state, person, picker)
    for talk in [talk for talk in person.talks.values() if talk.leg == picker.id]:
        if (caller := pbx_state.callers.get(talk.call_id)) is not None:
            talks.answered_elsewhere(pbx_state, caller, person)


def agent_login(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles an agent's login by a call that stays up: its channel is the agent's phone, not a call."""
    channel = pbx_state.channels.get(message.get("Uniqueid"))
    if channel is not None:
        sign_in(pbx_state, channel, message.get("Agent"))


def sign_in(pbx_state: PbxState, channel: Channel, agent: str) -> None:
    """Makes the channel the phone of the agent with the interface ``Agent:`` and this id."""
    for person in pbx_state.people.values():
        if any(member.state_interface == f"Agent:{agent}" for member in person.members.values()):
            channel.waits_for_calls = True
            agents.take_leg(pbx_state, person, channel)
            return


def agent_logoff(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles an agent's logout; what its phone does from now on is its own."""
    channel = pbx_state.channels.get(message.get("Uniqueid"))
    if channel is not None:
        channel.waits_for_calls = False
