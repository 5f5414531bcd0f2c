"""Derives an agent's availability and activity from memberships, legs, rings, talks, wrap-up and device state.

Availability: paused when paused in *every* queue, because one open queue still rings the phone. Logged out when the
device does not exist, when a talk outlives the last membership, and for agents that sign in at the PBX (``Agent:``
devices) when their device is unavailable; any other unavailable phone is unreachable.
"""

from typing import Final

from wallboard.domain.centre.events import ActivityChanged, AgentRemoved, AvailabilityChanged
from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.pbx.asterisk.state import agents, phones, talks
from wallboard.pbx.asterisk.state.devices import DeviceState
from wallboard.pbx.asterisk.state.model import RING, RINGING, UP, AgentRecord, CallerStage, Channel, Doing, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState

UNEXPLAINED_MS: Final = 1_000
"""How long a device must be in a state that no channel explains, before it counts."""

_IN_CALL: Final = (
    DeviceState.IN_USE,
    DeviceState.BUSY,
    DeviceState.RINGING,
    DeviceState.RINGING_IN_USE,
    DeviceState.ON_HOLD,
)
_OFF_NETWORK: Final = (DeviceState.INVALID, DeviceState.UNAVAILABLE)
_INVALID: Final = DeviceState.INVALID
_READY, _PAUSED = Availability.READY, Availability.PAUSED
_IDLE, _RINGING, _TALKING, _HOLD = Activity.IDLE, Activity.RINGING, Activity.TALKING, Activity.HOLD
_WRAP_UP = Activity.WRAP_UP
_BUSY_TIMER, _IDLE_TIMER = TimerKey.BUSY, TimerKey.IDLE
"""Read for each event of an agent's; off its enumeration a member costs more, see `domain/counts/thresholds`."""
_FAILED_RINGS: Final = 2
"""After so many consecutive calls that failed immediately the phone is unreachable, whatever its state says."""


def refresh(pbx_state: PbxState) -> None:
    """Reports both axes of every touched agent, where they differ from the last report."""
    leaving = []
    for agent_id in pbx_state.changed:
        if (person := pbx_state.people.get(agent_id)) is None:
            continue
        if person.members or person.talks:
            _watch_device(pbx_state, person)
            _emit_availability(pbx_state, person)
            _emit_activity(pbx_state, person)
        else:
            leaving.append(person)
    for person in leaving:
        _remove(pbx_state, person)
    pbx_state.changed.clear()


def _watch_device(pbx_state: PbxState, person: AgentRecord) -> None:
    """Accepts a device state that no channel explains once it has lasted: busy, or idle in a talk."""
    busy, idle = (_BUSY_TIMER, person.id), (_IDLE_TIMER, person.id)
    if person.status not in _IN_CALL or person.legs or person.rings or person.talks:
        person.busy_unexplained = False
        pbx_state.agenda.drop(busy)
    elif not person.busy_unexplained and busy not in pbx_state.agenda:
        pbx_state.agenda.set(busy, pbx_state.now_ms + UNEXPLAINED_MS, lambda: _confirm_busy(pbx_state, person))
    if not person.talks or person.status != DeviceState.IDLE or _has_phone_in_call(pbx_state, person):
        pbx_state.agenda.drop(idle)
    elif idle not in pbx_state.agenda:
        pbx_state.agenda.set(idle, pbx_state.now_ms + UNEXPLAINED_MS, lambda: _confirm_idle(pbx_state, person))


def _has_phone_in_call(pbx_state: PbxState, person: AgentRecord) -> bool:
    return any(not pbx_state.channels[leg_id].is_local for leg_id in person.legs)


def _confirm_busy(pbx_state: PbxState, person: AgentRecord) -> None:
    person.busy_unexplained = True
    pbx_state.touch(person.id)


def _confirm_idle(pbx_state: PbxState, person: AgentRecord) -> None:
    """Confirms an idle phone although the queue reports a talk: the caller has another party by now."""
    for call_id in list(person.talks):
        talks.talk_over(pbx_state, pbx_state.callers[call_id], transferred=True)


def _remove(pbx_state: PbxState, person: AgentRecord) -> None:
    """Removes an agent in no queue and in no call."""
    agents.end_wrap_up(pbx_state, person)
    for key in (TimerKey.BUSY, "idle"):
        pbx_state.agenda.drop((key, person.id))
    del pbx_state.people[person.id]
    phones.forget(pbx_state, person)
    for leg in person.legs:
        pbx_state.channels[leg].agent = None
    pbx_state.emit(AgentRemoved(at_ms=pbx_state.now_ms, agent_id=person.id))


def _emit_availability(pbx_state: PbxState, person: AgentRecord) -> None:
    sent = person.sent_availability
    paused = bool(person.members) and all(member.paused for member in person.members.values())
    reachable = _is_reachable(pbx_state, person)
    availability = _availability(person, paused=paused, reachable=reachable)
    reason = next((member.reason for member in person.members.values() if member.reason), "") if paused else ""
    pending, refuses = paused and bool(person.talks), _refuses_calls(pbx_state, person)
    if sent is not None and sent.availability is availability and sent.reachable == reachable:
        if (sent.pause_reason, sent.pause_pending, sent.do_not_disturb) == (reason, pending, refuses):
            return
        # the PBX restarts its pause clock on every repeated pause; only a new reason is a new pause
        new_pause = reason not in ("", sent.pause_reason)
        since_ms = _pause_ms(pbx_state, person) if new_pause else sent.since_ms
    elif availability is _PAUSED and reachable:
        since_ms = _pause_ms(pbx_state, person)
    else:
        since_ms = pbx_state.now_ms if sent is not None else ready_ms(pbx_state, person)
    event = AvailabilityChanged(
        at_ms=pbx_state.now_ms,
        agent_id=person.id,
        availability=availability,
        since_ms=since_ms,
        pause_reason=reason,
        pause_pending=pending,
        reachable=reachable,
        do_not_disturb=refuses,
    )
    person.sent_availability = event
    pbx_state.emit(event)


def _availability(person: AgentRecord, *, paused: bool, reachable: bool) -> Availability:
    signs_in = not reachable and any(
        member.state_interface.startswith("Agent:") for member in person.members.values()
    )
    if not person.members or person.status == _INVALID or signs_in:
        return Availability.LOGGED_OUT
    return _PAUSED if paused else _READY


def _is_reachable(pbx_state: PbxState, person: AgentRecord) -> bool:
    if person.status in _OFF_NETWORK or person.failed_rings >= _FAILED_RINGS:
        return False
    return not phones.is_unplugged(pbx_state, person)


def _refuses_calls(pbx_state: PbxState, person: AgentRecord) -> bool:
    """Whether the agent set do-not-disturb: a busy device that no call explains."""
    return (person.busy_unexplained and person.status == DeviceState.BUSY) or phones.is_set_busy(pbx_state, person)


def _pause_ms(pbx_state: PbxState, person: AgentRecord) -> int:
    latest_s = max(member.last_pause_s for member in person.members.values())
    return pbx_state.local_ms(latest_s) if latest_s else pbx_state.now_ms


def ready_ms(pbx_state: PbxState, person: AgentRecord) -> int:
    """Returns since when the agent is ready: since it joined the queues, if never paused since; else unknown."""
    members = person.members.values()
    login_s = max((member.login_s for member in members), default=0)
    paused_since = any(member.last_pause_s > member.login_s for member in members)
    return pbx_state.local_ms(login_s) if login_s and not paused_since else pbx_state.now_ms


def _emit_activity(pbx_state: PbxState, person: AgentRecord) -> None:
    sent, doing = person.sent_doing, _doing(pbx_state, person)
    if sent is not None and doing.continues(sent):
        return
    person.sent_doing = doing
    event = ActivityChanged(
        at_ms=pbx_state.now_ms,
        agent_id=person.id,
        activity=doing.activity,
        since_ms=doing.since_ms,
        direction=doing.direction,
        call_id=doing.call_id,
        free_at_ms=doing.free_at_ms,
    )
    pbx_state.emit(event)


def _doing(pbx_state: PbxState, person: AgentRecord) -> Doing:
    if (talk := person.current_talk) is not None:
        return Doing(_HOLD if talk.held else _TALKING, talk.phase_since_ms, talk.call_id)
    legs = _own_legs(pbx_state, person)
    busy = max((leg for leg in legs if leg.state in (RING, UP)), key=lambda leg: not leg.held, default=None)
    if busy is not None:
        activity = Activity.HOLD if busy.held else Activity.TALKING
        until_ms = person.wrap_up.until_ms if person.wrap_up is not None else None
        return Doing(activity, busy.since_ms, direction=busy.direction, free_at_ms=until_ms)
    if person.rings:
        return Doing(_RINGING, pbx_state.now_ms, next(iter(person.rings.values())))
    ringing = next((leg for leg in legs if leg.state == RINGING), None)
    if ringing is not None:
        caller = pbx_state.with_caller(ringing.linked)
        if caller is not None and caller.stage is not CallerStage.TALKING:
            return Doing(Activity.RINGING, pbx_state.now_ms, caller.id)
        return Doing(Activity.RINGING, ringing.since_ms, direction=ringing.direction)
    return _doing_without_call(pbx_state, person)


def _own_legs(pbx_state: PbxState, person: AgentRecord) -> list[Channel]:
    """Returns the legs of calls that are not a queue's; a Local channel is one only where no phone is known."""
    has_phone = phones.has_phone(person)
    legs = [pbx_state.channels[leg_id] for leg_id in person.legs if leg_id not in person.rings]
    return [leg for leg in legs if not leg.spent and not leg.waits_for_calls and not (leg.is_local and has_phone)]


def _doing_without_call(pbx_state: PbxState, person: AgentRecord) -> Doing:
    if (wrap_up := person.wrap_up) is not None:
        call_id = wrap_up.talk.call_id if wrap_up.talk is not None else None
        return Doing(_WRAP_UP, wrap_up.began_ms, call_id, free_at_ms=wrap_up.until_ms)
    if person.busy_unexplained and person.status != DeviceState.BUSY:
        activity = Activity.RINGING if person.status == DeviceState.RINGING else Activity.TALKING
        return Doing(activity, pbx_state.now_ms, direction=Direction.UNKNOWN)
    since_ms = pbx_state.now_ms
    if person.sent_doing is None:
        last_call_s = max((member.last_call_s for member in person.members.values()), default=0)
        since_ms = pbx_state.local_ms(last_call_s) if last_call_s else ready_ms(pbx_state, person)
    return Doing(_IDLE, since_ms)
