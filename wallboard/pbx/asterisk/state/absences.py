"""Removes what lists omit: queues, members and callers that are gone, not those that are only missing once.

A database's hiccup empties a realtime queue for as long as it lasts, or omits the whole queue from the list while
its callers wait on. So an omission counts when another list repeats it, and a caller is gone when its own channel
is no longer in a queue.
"""

from typing import Final, NamedTuple

from wallboard.domain.centre.events import Exit, QueueRemoved
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.asterisk.state import callers, members
from wallboard.pbx.asterisk.state.model import Caller, CallerStage, Inquiry, TimerKey
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

MISSED_MS: Final = 2_000
"""How long a waiting caller may be missing from a list before it is queried: the list is newer than events on
their way."""
SECOND_MS: Final = 15_000
"""Lists that come sooner after the first may be of the same hiccup: a database takes so long to restart."""


class ListedPart(NamedTuple):
    """What a list covers: everything, everything but ``members``, or one ``queue``."""

    queue: QueueId | None = None
    members: bool = True


EVERYTHING: Final = ListedPart()


class Listed(NamedTuple):
    """The contents of a list: queues, members as queue and interface, waiting callers."""

    queues: set[QueueId]
    members: set[tuple[QueueId, str]]
    entries: set[CallId]


def judge(pbx_state: PbxState, listed: Listed, part: ListedPart) -> None:
    """Removes the members and queues of that part that are not listed, as far as that is confirmed."""
    there = _interfaces(pbx_state)
    for queue in list(pbx_state.queues) if part.queue is None else [part.queue]:
        if queue in listed.queues:
            pbx_state.missing_since.pop((queue, ""), None)
            if part.members:
                _judge_members(pbx_state, queue, there.get(queue, []), listed)
        elif queue in pbx_state.queues and _is_confirmed(pbx_state, queue, ""):
            _remove_queue(pbx_state, queue, there.get(queue, []))


def _judge_members(pbx_state: PbxState, queue: QueueId, there: list[str], listed: Listed) -> None:
    """Removes one missing member as taken out; more at once, or the last one, may be a database's hiccup."""
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
    """Returns the known interfaces at which each queue calls its members."""
    found: dict[QueueId, list[str]] = {}
    for person in pbx_state.people.values():
        for queue, interface in person.doubles:
            found.setdefault(queue, []).append(interface)
        for queue, member in person.members.items():
            found.setdefault(queue, []).append(member.interface)
    return found


def _is_confirmed(pbx_state: PbxState, queue: QueueId, interface: str) -> bool:
    """Whether an earlier list omitted it too; records that one has."""
    return pbx_state.now_ms - pbx_state.missing_since.setdefault((queue, interface), pbx_state.now_ms) >= SECOND_MS


def _remove_queue(pbx_state: PbxState, queue: QueueId, there: list[str]) -> None:
    """Removes a queue once it is empty: Asterisk lets callers of a removed queue wait there to the end."""
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
    pbx_state.emit(QueueRemoved(at_ms=pbx_state.now_ms, queue_id=queue))


def find_callers(pbx_state: PbxState, listed: Listed, part: ListedPart) -> None:
    """Queries callers of that part who wait in no listed queue and for whom no event came."""
    for queue, waiting in pbx_state.waiting.items():
        if part.queue in (None, queue):
            for call_id in waiting - listed.entries:
                find_caller(pbx_state, pbx_state.callers[call_id])


def find_caller(pbx_state: PbxState, caller: Caller) -> None:
    """Queries whether a caller's channel still waits in a queue, if no event comes within a moment."""

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
