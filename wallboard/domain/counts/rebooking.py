"""Recounts today by other goals from the contact records, slice by slice, beside the current counts.

Counts from before a restart have no records: they are added as they were counted then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.contacts import Contact, Ending, Handling
from wallboard.domain.counts.counter import Counter, Limits
from wallboard.domain.counts.sums import Buckets, Sums
from wallboard.domain.counts.todays_contacts import decoded
from wallboard.domain.ids import QueueId

SLICE = 250
"""So many calls are counted in one to three milliseconds."""
QUEUE_COSTS = 50
"""A queue's intervals and minutes are added up in the time of so many calls."""


class Snapshot(NamedTuple):
    """All contacts at one moment: each call's encoded, and those that are not recorded yet.

    What was counted up to ``since_ms``, before a restart, has no contacts and stays as it was counted then:
    ``before`` are the sums of each queue and of the groups as they were.
    """

    calls: list[bytes]
    waiting: list[Contact]
    since_ms: int
    before: Mapping[frozenset[QueueId], Sums]


class _QueueSums(Sums):
    """One queue's sums without supervisors' moves, and the moves: those within a group do not count there."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.moves: list[tuple[b.CallOutcome, int]] = []


class _ScopeSums(Sums):
    """The sums of a set of queues, ``added`` so far; ``today`` is complete once it ``is_whole``."""

    def __init__(self) -> None:
        super().__init__()
        self.added: set[QueueId] = set()
        self.is_whole = False


class Rebooking:
    """Today's counts by other goals, as far as they are counted; a queue is counted like a group of one.

    `book` adds later outcomes: each contact is counted once, as it was at the beginning or after.
    """

    def __init__(self, contacts: Snapshot, buckets: Buckets, limits_of: Callable[[QueueId], Limits]) -> None:
        """Begins with the current contacts."""
        self._buckets = buckets
        self._contacts = contacts
        self._limits_of = limits_of
        self._queues: dict[QueueId, _QueueSums] = {}
        self._scopes: dict[frozenset[QueueId], _ScopeSums] = {}

    @property
    def day_start_ms(self) -> int:
        """Returns the beginning of the day that is counted."""
        return self._buckets.day_start_ms

    @property
    def limits(self) -> dict[QueueId, Limits]:
        """Returns the limits that each queue's callers were counted by."""
        return {queue_id: queue.limits for queue_id, queue in self._queues.items()}

    def slices(self, scopes: Iterable[frozenset[QueueId]]) -> Iterator[None]:
        """Counts all contacts, then sums these sets of queues; yields after every few milliseconds."""
        for contact in self._contacts.waiting:
            self._count(contact)
        left = SLICE
        for call in self._contacts.calls:
            for contact in decoded(call):
                self._count(contact)
            left -= 1
            if left <= 0:
                yield
                left = SLICE
        for queue_ids in scopes:
            for cost in self._add_up(queue_ids):
                left -= cost
                if left <= 0:
                    yield
                    left = SLICE

    def sums(self, queue_ids: frozenset[QueueId]) -> Sums:
        """Returns the counts of a set of queues, summing them if that was not done before."""
        if queue_ids not in self._scopes:
            for _ in self._add_up(queue_ids):
                pass
        return self._scopes[queue_ids]

    def shed(self) -> None:
        """Frees a part of the memory that counting needed: freeing all of it in one step takes long."""
        if self._queues:
            self._queues.popitem()
        if self._scopes:
            self._scopes.popitem()

    def _add_up(self, queue_ids: frozenset[QueueId]) -> Iterator[int]:
        """Sums a set of queues, step by step, each as long as so many calls take."""
        sums = self._scopes[queue_ids] = _ScopeSums()
        before = self._contacts.before
        alone = [] if queue_ids in before else [frozenset({queue_id}) for queue_id in queue_ids]
        for one in [queue_ids, *alone]:
            if one in before:
                sums.add(before[one])
        for queue_id in queue_ids:
            if (queue := self._queues.get(queue_id)) is not None:
                sums.add(queue)
                for outcome, at_ms in queue.moves:
                    if outcome.other_end not in queue_ids:
                        self._book(sums, outcome, at_ms)
            sums.added.add(queue_id)
            yield QUEUE_COSTS if queue is not None else 1
        sums.today = Counter.sum(sums.intervals.values())
        sums.rolling_ms = self._buckets.oldest_ms
        sums.rolling = Counter.sum(one for start_ms, one in sums.minutes.items() if start_ms >= sums.rolling_ms)
        sums.is_whole = True
        now_ms = max(sums.intervals, default=0)
        sums.tallies = {start_ms: one.tally() for start_ms, one in sums.intervals.items() if start_ms < now_ms}
        yield len(sums.intervals)

    def _of(self, queue_id: QueueId) -> _QueueSums:
        queue = self._queues.get(queue_id)
        if queue is None:
            queue = self._queues[queue_id] = _QueueSums(self._limits_of(queue_id))
        return queue

    def _count(self, contact: Contact) -> None:
        """Counts the same as `Contact.outcomes`; without one object for each that is three times as fast."""
        since_ms = self._contacts.since_ms
        if contact.moved_from is not None or contact.moved_to is not None:
            for outcome in contact.outcomes():
                if outcome.at_ms > since_ms:
                    self.book(outcome, outcome.at_ms)
            return
        queue, counters = self._of(contact.queue_id), self._buckets.counters
        at_ms = contact.offered_ms
        if at_ms is not None and at_ms > since_ms:
            for counter in counters(queue, at_ms):
                counter.offered += 1
        at_ms = contact.ended_ms
        if at_ms is not None and at_ms > since_ms:
            for counter in counters(queue, at_ms):
                _end(counter, contact, queue.limits)
        for part in contact.handlings:
            self._handle(part, queue if part.queue_id == contact.queue_id else self._of(part.queue_id))

    def _handle(self, part: Handling, queue: _QueueSums) -> None:
        since_ms, sent_on_ms = self._contacts.since_ms, part.sent_on_ms
        if part.at_ms > since_ms:
            for counter in self._buckets.counters(queue, part.at_ms):
                counter.handle(part.talk_ms, part.hold_ms, part.wrap_up_ms)
        if sent_on_ms is not None and sent_on_ms > since_ms:
            for counter in self._buckets.counters(queue, sent_on_ms):
                counter.sent_on += 1

    def book(self, outcome: b.CallOutcome, at_ms: int) -> None:
        """Counts one outcome at ``at_ms``."""
        queue, other_end = self._of(outcome.queue_id), outcome.other_end
        if other_end is None:
            for counter in self._buckets.counters(queue, at_ms):
                counter.book(outcome, queue.limits)
        else:
            queue.moves.append((outcome, at_ms))
        for queue_ids, sums in self._scopes.items():
            if outcome.queue_id in sums.added and other_end not in queue_ids:
                self._book(sums, outcome, at_ms)

    def _book(self, sums: _ScopeSums, outcome: b.CallOutcome, at_ms: int) -> None:
        limits = self._of(outcome.queue_id).limits
        for counter in self._buckets.counters(sums, at_ms):
            counter.book(outcome, limits)
        if sums.is_whole:
            sums.rolling.book(outcome, limits)
            if at_ms >= self.day_start_ms:
                sums.today.book(outcome, limits)


def _end(counter: Counter, contact: Contact, limits: Limits) -> None:
    ending = contact.ending
    counter.rings_missed += len(contact.missed)
    if ending is _ANSWERED:
        counter.answer(contact.wait_ms, limits)
    elif ending is _ABANDONED:
        counter.abandon(contact.wait_ms, limits)
    elif ending is _FLOWED_OUT:
        counter.flow_out(contact.wait_ms, contact.exit or Exit.OVERFLOW, limits)
    elif ending is _UNOBSERVED:
        counter.leave_unobserved(contact.wait_ms, limits)


_ANSWERED, _ABANDONED = Ending.ANSWERED, Ending.ABANDONED
_FLOWED_OUT, _UNOBSERVED = Ending.FLOWED_OUT, Ending.UNOBSERVED
"""Read for each contact; off its enumeration a member costs more, see `thresholds`."""
