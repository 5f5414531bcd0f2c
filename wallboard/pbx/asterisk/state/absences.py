"""Removes what lists leave out: queues, members and callers that are gone, not those that are only not listed.

A database's hiccup empties a realtime queue for as long as it lasts, or takes the whole queue out of the list while
its callers wait on. So what a list leaves out is gone when another list leaves it out too, and a caller when its
own channel is no longer in a queue.
"""

from typing import Final, NamedTuple

from wallboard.domain.centre.events import Exit, QueueRemoved
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.asterisk.state import callers, members
from wallboard.pbx.asterisk.state.model import Caller, CallerStage, Inquiry, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

MISSED_MS: Final = 2_000
"""How long a waiting caller may be missing from a list before we look for it: the list is newer than the events on
their way."""
SECOND_MS: Final = 15_000
"""Lists that come sooner after the first may be of the same hiccup: a database takes so long to be restarted."""


class Scope(NamedTuple):
    """What a list is about: everything, everything but ``members``, or one ``queue``."""

    queue: QueueId | None = None
    members: bool = True


EVERYTHING: Final = Scope()


class Listed(NamedTuple):
    """What a list has in it: queues, members as queue and interface, callers that wait."""

    queues: set[QueueId]
    members: set[tuple[QueueId, str]]
    entries: set[CallId]


def judge(pbx_state: PbxState, listed: Listed, scope: Scope) -> None:
    """Let go of the members and queues of that scope that are not listed, as far as that is confirmed."""
    there = _interfaces(pbx_state)
    for queue in list(pbx_state.queues) if scope.queue is None else [scope.queue]:
        if queue in listed.queues:
            pbx_state.missing_since.pop((queue, ""), None)
            if scope.members:
                _judge_members(pbx_state, queue, there.get(queue, []), listed)
        elif queue in pbx_state.queues and _is_confirmed(pbx_state, queue, ""):
            _remove_queue(pbx_state, queue, there.get(queue, []))


def _judge_members(pbx_state: PbxState, queue: QueueId, there: list[str], listed: Listed) -> None:
    """One member less is one who was taken out; more at once, or the last one, may be a database's hiccup."""
    missing = [interface for interface in there if (queue, interface) not in listed.members]
    is_plain = len(missing) == 1 < len(there)
    for interface in there:
        if interface not in missing:
            pbx_state.missing_since.pop((queue, interface), None)
        elif _is_confirmed(pbx_state, queue, interface) or is_plain:
            pbx_state.missing_since.pop((queue, interface), None)
            _remove(pbx_state, queue, interface)


def _remove(pbx_state: PbxState, queue: QueueId, interface: str) -> None:
    if (person := pbx_state.person_at(interface)) is not None:
        members.remove_member(pbx_state, queue, person, interface)


def _interfaces(pbx_state: PbxState) -> dict[QueueId, list[str]]:
    """At which interfaces each queue calls its members, as far as we know."""
    found: dict[QueueId, list[str]] = {}
    for person in pbx_state.people.values():
        for queue, interface in person.doubles:
            found.setdefault(queue, []).append(interface)
        for queue, member in person.members.items():
            found.setdefault(queue, []).append(member.interface)
    return found


def _is_confirmed(pbx_state: PbxState, queue: QueueId, interface: str) -> bool:
    """Whether an earlier list left it out too; from now on one has."""
    return pbx_state.now_ms - pbx_state.missing_since.setdefault((queue, interface), pbx_state.now_ms) >= SECOND_MS


def _remove_queue(pbx_state: PbxState, queue: QueueId, there: list[str]) -> None:
    """The queue is gone once nobody is in it any more: Asterisk lets who waits in one wait there to the end."""
    if any(
        caller.queue == queue and caller.stage is not CallerStage.TALKING for caller in pbx_state.callers.values()
    ):
        return
    for interface in there:
        _remove(pbx_state, queue, interface)
    pbx_state.missing_since = {
        key: since_ms for key, since_ms in pbx_state.missing_since.items() if key[0] != queue
    }
    del pbx_state.queues[queue]
    pbx_state.waiting.pop(queue, None)
    pbx_state.tell(QueueRemoved(at_ms=pbx_state.now_ms, queue_id=queue))


def look_for_callers(pbx_state: PbxState, listed: Listed, scope: Scope) -> None:
    """Ask after the callers of that scope who wait in no listed queue and of whom no event told."""
    for queue, waiting in pbx_state.waiting.items():
        if scope.queue in (None, queue):
            for call_id in waiting - listed.entries:
                look_for(pbx_state, pbx_state.callers[call_id])


def look_for(pbx_state: PbxState, caller: Caller) -> None:
    """Ask whether a caller's channel still waits in a queue, if no event tells within a moment."""

    def waits() -> bool:
        return pbx_state.callers.get(caller.id) is caller and caller.stage is CallerStage.WAITING

    def ask() -> None:
        channel = pbx_state.channels.get(caller.channel)
        if waits() and channel is not None:
            headers = (("Channel", channel.name),)
            pbx_state.inquiries.append(Inquiry(Action("Status", headers), answered))
        elif waits():
            answered([])

    def answered(rows: list[AmiMessage]) -> None:
        if waits() and not any(row.get("Application") == "Queue" for row in rows):
            callers.exited(pbx_state, caller, Exit.UNOBSERVED)

    pbx_state.agenda.set((TimerKey.MISSED, caller.id), pbx_state.now_ms + MISSED_MS, ask)
