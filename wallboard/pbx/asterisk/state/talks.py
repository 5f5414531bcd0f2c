"""A caller's talk with an agent: begun, held, ended, moved by a supervisor or transferred from a phone.

`parties` decides whether caller and agent are connected, `agents` what it means for the agent.
"""

from typing import Final

from wallboard.domain.centre import events as e
from wallboard.pbx.asterisk.state import agents, callers, privacy
from wallboard.pbx.asterisk.state.model import AgentRecord, Caller, CallerStage, Channel, Move, Talk, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState

UNATTENDED_MS: Final = 1_000
"""How long a caller whose talk ended may be without an agent before the call counts as ended."""
TRANSFER_MS: Final = 60_000
"""The same after an agent's transfer: a phone may ring."""
PICKUP_MS: Final = 1_000
"""How soon after the answer it shows that another agent picked the ring up."""
MOVE_MS: Final = 10_000
"""How long a supervisor's move may take to show before it no longer explains what happens."""


def answered(pbx_state: PbxState, caller: Caller, person: AgentRecord, leg: str, *, by_queue: bool) -> None:
    """Begins the talk of agent and caller; reported once, at the first of the PBX's events for it."""
    if caller.stage is CallerStage.TALKING and caller.agent == person.id:
        return
    if caller.stage is CallerStage.TALKING:
        _leave_talk(pbx_state, caller)
    callers.out_of_queue(pbx_state, caller)
    callers.stop_rings(pbx_state, caller)
    pbx_state.agenda.drop((TimerKey.CALLER, caller.id))
    if not by_queue:
        caller.move = None
    caller.stage, caller.agent, caller.was_answered = CallerStage.TALKING, person.id, True
    caller.ended_by = None
    pbx_state.emit(e.CallAnswered(at_ms=pbx_state.now_ms, call_id=caller.id, agent_id=person.id))
    now_ms = pbx_state.now_ms
    talk = Talk(caller.id, caller.queue, leg, since_ms=now_ms, phase_since_ms=now_ms, by_queue=by_queue)
    agents.begin_talk(pbx_state, person, talk)


def answered_elsewhere(pbx_state: PbxState, caller: Caller, called: AgentRecord) -> None:
    """Ends the wait of a caller answered at a phone that is not an agent's, which took the ring of ``called``."""
    if not caller.was_answered:
        pbx_state.emit(e.CallAnswered(at_ms=pbx_state.now_ms, call_id=caller.id, agent_id=called.id))
    agents.drop_talk(pbx_state, called, caller.id)
    ended(pbx_state, caller)


def found(pbx_state: PbxState, caller: Caller, person: AgentRecord, leg: str, *, by_queue: bool = True) -> None:
    """Reports a talk that began unobserved; it has lasted since ``caller.entered_ms``."""
    caller.stage, caller.agent, caller.was_answered = CallerStage.TALKING, person.id, True
    pbx_state.meet_queue(caller.queue)
    pbx_state.put_caller(caller)
    since_ms, who = caller.entered_ms, privacy.conceal(caller)
    event = e.CallFound(
        at_ms=pbx_state.now_ms,
        call_id=caller.id,
        queue_id=caller.queue,
        agent_id=person.id,
        number=caller.number,
        since_ms=since_ms,
        name=caller.name,
    )
    pbx_state.emit(event)
    privacy.ask(pbx_state, caller, who, pbx_state.name_of(caller.channel))
    agents.begin_talk(
        pbx_state, person, Talk(caller.id, caller.queue, leg, since_ms, since_ms, by_queue, connected=True)
    )


def hold(pbx_state: PbxState, person: AgentRecord) -> None:
    """Updates which of the agent's calls are on hold: by its phone, or while it consults another party."""
    for talk in person.talks.values():
        leg = pbx_state.channels.get(talk.leg)
        held = talk.away or (leg is not None and leg.held)
        if held is not talk.held:
            agents.set_hold(pbx_state, person, talk, held=held)
            kind = e.CallHeld if held else e.CallResumed
            pbx_state.emit(kind(at_ms=pbx_state.now_ms, call_id=talk.call_id))


def talk_over(pbx_state: PbxState, caller: Caller, *, transferred: bool = False) -> None:
    """Ends the agent's talk; the caller may live on: moved, transferred, or just about to end."""
    if caller.stage is not CallerStage.TALKING:
        return
    end(pbx_state, caller, handed_over=transferred and caller.move is None)
    if transferred or caller.move is not None:
        caller.ended_by = None
    channel = pbx_state.channels.get(caller.channel)
    if channel is None:
        callers.gone(pbx_state, caller)
    elif caller.move is not None and not channel.hung_up:
        start_moving(pbx_state, caller)
    else:
        caller.stage = CallerStage.UNATTENDED
        if transferred:
            pbx_state.emit(e.CallMoving(at_ms=pbx_state.now_ms, call_id=caller.id))
        leave_unattended(pbx_state, caller, TRANSFER_MS if transferred else UNATTENDED_MS)


def hung_up(pbx_state: PbxState, channel: Channel) -> None:
    """Handles a hang-up: the first one ends the talk, unless it continues with another agent."""
    caller, party = pbx_state.with_caller(channel.id), e.Party.CALLER
    if caller is None and (person := agents.person_of(pbx_state, channel.agent)) is not None:
        call_id = next((talk.call_id for talk in person.talks.values() if talk.leg == channel.id), None)
        caller, party = None if call_id is None else pbx_state.callers.get(call_id), e.Party.AGENT
    if caller is not None and caller.stage is CallerStage.TALKING and caller.ended_by is None:
        caller.ended_by = party


def leave_unattended(pbx_state: PbxState, caller: Caller, wait_ms: int) -> None:
    """Ends the call unless the caller is connected with an agent within ``wait_ms``."""
    pbx_state.agenda.set(
        (TimerKey.CALLER, caller.id), pbx_state.now_ms + wait_ms, lambda: _end_unattended(pbx_state, caller)
    )


def _end_unattended(pbx_state: PbxState, caller: Caller) -> None:
    """Drops a call that no agent has any more."""
    if caller.was_answered:
        ended(pbx_state, caller)
    else:
        callers.exited(pbx_state, caller, e.Exit.OVERFLOW)


def _leave_talk(pbx_state: PbxState, caller: Caller) -> None:
    """Ends the first agent's part after another has the caller: a talk, or only a ring that was picked up."""
    person = agents.person_of(pbx_state, caller.agent)
    talk = person.talks.get(caller.id) if person is not None else None
    is_new = talk is not None and pbx_state.now_ms - talk.since_ms < PICKUP_MS
    if person is not None and talk is not None and is_new and not talk.connected:
        pbx_state.agenda.drop((TimerKey.APART, caller.id))
        agents.drop_talk(pbx_state, person, caller.id)
    else:
        end(pbx_state, caller, handed_over=True)


def end(pbx_state: PbxState, caller: Caller, *, handed_over: bool = False) -> None:
    """Ends the agent's part in the call; the calling function sets the caller's stage.

    An agent who consulted another party meanwhile continues talking there, unless it handed the caller over.
    """
    person = agents.person_of(pbx_state, caller.agent)
    caller.agent = None
    pbx_state.agenda.drop((TimerKey.APART, caller.id))
    if person is None:
        return
    talk = person.talks.get(caller.id)
    leg = pbx_state.channels.get(talk.leg) if talk is not None and talk.away and not handed_over else None
    if talk is not None and leg is not None:
        leg.since_ms, leg.held = talk.phase_since_ms, False
    agents.end_talk(pbx_state, person, caller.id)
    if leg is not None:
        leg.spent = False


def start_moving(pbx_state: PbxState, caller: Caller) -> None:
    """Begins a supervisor's move: the PBX released the caller."""
    caller.stage = CallerStage.MOVING
    move = caller.move
    event = e.CallMoving(
        at_ms=pbx_state.now_ms,
        call_id=caller.id,
        to_agent=move.to_agent if move else None,
        to_queue=move.to_queue if move else None,
    )
    pbx_state.emit(event)


def mark_move(pbx_state: PbxState, caller: Caller, move: Move) -> None:
    """Marks the caller before a move is sent; a mark without any result expires."""
    caller.move = move

    def expire() -> None:
        if caller.move is move and caller.stage in (CallerStage.WAITING, CallerStage.TALKING):
            caller.move = None

    pbx_state.agenda.set((TimerKey.MOVE, caller.id), pbx_state.now_ms + MOVE_MS, expire)


def move_failed(pbx_state: PbxState, caller: Caller) -> None:
    """Handles a move that the PBX rejected; a caller that left its agent or queue meanwhile did so by itself."""
    caller.move = None
    if caller.stage is CallerStage.MOVING:
        caller.stage = CallerStage.UNATTENDED
        leave_unattended(pbx_state, caller, UNATTENDED_MS)


def take_over_visit(pbx_state: PbxState, visit: Caller, caller: Caller) -> None:
    """Continues the visit of an agent's consulting channel as that of ``caller``, who was handed over."""
    if caller.stage is CallerStage.TALKING:
        end(pbx_state, caller, handed_over=True)
    taken = e.VisitTakenOver(
        at_ms=pbx_state.now_ms, call_id=caller.id, from_call_id=visit.id, number=caller.number, name=caller.name
    )
    pbx_state.emit(taken)
    if caller.withheld:
        pbx_state.emit(e.CallerIdentified(at_ms=pbx_state.now_ms, call_id=caller.id, number="", withheld=True))
    for call in (caller, visit):
        for key in callers.KEYS:
            pbx_state.agenda.drop((key, call.id))
    pbx_state.drop_caller(caller)
    pbx_state.drop_caller(visit)
    callers.out_of_queue(pbx_state, visit)
    old_id, visit.id = visit.id, caller.id
    visit.number, visit.name, visit.withheld = caller.number, caller.name, caller.withheld
    visit.consulting = False
    pbx_state.put_caller(visit)
    if visit.stage is CallerStage.WAITING:
        pbx_state.waiting.setdefault(visit.queue, set()).add(visit.id)
    for leg, agent_id in visit.rings.items():
        if (rung := pbx_state.people.get(agent_id)) is not None and leg in rung.rings:
            rung.rings[leg] = visit.id
            pbx_state.touch(agent_id)
    if (person := agents.person_of(pbx_state, visit.agent)) is not None and old_id in person.talks:
        talk = person.talks.pop(old_id)
        talk.call_id = visit.id
        person.talks[visit.id] = talk
        pbx_state.touch(person.id)


def ended(pbx_state: PbxState, caller: Caller) -> None:
    """Ends a call that is over, or with another party than an agent."""
    pbx_state.emit(e.CallEnded(at_ms=pbx_state.now_ms, call_id=caller.id, ended_by=caller.ended_by))
    callers.forget(pbx_state, caller)
