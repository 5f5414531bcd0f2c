"""A caller's visits to queues: joined, rung for, left, back or gone, each reported once. Talks are in `talks`.

Whether the end of a wait is an abandon: only the caller's own hang-up causes a HangupRequest before
QueueCallerAbandon; a timeout, a withdrawal, a redirect and the PBX's own hang-up (SoftHangupRequest) do not.
"""

from typing import Final

from wallboard.domain.centre import events as e
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.asterisk.state import agents, privacy, talks
from wallboard.pbx.asterisk.state.model import AgentRecord, Caller, CallerStage, Channel, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.spelling import caller_name

LEAVING_MS: Final = 500
"""How late the reason why a caller left its queue may be."""
_UNANSWERED: Final = (CallerStage.WAITING, CallerStage.LEAVING, CallerStage.BETWEEN, CallerStage.CONNECTING)
_RETURNING: Final = (CallerStage.LEAVING, CallerStage.BETWEEN)
KEYS: Final = (TimerKey.CALLER, "apart", "missed", "move")
"""The kinds of deadlines of a caller."""
_UNKNOWN: Final = frozenset({"<unknown>", "unknown", "<null>"})
_SILENT_DRIVERS: Final = ("DAHDI/", "Khomp/", "OOH323/", "Unistim/", "MGCP/", "Console/")
"""Drivers whose lines may end without notice; the others always send HangupRequest."""


def number_in(message: AmiMessage, prefix: str = "") -> str:
    """Returns a caller's number, empty where the PBX has none."""
    number = message.get(f"{prefix}CallerIDNum")
    return "" if number in _UNKNOWN else number


def name_in(message: AmiMessage, prefix: str = "") -> str:
    """Returns a caller's name as it was given, empty where the PBX has none."""
    name = message.get(f"{prefix}CallerIDName")
    return "" if name in _UNKNOWN else caller_name(name, escaped=message.event != "QueueEntry")


def join(pbx_state: PbxState, caller: Caller) -> None:
    """Puts a caller into a queue, new or again; reported as moved in after a supervisor's move."""
    old, who = pbx_state.callers.get(caller.id), privacy.conceal(caller)
    if old is not None and old.stage is CallerStage.WAITING and old.queue == caller.queue:
        reposition(pbx_state, old, caller.position, caller.priority or old.priority)
        return
    moved_in = old is not None and (old.stage is CallerStage.MOVING or old.move is not None)
    if old is not None:
        _carry_over(pbx_state, old, caller, moved_in=moved_in)
    pbx_state.meet_queue(caller.queue)
    pbx_state.put_caller(caller)
    pbx_state.waiting.setdefault(caller.queue, set()).add(caller.id)
    channel = pbx_state.channels.get(caller.id)
    event = e.CallerJoined(
        at_ms=pbx_state.now_ms,
        call_id=caller.id,
        queue_id=caller.queue,
        number=caller.number,
        entered_ms=caller.entered_ms,
        name=caller.name,
        position=caller.position,
        priority=caller.priority,
        moved_in=moved_in,
        withheld=caller.withheld,
        dialled=channel.dialled if channel is not None else "",
    )
    pbx_state.emit(event)
    privacy.ask(pbx_state, caller, who, pbx_state.name_of(caller.channel))


def _carry_over(pbx_state: PbxState, old: Caller, caller: Caller, *, moved_in: bool) -> None:
    """Carries over what a known caller keeps; the visit is the same after a move and after an announcement."""
    came_back = _came_back(pbx_state, old, caller)
    if came_back:
        pbx_state.loops.add(caller.queue)
    else:
        _depart(pbx_state, old, moved_in=moved_in)
    caller.was_answered, caller.withheld = old.was_answered, old.withheld
    caller.number, caller.name = old.number, old.name
    caller.place = caller.place or old.place
    if not old.was_answered and (moved_in or came_back):
        caller.entered_ms = old.entered_ms
    pbx_state.agenda.drop((TimerKey.CALLER, caller.id))


def _came_back(pbx_state: PbxState, old: Caller, caller: Caller) -> bool:
    """Whether the dialplan led a caller back into the queue that it was in: the same visit continues."""
    left = old.stage in _RETURNING and old.move is None and pbx_state.rejoin_ms_of(old.queue) > 0
    return left and old.queue == caller.queue and not old.was_answered


def _depart(pbx_state: PbxState, caller: Caller, *, moved_in: bool) -> None:
    """Ends the caller's former state before it joins a queue again."""
    if caller.stage is CallerStage.TALKING:
        talks.end(pbx_state, caller)
    elif caller.stage in _UNANSWERED and not moved_in:
        pbx_state.emit(e.CallerLeft(at_ms=pbx_state.now_ms, call_id=caller.id, exit=caller.exit))
    out_of_queue(pbx_state, caller)


def reposition(pbx_state: PbxState, caller: Caller, position: int, priority: int) -> None:
    """Reports a waiting caller's position and priority, if they have changed."""
    if caller.priority != priority:
        caller.priority = priority
        pbx_state.emit(e.PriorityChanged(at_ms=pbx_state.now_ms, call_id=caller.id, priority=priority))
    if caller.position != position:
        caller.position = position
        _emit_positions(pbx_state, caller.queue, [caller])


def identify(pbx_state: PbxState, caller: Caller, message: AmiMessage, prefix: str = "") -> None:
    """Changes the caller's identity: reports number and name."""
    number, name = number_in(message, prefix), name_in(message, prefix)
    if number:
        privacy.ask(pbx_state, caller, (number, name), pbx_state.name_of(message.get(f"{prefix}Uniqueid")))


def shift(pbx_state: PbxState, queue: QueueId, position: int, by: int) -> None:
    """Shifts the callers from ``position`` on by one, which the PBX does not report."""
    waiting = [pbx_state.callers[call_id] for call_id in pbx_state.waiting.get(queue, ())]
    shifted = [caller for caller in waiting if caller.position >= position > 0]
    for caller in shifted:
        caller.position += by
    if shifted:
        _emit_positions(pbx_state, queue, shifted)


def _emit_positions(pbx_state: PbxState, queue: QueueId, callers: list[Caller]) -> None:
    shown = pbx_state.spelling.shown
    positions = {CallId(shown(caller.id)): caller.position for caller in callers}
    pbx_state.emit(e.PositionsChanged(at_ms=pbx_state.now_ms, queue_id=queue, positions=positions))


def out_of_queue(pbx_state: PbxState, caller: Caller) -> None:
    """Takes the caller out of its queue."""
    pbx_state.waiting.get(caller.queue, set()).discard(caller.id)


def abandon(pbx_state: PbxState, caller: Caller) -> None:
    """Handles the PBX's abandon: the caller hung up, or was moved, or the dialplan goes on with it."""
    channel = pbx_state.channels.get(caller.channel)
    if caller.stage is not CallerStage.WAITING:
        return
    out_of_queue(pbx_state, caller)
    if channel is not None and channel.hung_up:
        gave_up(pbx_state, caller)
    elif caller.move is not None:
        talks.start_moving(pbx_state, caller)
    elif channel is not None and channel.cut:
        exited(pbx_state, caller, e.Exit.UNOBSERVED)
    else:
        _leaving(pbx_state, caller, e.Exit.OVERFLOW)


def leave(pbx_state: PbxState, caller: Caller) -> None:
    """Handles the exit from the queue; without an abandon before it, either answered or left by a key."""
    if caller.stage is not CallerStage.WAITING:
        return
    out_of_queue(pbx_state, caller)
    if caller.answering_leg:
        caller.stage = CallerStage.CONNECTING
    else:
        _leaving(pbx_state, caller, e.Exit.KEY)


def _leaving(pbx_state: PbxState, caller: Caller, exit_: e.Exit) -> None:
    caller.stage, caller.exit, caller.left_ms = CallerStage.LEAVING, exit_, pbx_state.now_ms
    pbx_state.agenda.set(
        (TimerKey.CALLER, caller.id), pbx_state.now_ms + LEAVING_MS, lambda: may_return(pbx_state, caller, exit_)
    )


def may_return(pbx_state: PbxState, caller: Caller, exit_: e.Exit) -> None:
    """Marks a caller that left the queue and lives on: an announcement may lead it back, or it is gone for good."""
    caller.exit = exit_
    channel = pbx_state.channels.get(caller.channel)
    if (
        not pbx_state.rejoin_ms_of(caller.queue)
        or channel is None
        or exit_ is e.Exit.WITHDRAWN
        or caller.was_answered
    ):
        exited(pbx_state, caller, exit_)
        return
    caller.stage = CallerStage.BETWEEN
    pbx_state.emit(e.CallerLeaving(at_ms=caller.left_ms, call_id=caller.id))
    pbx_state.agenda.set(
        (TimerKey.CALLER, caller.id),
        caller.left_ms + pbx_state.rejoin_ms_of(caller.queue),
        lambda: exited(pbx_state, caller, exit_),
    )


def exited(pbx_state: PbxState, caller: Caller, exit_: e.Exit) -> None:
    """Reports the caller's exit by this reason, and drops it."""
    pbx_state.emit(e.CallerLeft(at_ms=pbx_state.now_ms, call_id=caller.id, exit=exit_))
    forget(pbx_state, caller)


def answering_leg_gone(pbx_state: PbxState, caller: Caller) -> None:
    """Handles an agent's hang-up between answer and talk after which the queue does not ring on."""
    if caller.stage is CallerStage.CONNECTING:
        _leaving(pbx_state, caller, e.Exit.OVERFLOW)
    caller.answering_leg = ""


def rings(pbx_state: PbxState, caller: Caller, person: AgentRecord, leg: Channel) -> None:
    """Rings an agent's phone for the caller: by the queue, by a supervisor's move, or by a transfer."""
    agents.take_leg(pbx_state, person, leg)
    if not leg.is_local:
        person.failed_rings = 0
    person.rings[leg.id] = caller.id
    caller.rings[leg.id] = person.id
    if caller.stage is CallerStage.UNATTENDED:
        pbx_state.agenda.drop((TimerKey.CALLER, caller.id))
        pbx_state.emit(e.CallMoving(at_ms=pbx_state.now_ms, call_id=caller.id, to_agent=person.id))


def stop_rings(pbx_state: PbxState, caller: Caller) -> None:
    """Ends all rings for the caller."""
    for leg_id in list(caller.rings):
        leg = pbx_state.channels.get(leg_id)
        person = agents.person_of(pbx_state, leg.agent) if leg is not None else None
        if leg is not None and person is not None and person.rings.pop(leg_id, None) is not None:
            leg.spent = True
            pbx_state.touch(person.id)
    caller.rings.clear()


def ring_over(pbx_state: PbxState, leg: Channel) -> None:
    """Ends the ring of an agent's phone; a repeated report is ignored."""
    person = agents.person_of(pbx_state, leg.agent)
    call_id = person.rings.pop(leg.id, None) if person is not None else None
    if person is None or call_id is None:
        return
    leg.spent = True
    pbx_state.touch(person.id)
    caller = pbx_state.callers.get(call_id)
    if caller is None:
        return
    caller.rings.pop(leg.id, None)
    if caller.stage is CallerStage.UNATTENDED:
        talks.leave_unattended(pbx_state, caller, talks.UNATTENDED_MS)


def channel_gone(pbx_state: PbxState, caller: Caller, channel: Channel) -> None:
    """Handles the end of the caller's channel."""
    if caller.stage is CallerStage.TALKING:
        talks.end(pbx_state, caller)
    if caller.was_answered:
        talks.ended(pbx_state, caller)
    elif channel.hung_up and caller.stage in _RETURNING and _takes_back(pbx_state, caller.queue):
        gave_up(pbx_state, caller)
    elif caller.stage is CallerStage.LEAVING and not _has_silent_trunk(pbx_state, caller, channel):
        exited(pbx_state, caller, e.Exit.TIMEOUT)
    elif caller.stage is CallerStage.BETWEEN or (caller.stage is CallerStage.MOVING and not channel.hung_up):
        exited(pbx_state, caller, caller.exit)
    else:
        gave_up(pbx_state, caller)


def _takes_back(pbx_state: PbxState, queue: QueueId) -> bool:
    """Whether the dialplan leads this queue's callers back into it: it did so, or the settings say so."""
    return queue in pbx_state.loops or bool(pbx_state.own_rejoin_ms(queue))


def trunk_of(channel: Channel) -> str:
    """Returns the trunk of a channel: ``DAHDI/i1`` of ``DAHDI/i1/5551234-5f``, ``DAHDI/7`` of ``DAHDI/7-1``."""
    technology, _, rest = channel.name.partition("/")
    return f"{technology}/{rest.partition('/')[0].partition('-')[0]}"


def _has_silent_trunk(pbx_state: PbxState, caller: Caller, channel: Channel) -> bool:
    """Whether the trunk never reports a caller's hang-up, as R2, SS7 and analogue lines do not.

    Then a caller who leaves the queue and is gone immediately gave up, unless the queue reported its own exit.
    """
    silent = channel.name.startswith(_SILENT_DRIVERS) and trunk_of(channel) not in pbx_state.announcing
    return silent and caller.exit is e.Exit.OVERFLOW


def gave_up(pbx_state: PbxState, caller: Caller) -> None:
    """Reports an unanswered hang-up: not an abandon of a consulting agent, or of a customer called back in vain."""
    if (
        caller.consulting or (caller.called_back and caller.stage is CallerStage.CONNECTING)
    ) and not caller.was_answered:
        exited(pbx_state, caller, e.Exit.WITHDRAWN)
    else:
        gone(pbx_state, caller)


def gone(pbx_state: PbxState, caller: Caller) -> None:
    """Ends the call of a caller's lost channel: of an answered call, else an abandon."""
    if caller.was_answered:
        talks.ended(pbx_state, caller)
        return
    pbx_state.emit(e.CallerAbandoned(at_ms=pbx_state.now_ms, call_id=caller.id))
    forget(pbx_state, caller)


def vanished(pbx_state: PbxState, caller: Caller) -> None:
    """Ends a caller whose channel was missing from the list after a reconnect: how it ended is unknown."""
    person = agents.person_of(pbx_state, caller.agent)
    if person is not None:
        # the length of the talk is unknown, so nothing counts as handled
        agents.drop_talk(pbx_state, person, caller.id)
    if caller.was_answered:
        talks.ended(pbx_state, caller)
    else:
        exited(pbx_state, caller, e.Exit.UNOBSERVED)


def forget(pbx_state: PbxState, caller: Caller) -> None:
    """Drops a caller, with all its timers and rings."""
    out_of_queue(pbx_state, caller)
    pbx_state.drop_caller(caller)
    for key in KEYS:
        pbx_state.agenda.drop((key, caller.id))
    for leg, agent_id in caller.rings.items():
        if (person := pbx_state.people.get(agent_id)) is not None and person.rings.pop(leg, None) is not None:
            pbx_state.touch(agent_id)
