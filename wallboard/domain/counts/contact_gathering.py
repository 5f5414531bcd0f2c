"""Builds contact records: what is counted of a visit, and what other events add.

A contact is recorded as soon as its wait has ended, and again whenever more of it is known.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.exits import Party
from wallboard.domain.centre.state import Activity
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.contacts import (
    Contact,
    ContactId,
    ContactStep,
    Ending,
    Handling,
    MissedRing,
    Recorder,
    StepKind,
)
from wallboard.domain.counts.todays_contacts import TodaysContacts
from wallboard.domain.ids import AgentId, CallId, QueueId

CUT_SHORT_MS = 1_000
"""A ring that ends so shortly before the wait is not missed: the caller hung up, or a colleague was first."""
_RINGING = Activity.RINGING
"""Read for each change of an activity; off its enumeration a member costs more, see `thresholds`."""


class ContactGathering:
    """The contacts of one engine.

    Attributes:
        open: the newest contact of each ongoing call.
        today: today's contacts.
    """

    def __init__(self, recorders: Sequence[Recorder] = ()) -> None:
        """``recorders`` receive the contacts too; more of them may be added later."""
        self.open: dict[CallId, Contact] = {}
        self.today = TodaysContacts()
        self._recorders = recorders
        self._known: list[b.CallOutcome] = []
        self._at_ms = 0
        self._rings: dict[AgentId, tuple[CallId, int]] = {}

    def observe(
        self, event: e.Event, outcomes: list[b.CallOutcome], state: State, at_ms: int
    ) -> list[b.CallOutcome]:
        """Applies an event that ``state`` already includes, and the outcomes counted for it at ``at_ms``.

        Returns what else is to be counted then: what the contacts alone know.
        """
        if isinstance(event, e.PositionsChanged):
            return []  # contacts do not depend on them
        if isinstance(event, e.VisitTakenOver):
            self._take_over(event, state)
        self._known, self._at_ms = [], at_ms
        for outcome in outcomes:
            self._count(outcome, state, at_ms)
        if (follow := _FOLLOWERS.get(type(event))) is not None:
            follow(self, event, state)
        call_ids = [outcome.call_id for outcome in outcomes]
        if (call_id := getattr(event, "call_id", None)) is not None:
            call_ids.append(call_id)
        for call_id in call_ids:
            if call_id in self.open and call_id not in state.calls:
                self._close(call_id, event, at_ms)
        return self._known

    def waiting(self) -> list[Contact]:
        """Returns the contacts that are not recorded yet, since their wait goes on."""
        return [contact for contact in self.open.values() if contact.ending is None]

    def unfinished(self) -> list[Contact]:
        """Returns the unfinished contacts, to be stored over a restart."""
        return [*self.open.values(), *self.today.unhandled()]

    def resume(self, unfinished: Iterable[Contact], state: State) -> None:
        """Continues the contacts that another gathering had not finished."""
        for contact in unfinished:
            if contact.call_id in state.calls:
                self._keep(contact)
            else:
                self._record(contact)

    def _record(self, contact: Contact) -> None:
        self.today.record(contact)
        self._report(contact)

    def _report(self, contact: Contact) -> None:
        for recorder in self._recorders:
            recorder.record(contact)

    def _keep(self, contact: Contact) -> None:
        """Stores the newest value of a contact of an ongoing call."""
        self.open[contact.call_id] = contact
        if contact.ending is not None:
            self._record(contact)

    def _count(self, outcome: b.CallOutcome, state: State, at_ms: int) -> None:
        match outcome:
            case b.Offered():
                self._offer(outcome, state, at_ms)
            case b.Handled():
                self._handle(outcome, at_ms)
            case b.Answered() | b.Abandoned() | b.FlowedOut() | b.Unobserved():
                self._end(outcome, at_ms)

    def _offer(self, outcome: b.Offered, state: State, at_ms: int) -> None:
        before = self.open.get(outcome.call_id)
        call = state.calls.get(outcome.call_id)
        contact = Contact(
            id=_id(outcome.call_id, at_ms, before),
            call_id=outcome.call_id,
            queue_id=outcome.queue_id,
            entered_ms=outcome.entered_ms,
            offered_ms=at_ms,
            number=call.number if call else "",
            withheld=call.withheld if call else False,
            dialled=before.dialled if before else "",
            moved_from=outcome.moved_from,
        )
        self._keep(contact)

    def _end(self, outcome: b.Answered | b.Abandoned | b.FlowedOut | b.Unobserved, at_ms: int) -> None:
        contact = self.open.get(outcome.call_id)
        if contact is None or contact.ending is not None or contact.queue_id != outcome.queue_id:
            contact = _unknown(outcome.call_id, outcome.queue_id, at_ms - outcome.wait_ms, at_ms, contact)
        ended = replace(
            contact,
            ended_ms=at_ms,
            ending=_ENDINGS[type(outcome)],
            wait_ms=outcome.wait_ms,
            exit=getattr(outcome, "exit", None),
            agent_id=getattr(outcome, "agent_id", None),
            moved_to=getattr(outcome, "moved_to", None),
            missed=tuple(ring for ring in contact.missed if ring.at_ms < at_ms - CUT_SHORT_MS),
            ended_by=Party.CALLER if isinstance(outcome, b.Abandoned) else None,
        )
        self._keep(ended)
        if (rings := ended.rings_missed(at_ms)) is not None:
            self._known.append(rings)

    def _handle(self, outcome: b.Handled, at_ms: int) -> None:
        part = Handling(
            agent_id=outcome.agent_id,
            queue_id=outcome.queue_id,
            at_ms=at_ms,
            talk_ms=outcome.talk_ms,
            hold_ms=outcome.hold_ms,
            wrap_up_ms=outcome.wrap_up_ms,
        )
        current = self.open.get(outcome.call_id)
        known = self.today.of_call(outcome.call_id)
        of_queue = [one for one in known if one.queue_id == outcome.queue_id and one.agent_id is not None]
        contact = next(iter([*reversed(of_queue), *reversed(known)]), None)
        if contact is None:
            contact = current or _unknown(outcome.call_id, outcome.queue_id, at_ms, at_ms)
            contact = replace(contact, ending=contact.ending or Ending.UNOBSERVED)
        contact = self._sent_on(replace(contact, handlings=(*contact.handlings, part)))
        if current is not None and current.id == contact.id:
            self.open[contact.call_id] = contact
        self._record(contact)

    def _close(self, call_id: CallId, event: e.Event, at_ms: int) -> None:
        contact = self.open.pop(call_id)
        ended_by = event.ended_by if isinstance(event, e.CallEnded) else None
        closed = replace(
            contact,
            closed_ms=at_ms,
            ending=contact.ending or Ending.UNOBSERVED,
            ended_by=contact.ended_by or ended_by,
        )
        self._record(closed)

    def _take_over(self, event: e.VisitTakenOver, state: State) -> None:
        visit = self.open.get(event.from_call_id)
        if visit is None or event.from_call_id in state.calls or event.call_id not in state.calls:
            return
        if event.call_id in self.open:
            self._close(event.call_id, event, event.at_ms)
        del self.open[event.from_call_id]
        for contact in self.today.take_over(event.from_call_id, event.call_id):
            self._report(contact)
        call = state.calls[event.call_id]
        self._keep(replace(visit, call_id=event.call_id, number=call.number, withheld=call.withheld))

    def identified(self, event: e.CallerIdentified, state: State) -> None:
        """Changes the caller's number and name."""
        contact, call = self.open.get(event.call_id), state.calls.get(event.call_id)
        if contact is not None and call is not None:
            self._keep(replace(contact, number=call.number, withheld=call.withheld))

    def joined(self, event: e.CallerJoined, _state: State) -> None:
        """Sets the number that the caller dialled and the call that is resumed, where the PBX reports them."""
        contact = self.open.get(event.call_id)
        if contact is None:
            return
        dialled, resumes = contact.dialled or event.dialled, contact.resumes or event.resumes
        if (dialled, resumes) != (contact.dialled, contact.resumes):
            self._keep(replace(contact, dialled=dialled, resumes=resumes))

    def moving(self, event: e.CallMoving, _state: State) -> None:
        """Adds a step: a supervisor moved the caller, or an agent transferred it."""
        to = event.to_agent or event.to_queue
        self._step(event.call_id, event.at_ms, StepKind.MOVED if to else StepKind.TRANSFERRED, to or AgentId(""))

    def answered(self, event: e.CallAnswered | e.CallFound, state: State) -> None:
        """Adds a step where an agent other than before has the caller."""
        contact = self.open.get(event.call_id)
        call = state.calls.get(event.call_id)
        if contact is None or call is None or not call.is_with_agent or call.agent_id != event.agent_id:
            return
        had = next(
            (step.to for step in reversed(contact.steps) if step.kind is StepKind.CONNECTED), contact.agent_id
        )
        if had != event.agent_id:
            self._step(event.call_id, event.at_ms, StepKind.CONNECTED, event.agent_id)

    def _step(self, call_id: CallId, at_ms: int, kind: StepKind, to: AgentId | QueueId) -> None:
        contact = self.open.get(call_id)
        if contact is None:
            return
        last = contact.steps[-1] if contact.steps else None
        if last is None or (last.kind, last.to) != (kind, to):
            step = ContactStep(at_ms=at_ms, kind=kind, to=to)
            self._keep(self._sent_on(replace(contact, steps=(*contact.steps, step))))

    def _sent_on(self, contact: Contact) -> Contact:
        """Counts a call as sent on once both are known: that its agent sent it on, and that it was handled."""
        senders, parts = contact.senders(), list(contact.handlings)
        for part in parts:
            if part.sent_on_ms is not None and part.agent_id in senders:
                senders.remove(part.agent_id)
        for at, part in enumerate(parts):
            if part.sent_on_ms is None and part.agent_id in senders:
                senders.remove(part.agent_id)
                parts[at] = replace(part, sent_on_ms=self._at_ms)
                self._known.append(b.SentOn(queue_id=part.queue_id, call_id=contact.call_id, at_ms=self._at_ms))
        return contact if not contact.handlings else replace(contact, handlings=tuple(parts))

    def acts(self, event: e.ActivityChanged, _state: State) -> None:
        """Starts or ends an agent's ring: it is missed unless the agent's activity is now the same call."""
        rings_for = event.call_id if event.activity is _RINGING else None
        ring = self._rings.get(event.agent_id)
        if ring is not None and ring[0] != rings_for:
            del self._rings[event.agent_id]
            if event.call_id != ring[0]:
                self._missed(event.agent_id, ring, event.at_ms)
        if rings_for is not None and rings_for in self.open and event.agent_id not in self._rings:
            self._rings[event.agent_id] = rings_for, event.since_ms

    def agent_removed(self, event: e.AgentRemoved, _state: State) -> None:
        """Ends the ring of an agent who is gone."""
        self._rings.pop(event.agent_id, None)

    def _missed(self, agent_id: AgentId, ring: tuple[CallId, int], at_ms: int) -> None:
        call_id, since_ms = ring
        contact = self.open.get(call_id)
        if contact is not None and contact.ending is None:
            missed = MissedRing(agent_id=agent_id, at_ms=at_ms, ring_ms=max(0, at_ms - since_ms))
            self.open[call_id] = replace(contact, missed=(*contact.missed, missed))


def _id(call_id: CallId, at_ms: int, before: Contact | None = None) -> ContactId:
    """A contact's id; if one call begins two visits in the same moment, the second is a millisecond later."""
    last_ms = 0 if before is None else int(before.id.rpartition("@")[2])
    return ContactId(f"{call_id}@{max(at_ms, last_ms + 1)}")


def _unknown(
    call_id: CallId, queue_id: QueueId, entered_ms: int, at_ms: int, before: Contact | None = None
) -> Contact:
    """A contact whose beginning was not counted here."""
    return Contact(id=_id(call_id, at_ms, before), call_id=call_id, queue_id=queue_id, entered_ms=entered_ms)


_ENDINGS: dict[type[b.CallOutcome], Ending] = {
    b.Answered: Ending.ANSWERED,
    b.Abandoned: Ending.ABANDONED,
    b.FlowedOut: Ending.FLOWED_OUT,
    b.Unobserved: Ending.UNOBSERVED,
}
_FOLLOWERS: dict[type[e.Event], Callable[[ContactGathering, Any, State], None]] = {
    e.CallerJoined: ContactGathering.joined,
    e.CallerIdentified: ContactGathering.identified,
    e.CallMoving: ContactGathering.moving,
    e.CallAnswered: ContactGathering.answered,
    e.CallFound: ContactGathering.answered,
    e.ActivityChanged: ContactGathering.acts,
    e.AgentRemoved: ContactGathering.agent_removed,
}
