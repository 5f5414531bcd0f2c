"""Recounts today after a change of goals or groups.

The current figures continue by the old rules until those by the new ones are complete; then all change.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.contact_gathering import ContactGathering
from wallboard.domain.counts.counter import Limits, limits_of
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.metrics import Metrics
from wallboard.domain.counts.rebooking import Rebooking, Snapshot
from wallboard.domain.counts.scope_counters import ROLLING_MINUTES, ScopeCounters
from wallboard.domain.counts.sums import Buckets, Sums
from wallboard.domain.ids import QueueId

RECOUNTED_SCOPES = 10
"""The finished intervals of so many queues and groups are counted in a few milliseconds."""


Recounted = list[tuple[IntervalRow, IntervalRow]]
"""Finished intervals as they were and as they are by other rules."""


class Rules(Struct, frozen=True, kw_only=True):
    """What today's counts depend on beside the callers, and how queues are listed."""

    goals: Goals
    listings: Listings
    groups: Groups


class Before(Struct, frozen=True, kw_only=True):
    """What was counted up to ``at_ms`` without contacts: the sums of each queue, and of the groups as they were."""

    at_ms: int
    sums: list[tuple[list[QueueId], Sums]]


class Recounting:
    """The counts by other rules, while they are being computed.

    Attributes:
        rules: those that are to be in force next; None while nothing is recounted.
        counted_before: what cannot be recounted, since its contacts are unknown; None where there is no such.
    """

    def __init__(self, state: State, metrics: Metrics, contacts: ContactGathering) -> None:
        self._state = state
        self._metrics = metrics
        self._contacts = contacts
        self._before: Mapping[frozenset[QueueId], Sums] = {}
        self.counted_before: Before | None = None
        self._day_start_ms = 0
        self._rebooking: Rebooking | None = None
        self._slices: Iterator[None] = iter(())
        self._intervals: Iterator[Recounted] = iter(())
        self.rules: Rules | None = None

    @property
    def restored_ms(self) -> int:
        """Up to when what was counted cannot be recounted; 0 for no time."""
        return 0 if self.counted_before is None else self.counted_before.at_ms

    def restored(self, at_ms: int) -> None:
        """Marks the current counts as restored after a restart; they stay, since their contacts are unknown."""
        metrics = self._metrics
        sums = [(sorted(metrics.queues_of(one.scope)), one.sums()) for one in metrics.all_counters()]
        self.begin_with(Before(at_ms=at_ms, sums=sums))

    def begin_with(self, before: Before) -> None:
        """Adds the counts that another could not recount to all that is counted."""
        self.counted_before = before
        self._day_start_ms = self._metrics.calendar.day_start_ms(before.at_ms)
        self._before = {frozenset(queue_ids): sums for queue_ids, sums in before.sums}

    def begin(self, rules: Rules, now_ms: int) -> None:
        """Starts to count by ``rules``; discards a count that was in progress.

        On a day with more callers than can be stored the counts so far stay as they are.
        """
        metrics = self._metrics
        self.rules, self._rebooking, self._slices, self._intervals = rules, None, iter(()), iter(())
        if not self._contacts.today.is_whole:
            return
        before = self._before
        if metrics.calendar.day_start_ms(now_ms) != self._day_start_ms:
            before = {queue_ids: sums.of_minutes() for queue_ids, sums in before.items()}
        snapshot = Snapshot(self._contacts.today.snapshot(), self._contacts.waiting(), self.restored_ms, before)
        buckets = Buckets(metrics.calendar, now_ms, ROLLING_MINUTES)
        self._rebooking = Rebooking(snapshot, buckets, self._limits)
        scopes = [metrics.queues_of(counters.scope) for counters in metrics.all_counters()]
        self._slices = self._rebooking.slices(scopes)

    def _limits(self, queue_id: QueueId) -> Limits:
        goals = self._state.goals if self.rules is None else self.rules.goals
        return limits_of(goals.of(queue_id, self._state.service_levels_s.get(queue_id)))

    def book(self, outcomes: Iterable[b.CallOutcome], at_ms: int) -> None:
        """Counts an outcome of meanwhile, too."""
        if self._rebooking is not None:
            for outcome in outcomes:
                self._rebooking.book(outcome, at_ms)

    @property
    def is_counting(self) -> bool:
        """Whether today is being recounted; not on a day with more callers than can be stored."""
        return self._rebooking is not None

    def step(self, now_ms: int) -> Rules | None:
        """Counts a few milliseconds' part; returns the rules to put in force once all is counted by them."""
        if self.rules is None or next(self._slices, self) is None:
            return None
        if self._rebooking is None:
            return self.rules
        is_today = self._metrics.calendar.day_start_ms(now_ms) == self._rebooking.day_start_ms
        if not is_today or any(self._limits(one) != used for one, used in self._rebooking.limits.items()):
            self.begin(self.rules, now_ms)
            return None
        return self.rules

    def take(self) -> None:
        """Replaces the current counts by the recounted ones, for the current queues and groups."""
        taken: list[tuple[ScopeCounters, Sums, Goal]] = []
        used: set[frozenset[QueueId]] = set()
        if self._rebooking is not None:
            for counters in self._metrics.all_counters():
                queue_ids = self._metrics.queues_of(counters.scope)
                sums = self._rebooking.sums(queue_ids)
                sums = sums.copy() if queue_ids in used else sums
                taken.append((counters, sums, self._metrics.goal_of(counters.scope)))
                used.add(queue_ids)
        for counters, sums, _ in taken:
            counters.take(sums)
        self._intervals = _recounted(taken, self._rebooking, self.restored_ms)
        self._rebooking, self.rules, self._slices = None, None, iter(())

    def recounted(self) -> Recounted | None:
        """Returns some of the finished intervals that differ now; None once all are returned."""
        return next(self._intervals, None)


def _recounted(
    taken: list[tuple[ScopeCounters, Sums, Goal]], spent: Rebooking | None, kept_ms: int
) -> Iterator[Recounted]:
    """Recounts finished intervals, of few queues and groups at a time, and frees what is no longer needed.

    The figures do not wait for that; of a queue or group all its intervals change together.
    """
    while taken:
        changed: Recounted = []
        for _ in range(min(RECOUNTED_SCOPES, len(taken))):
            counters, sums, goal = taken.pop()
            changed += counters.replace_intervals(sums, goal, kept_ms)
            if spent is not None:
                spent.shed()
        yield changed
