"""Contact records: one row per visit of a caller to a queue, in raw times, so that thresholds stay queries.

A visit's outcomes can be computed from its record alone, whatever the goal is by then.
"""

from collections.abc import Iterator
from typing import NewType, Protocol

from msgspec import Struct

from wallboard.domain.centre.exits import Exit, Party
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.domain.wire_enum import WireEnum

ContactId = NewType("ContactId", str)
"""The call, and when it was offered: one call may be in several queues, or twice in one."""


class ContactChannel(WireEnum):
    """The medium of a contact."""

    VOICE = "voice"
    UNKNOWN = "unknown"


class Ending(WireEnum):
    """How a wait ended; ``unobserved``: it ended while the PBX was not observed, so the end is unknown."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    FLOWED_OUT = "flowed_out"
    UNOBSERVED = "unobserved"
    UNKNOWN = "unknown"


class StepKind(WireEnum):
    """What moved a caller on: a supervisor's move, an agent's transfer, or another agent taking over the call."""

    MOVED = "moved"
    TRANSFERRED = "transferred"
    CONNECTED = "connected"
    UNKNOWN = "unknown"


class ContactStep(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One step of a caller's path; ``to`` is an agent or a queue, empty where unknown."""

    at_ms: int
    kind: StepKind
    to: AgentId | QueueId = AgentId("")


class MissedRing(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """An agent was rung for the caller for ``ring_ms`` and did not answer; the caller went on waiting."""

    agent_id: AgentId
    at_ms: int
    ring_ms: int


class Handling(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One agent's part in a contact, recorded after the wrap-up; ``queue_id`` is the queue that it was for.

    ``sent_on_ms`` is when it was counted that the agent sent the call on; None where it was not.
    """

    agent_id: AgentId
    queue_id: QueueId
    at_ms: int
    talk_ms: int
    hold_ms: int = 0
    wrap_up_ms: int = 0
    sent_on_ms: int | None = None


class Contact(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A caller's visit to one queue, as far as it is known.

    ``entered_ms`` is the start of the wait, which a supervisor's move does not restart. ``offered_ms`` and
    ``ended_ms`` are when the visit was counted as offered and its wait as ended; None where it was not counted
    here: the caller had come before the gateway started, or still waits. ``wait_ms`` is the wait itself.
    ``moved_from`` and ``moved_to`` are the queues of supervisors' moves. ``closed_ms`` is the end of the call.
    ``resumes`` is the abandoned call that this caller came back from, where the PBX reports it.
    """

    id: ContactId
    call_id: CallId
    queue_id: QueueId
    entered_ms: int
    offered_ms: int | None = None
    ended_ms: int | None = None
    ending: Ending | None = None
    wait_ms: int = 0
    exit: Exit | None = None
    agent_id: AgentId | None = None
    channel: ContactChannel = ContactChannel.VOICE
    number: str = ""
    withheld: bool = False
    dialled: str = ""
    moved_from: QueueId | None = None
    moved_to: QueueId | None = None
    missed: tuple[MissedRing, ...] = ()
    steps: tuple[ContactStep, ...] = ()
    handlings: tuple[Handling, ...] = ()
    closed_ms: int | None = None
    ended_by: Party | None = None
    resumes: CallId | None = None

    @property
    def talk_ms(self) -> int:
        """The talk time of all agents."""
        return sum(part.talk_ms for part in self.handlings)

    @property
    def hold_ms(self) -> int:
        """The hold time of all agents."""
        return sum(part.hold_ms for part in self.handlings)

    @property
    def wrap_up_ms(self) -> int:
        """The wrap-up time of all agents."""
        return sum(part.wrap_up_ms for part in self.handlings)

    def outcomes(self) -> Iterator[b.CallOutcome]:
        """The counted outcomes of this visit, each with its moment."""
        if self.offered_ms is not None:
            yield b.Offered(
                queue_id=self.queue_id,
                call_id=self.call_id,
                at_ms=self.offered_ms,
                entered_ms=self.entered_ms,
                moved_from=self.moved_from,
            )
        if self.ended_ms is not None and (end := self._end(self.ended_ms)) is not None:
            yield end
            if (rings := self.rings_missed(self.ended_ms)) is not None:
                yield rings
        for part in self.handlings:
            yield b.Handled(
                queue_id=part.queue_id,
                call_id=self.call_id,
                at_ms=part.at_ms,
                agent_id=part.agent_id,
                talk_ms=part.talk_ms,
                hold_ms=part.hold_ms,
                wrap_up_ms=part.wrap_up_ms,
            )
            if part.sent_on_ms is not None:
                yield b.SentOn(queue_id=part.queue_id, call_id=self.call_id, at_ms=part.sent_on_ms)

    def senders(self) -> list[AgentId]:
        """Returns the agents who sent the call on, once for each time; a supervisor's move is none of them."""
        holder, senders = self.agent_id, list[AgentId]()
        for step in self.steps:
            if holder is not None and step.kind is not StepKind.MOVED:
                senders.append(holder)
            holder = AgentId(step.to) if step.kind is StepKind.CONNECTED else None
        return senders

    def rings_missed(self, at_ms: int) -> b.RingsMissed | None:
        """Returns the rings that no agent answered, as they are counted when the wait ends; None without any."""
        if not self.missed:
            return None
        return b.RingsMissed(queue_id=self.queue_id, call_id=self.call_id, at_ms=at_ms, many=len(self.missed))

    def _end(self, at_ms: int) -> b.CallOutcome | None:
        queue_id, call_id, wait_ms = self.queue_id, self.call_id, self.wait_ms
        match self.ending:
            case Ending.ANSWERED:
                agent_id = self.agent_id or AgentId("")
                return b.Answered(
                    queue_id=queue_id, call_id=call_id, at_ms=at_ms, agent_id=agent_id, wait_ms=wait_ms
                )
            case Ending.ABANDONED:
                return b.Abandoned(queue_id=queue_id, call_id=call_id, at_ms=at_ms, wait_ms=wait_ms)
            case Ending.FLOWED_OUT:
                return b.FlowedOut(
                    queue_id=queue_id,
                    call_id=call_id,
                    at_ms=at_ms,
                    wait_ms=wait_ms,
                    exit=self.exit or Exit.OVERFLOW,
                    moved_to=self.moved_to,
                )
            case Ending.UNOBSERVED:
                return b.Unobserved(queue_id=queue_id, call_id=call_id, at_ms=at_ms, wait_ms=wait_ms)
            case _:
                return None


class Recorder(Protocol):
    """A destination of contact records and interval rows."""

    def record(self, contact: Contact) -> None:
        """Records a contact whose wait ended; one with the same id replaces the former.

        Talk, hold, wrap-up, further steps and the end of the call come later than the end of the wait.
        """
        ...

    def record_interval(self, row: IntervalRow) -> None:
        """Records a finished interval; one of the same queue or group and start replaces the former."""
        ...
