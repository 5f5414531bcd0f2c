"""One caller's way: joined, rung for, answered, held, moved, left or gone, each told once.

Whether the end of a wait is an abandon: only the caller's own hang-up announces itself by HangupRequest before
QueueCallerAbandon; a timeout, a withdrawal, a redirect and the PBX's own hang-up (SoftHangupRequest) do not.
"""

from typing import Final

from wallboard.domain import events as e
from wallboard.domain.ids import QueueId
from wallboard.pbx.asterisk import agents
from wallboard.pbx.asterisk.model import Caller, Channel, Floor, Move, Person, Stage, Talk

LEAVING_MS: Final = 500
"""How long we wait for word of why a caller left its queue."""
ADRIFT_MS: Final = 1_000
"""How long a caller whose talk ended may be with nobody before the call is no longer ours."""
TRANSFER_MS: Final = 60_000
"""The same for one whom the agent transferred: somebody's phone may ring."""

MOVE_MS: Final = 10_000
"""How long a move that we asked for may take to show before it no longer explains what happens."""


def join(floor: Floor, caller: Caller) -> None:
    """A caller is in a queue, new or again; told as moved in when it is our move that brought it."""
    old = floor.callers.get(caller.id)
    moved_in = False
    if old is not None:
        if old.stage is Stage.WAITING and old.queue == caller.queue:
            reposition(floor, old, caller.position, caller.priority or old.priority)
            return
        moved_in = old.stage is Stage.MOVING or old.move is not None
        _depart(floor, old, moved_in=moved_in)
        caller.was_answered = old.was_answered
        caller.number = caller.number or old.number
        caller.name = caller.name or old.name
        if moved_in and not old.was_answered:
            caller.entered_ms = old.entered_ms
        floor.agenda.drop(("caller", caller.id))
    floor.callers[caller.id] = caller
    floor.waiting.setdefault(caller.queue, set()).add(caller.id)
    event = e.CallerJoined(
        at_ms=floor.now_ms,
        call_id=caller.id,
        queue_id=caller.queue,
        number=caller.number,
        entered_ms=caller.entered_ms,
        name=caller.name,
        position=caller.position,
        priority=caller.priority,
        moved_in=moved_in,
    )
    floor.tell(event)


def _depart(floor: Floor, caller: Caller, *, moved_in: bool) -> None:
    """End what a caller was in before it joins a queue again."""
    if caller.stage is Stage.TALKING:
        _end_talk(floor, caller)
    elif caller.stage in (Stage.WAITING, Stage.LEAVING, Stage.CONNECTING) and not moved_in:
        floor.tell(e.CallerLeft(at_ms=floor.now_ms, call_id=caller.id, exit=caller.exit))
    out_of_queue(floor, caller)


def reposition(floor: Floor, caller: Caller, position: int, priority: int) -> None:
    """Tell a waiting caller's place, if it is another than before."""
    if (caller.position, caller.priority) == (position, priority):
        return
    caller.position, caller.priority = position, priority
    event = e.PositionChanged(at_ms=floor.now_ms, call_id=caller.id, position=position, priority=priority)
    floor.tell(event)


def shift(floor: Floor, queue: QueueId, position: int, by: int) -> None:
    """The callers from ``position`` on move up or down by one, which the PBX does not tell."""
    for call_id in floor.waiting.get(queue, ()):
        caller = floor.callers[call_id]
        if caller.position >= position > 0:
            reposition(floor, caller, caller.position + by, caller.priority)


def out_of_queue(floor: Floor, caller: Caller) -> None:
    """The caller no longer waits in its queue."""
    floor.waiting.get(caller.queue, set()).discard(caller.id)


def abandon(floor: Floor, caller: Caller) -> None:
    """The PBX calls it an abandon: the caller hung up, or we moved it, or the dialplan goes on with it."""
    channel = floor.channels.get(caller.id)
    if caller.stage is not Stage.WAITING:
        return
    out_of_queue(floor, caller)
    if channel is not None and channel.hung_up:
        _gone(floor, caller)
    elif caller.move is not None:
        start_moving(floor, caller)
    elif channel is not None and channel.cut:
        exited(floor, caller, e.Exit.UNSEEN)
    else:
        _leaving(floor, caller, e.Exit.OVERFLOW)


def leave(floor: Floor, caller: Caller) -> None:
    """Out of the queue; without an abandon before it, either answered or left by a key."""
    if caller.stage is not Stage.WAITING:
        return
    out_of_queue(floor, caller)
    if caller.answering_leg:
        caller.stage = Stage.CONNECTING
    else:
        _leaving(floor, caller, e.Exit.KEY)


def _leaving(floor: Floor, caller: Caller, exit_: e.Exit) -> None:
    caller.stage, caller.exit = Stage.LEAVING, exit_
    floor.agenda.set(("caller", caller.id), floor.now_ms + LEAVING_MS, lambda: exited(floor, caller, exit_))


def exited(floor: Floor, caller: Caller, exit_: e.Exit) -> None:
    """The caller is out of the queue for this reason, and no longer ours."""
    floor.tell(e.CallerLeft(at_ms=floor.now_ms, call_id=caller.id, exit=exit_))
    _forget(floor, caller)


def answering_leg_gone(floor: Floor, caller: Caller) -> None:
    """The agent hung up between answer and talk, and the queue does not ring on for this caller."""
    if caller.stage is Stage.CONNECTING:
        _leaving(floor, caller, e.Exit.OVERFLOW)
    caller.answering_leg = ""


def answered(floor: Floor, caller: Caller, person: Person, leg: str, *, by_queue: bool) -> None:
    """The agent and the caller talk; told once, whichever of the PBX's words for it comes first."""
    if caller.stage is Stage.TALKING and caller.agent == person.id:
        person.talks[caller.id].leg = leg
        return
    if caller.stage is Stage.TALKING:
        _end_talk(floor, caller)
    out_of_queue(floor, caller)
    floor.agenda.drop(("caller", caller.id))
    if not by_queue:
        caller.move = None
    caller.stage, caller.agent, caller.was_answered = Stage.TALKING, person.id, True
    floor.tell(e.CallAnswered(at_ms=floor.now_ms, call_id=caller.id, agent_id=person.id))
    now_ms = floor.now_ms
    talk = Talk(caller.id, caller.queue, leg, since_ms=now_ms, phase_since_ms=now_ms, by_queue=by_queue)
    agents.begin_talk(floor, person, talk)


def hold(floor: Floor, person: Person, *, held: bool) -> None:
    """The agent's phone holds or resumes its call."""
    talk = next((talk for talk in person.talks.values() if talk.held is not held), None)
    if talk is None:
        return
    agents.set_hold(floor, person, talk, held=held)
    kind = e.CallHeld if held else e.CallResumed
    floor.tell(kind(at_ms=floor.now_ms, call_id=talk.call_id))


def talk_over(floor: Floor, caller: Caller, *, transferred: bool = False) -> None:
    """The agent is out of the call; the caller may live on: moved by us, transferred, or just about to end."""
    if caller.stage is not Stage.TALKING:
        return
    _end_talk(floor, caller)
    channel = floor.channels.get(caller.id)
    if channel is None:
        _gone(floor, caller)
    elif caller.move is not None and not channel.hung_up:
        start_moving(floor, caller)
    else:
        caller.stage = Stage.ADRIFT
        if transferred:
            floor.tell(e.CallMoving(at_ms=floor.now_ms, call_id=caller.id))
        wait_ms = TRANSFER_MS if transferred else ADRIFT_MS
        floor.agenda.set(("caller", caller.id), floor.now_ms + wait_ms, lambda: drifted(floor, caller))


def _end_talk(floor: Floor, caller: Caller) -> None:
    person = agents.person_of(floor, caller.agent)
    caller.agent = None
    floor.agenda.drop(("apart", caller.id))
    if person is not None:
        agents.end_talk(floor, person, caller.id)


def start_moving(floor: Floor, caller: Caller) -> None:
    """Our move took hold: the PBX let go of the caller."""
    caller.stage = Stage.MOVING
    move = caller.move
    event = e.CallMoving(
        at_ms=floor.now_ms,
        call_id=caller.id,
        to_agent=move.to_agent if move else None,
        to_queue=move.to_queue if move else None,
    )
    floor.tell(event)


def mark_move(floor: Floor, caller: Caller, move: Move) -> None:
    """We are about to ask the PBX for a move; a mark that nothing came of goes away by itself."""
    caller.move = move

    def expire() -> None:
        if caller.move is move and caller.stage in (Stage.WAITING, Stage.TALKING):
            caller.move = None

    floor.agenda.set(("move", caller.id), floor.now_ms + MOVE_MS, expire)


def move_failed(floor: Floor, caller: Caller) -> None:
    """The PBX did not take our move; a caller that let go of its agent or queue meanwhile did so by itself."""
    caller.move = None
    if caller.stage is Stage.MOVING:
        caller.stage = Stage.ADRIFT
        floor.agenda.set(("caller", caller.id), floor.now_ms + ADRIFT_MS, lambda: drifted(floor, caller))


def drifted(floor: Floor, caller: Caller) -> None:
    """Nobody of ours has the caller any more."""
    if caller.was_answered:
        ended(floor, caller)
    else:
        exited(floor, caller, e.Exit.OVERFLOW)


def rings(floor: Floor, caller: Caller, person: Person, leg: Channel) -> None:
    """An agent's phone rings for the caller: by the queue, by our move, or by a transfer."""
    agents.take_leg(floor, person, leg)
    person.rings[leg.id] = caller.id
    caller.rings[leg.id] = person.id
    if caller.stage is Stage.ADRIFT:
        floor.agenda.drop(("caller", caller.id))
        floor.tell(e.CallMoving(at_ms=floor.now_ms, call_id=caller.id, to_agent=person.id))


def ring_over(floor: Floor, leg: Channel) -> None:
    """An agent's phone no longer rings; a second word of the same is no news."""
    person = agents.person_of(floor, leg.agent)
    call_id = person.rings.pop(leg.id, None) if person is not None else None
    if person is None or call_id is None:
        return
    leg.spent = True
    floor.touch(person.id)
    caller = floor.callers.get(call_id)
    if caller is None:
        return
    caller.rings.pop(leg.id, None)
    if caller.stage is Stage.ADRIFT:
        floor.agenda.set(("caller", caller.id), floor.now_ms + ADRIFT_MS, lambda: drifted(floor, caller))


def ended(floor: Floor, caller: Caller) -> None:
    """The call is over, or in hands that are not our contact centre's."""
    floor.tell(e.CallEnded(at_ms=floor.now_ms, call_id=caller.id))
    _forget(floor, caller)


def channel_gone(floor: Floor, caller: Caller, *, hung_up: bool) -> None:
    """The caller's channel is no more; ``hung_up`` when the caller's side ended it."""
    if caller.stage is Stage.TALKING:
        _end_talk(floor, caller)
    if caller.was_answered:
        ended(floor, caller)
    elif caller.stage is Stage.LEAVING or (caller.stage is Stage.MOVING and not hung_up):
        exit_ = e.Exit.TIMEOUT if caller.stage is Stage.LEAVING else caller.exit
        exited(floor, caller, exit_)
    else:
        _gone(floor, caller)


def _gone(floor: Floor, caller: Caller) -> None:
    kind = e.CallEnded if caller.was_answered else e.CallerAbandoned
    floor.tell(kind(at_ms=floor.now_ms, call_id=caller.id))
    _forget(floor, caller)


def vanished(floor: Floor, caller: Caller) -> None:
    """The caller was gone when we looked again: nobody saw how."""
    person = agents.person_of(floor, caller.agent)
    if person is not None and person.talks.pop(caller.id, None) is not None:
        # how long they talked is not known, so nothing is booked as handled
        floor.touch(person.id)
    if caller.was_answered:
        ended(floor, caller)
    else:
        exited(floor, caller, e.Exit.UNSEEN)


def _forget(floor: Floor, caller: Caller) -> None:
    out_of_queue(floor, caller)
    floor.callers.pop(caller.id, None)
    for key in ("caller", "apart", "missed", "move"):
        floor.agenda.drop((key, caller.id))
    for leg, agent_id in caller.rings.items():
        if (person := floor.people.get(agent_id)) is not None and person.rings.pop(leg, None) is not None:
            floor.touch(agent_id)
