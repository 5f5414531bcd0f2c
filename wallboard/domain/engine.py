"""The engine: applies events and, at each flush, returns the entities that changed, figures included."""

from collections import deque
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from wallboard.domain.centre import grouping, queue_entry, reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.centre.state import Agent, Call, Membership, Queue, Source
from wallboard.domain.centre.visibility import Shown
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contact_gathering import ContactGathering
from wallboard.domain.counts.contacts import Recorder
from wallboard.domain.counts.counter import Limits, limits_of
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.metrics import Metrics
from wallboard.domain.counts.observed_time import ObservedTime
from wallboard.domain.counts.rebooking import SLICE
from wallboard.domain.counts.scope_counters import SAMPLE_MS
from wallboard.domain.ids import AgentId, GroupId, Key, QueueId, ScopeId, SourceId
from wallboard.domain.recounting import Before, Recounting, Rules

SECOND_MS = 1_000
RECOUNTED_MOST = 2_000
"""The most recounted intervals that one flush publishes."""


class Engine:
    """State and figures of one contact centre.

    Attributes:
        state: the current state.
        metrics: the counters that the figures come from.
        published: the figures of queues and groups as they were last published.
        contacts: the records of today's callers.
        recorders: what stores contacts and finished intervals beside the engine, from when it is added on.
        time_ms: up to when events and windows are counted; it never goes back.
        is_listed_anew: whether screens need a full snapshot, since listings or groups have changed.
    """

    def __init__(
        self,
        calendar: Calendar,
        goals: Goals,
        now_ms: int,
        listings: Listings | None = None,
        groups: Groups | None = None,
    ) -> None:
        self.state = State(goals=goals, listings=listings or Listings())
        self.metrics = Metrics(calendar, self.state, now_ms)
        self.recorders: list[Recorder] = []
        self.contacts = ContactGathering(self.recorders)
        self._recounting = Recounting(self.state, self.metrics, self.contacts)
        self._recounted: deque[Interval] = deque()
        self._limits: dict[QueueId, Limits] = {}
        self._is_stale = False
        self._counted_from_ms = 0
        self._older_ms = 0
        self.is_listed_anew = False
        self.published: dict[Key, Figures | QueueNow] = {}
        self._changes = Changes()
        self._shown = Shown(self.state)
        self._second = 0
        self._sampled = now_ms // SAMPLE_MS
        self.time_ms = now_ms
        self.contacts.today.advance(calendar.day_start_ms(now_ms), now_ms)
        changes = Changes()
        self._count_groups(grouping.set_groups(self.state, groups or Groups(), changes))
        self._merge(changes)

    def renew(
        self, *, goals: Goals | None = None, listings: Listings | None = None, groups: Groups | None = None
    ) -> None:
        """Applies other goals, groups or listings; today is recounted by them.

        They are in force when `rebook` has counted all, immediately where contacts are few; None changes nothing.
        """
        state = self.state
        ahead = self._recounting.rules or Rules(
            goals=state.goals, listings=state.listings, groups=state.group_rules
        )
        rules = Rules(
            goals=ahead.goals if goals is None else goals,
            listings=ahead.listings if listings is None else listings,
            groups=ahead.groups if groups is None else groups,
        )
        self._recounting.begin(rules, self.time_ms)
        if len(self.contacts.today) <= SLICE:
            self.rebook()
            while self._recounting.is_counting:
                self.rebook()

    def rebook(self) -> bool:
        """Recounts a few milliseconds' part of today where needed; returns whether more is left.

        A queue whose threshold changes at the PBX needs it, too.
        """
        if self._is_stale and self._recounting.rules is None:
            self.renew()
        if (rules := self._recounting.step(self.time_ms)) is not None:
            self._put_in_force(rules)
        recounted = self._recounting.recounted()
        self._record(now for _, now in recounted or ())
        self._recounted.extend(now.interval for then, now in recounted or () if now.tally != then.tally)
        return recounted is not None or self._recounting.rules is not None

    @property
    def kept_until_ms(self) -> int:
        """Until when (epoch ms) today's counts keep the goals of then; 0 for no time."""
        if not self.contacts.today.is_whole:
            return self.time_ms
        restored_ms, calendar = self._recounting.restored_ms, self.metrics.calendar
        return restored_ms if restored_ms >= calendar.day_start_ms(self.time_ms) else 0

    @property
    def older_goals_until_ms(self) -> int:
        """Until when (epoch ms) today's counts are by thresholds that were changed since; 0 for no time."""
        return self._older_ms if self._older_ms >= self.metrics.calendar.day_start_ms(self.time_ms) else 0

    def restored(
        self, at_ms: int, limits: Mapping[QueueId, Limits], *, older_ms: int, groups_are_others: bool
    ) -> None:
        """Marks the counts up to ``at_ms`` as restored after a restart, without records of their callers.

        They were counted by the ``limits`` of each queue, and up to ``older_ms`` by others before these.
        """
        self._limits, self._older_ms = dict(limits), older_ms
        self._recounting.restored(at_ms)
        self._is_stale = groups_are_others
        self._counted_from_ms = at_ms + 1

    def recount_restored(self, at_ms: int, limits: Mapping[QueueId, Limits], before: Before | None) -> None:
        """Counts all of today from the contacts that were restored as of ``at_ms``, and what was counted before."""
        self._limits, self._counted_from_ms = dict(limits), at_ms + 1
        if before is not None:
            self._recounting.begin_with(before)
        self.renew()
        while self.rebook():
            pass

    def counted_before(self) -> Before | None:
        """Returns today's counts whose contacts are unknown; None where there are none."""
        return self._recounting.counted_before if self.kept_until_ms else None

    def _put_in_force(self, rules: Rules) -> None:
        state, metrics = self.state, self.metrics
        self.is_listed_anew |= (rules.groups, rules.listings) != (state.group_rules, state.listings)
        before = {group_id: metrics.queues_of(group_id) for group_id in state.groups}
        state.goals, state.listings = rules.goals, rules.listings
        changes = Changes()
        queue_entry.renew_goals(state, changes)
        if self.is_listed_anew:
            queue_entry.list_anew(state, changes)
            grouping.set_groups(state, rules.groups, changes)
            self._shown.follow_listings()
        self._merge(changes)
        after = {group_id: metrics.queues_of(group_id) for group_id in state.groups}
        self._count_groups({one for one in before.keys() | after.keys() if before.get(one) != after.get(one)})
        if self._recounting.is_counting:
            others = after.keys() - {one for one in after if before.get(one) == after[one]}
            metrics.backdate(others, self.time_ms)
        self._recounting.take()
        for queue in state.queues.values():
            self._limit(queue)
        self._is_stale = False
        metrics.touch_all()

    def _merge(self, changes: Changes) -> None:
        for entity in changes.put.values():
            self._changes.add(entity)
        for entity in changes.gone.values():
            self._changes.remove(entity)

    def _count_groups(self, changed: set[GroupId]) -> None:
        """Starts counting for groups that are new or have other queues, and stops it for removed ones."""
        for group_id in changed - self.state.groups.keys():
            self._withdraw(group_id)
        self.metrics.set_groups(changed, self.time_ms)

    def apply(self, event: Event) -> Changes:
        """Applies an event and returns what it changed; the feed carries it at the next flush."""
        self._open_windows(event.at_ms)
        changes = Changes()
        reducer.apply(self.state, event, changes)
        for entity in changes.put.values():
            self._follow(entity, self.time_ms)
            self._changes.add(entity)
        for entity in changes.gone.values():
            self._changes.remove(entity)
            if isinstance(entity, Queue):
                self.metrics.close(entity.id)
                self._withdraw(entity.id)
            elif isinstance(entity, Source):
                self.metrics.forget(entity.id, self.time_ms)
            else:
                self._follow(entity, self.time_ms)
        for queue_id in changes.rearranged:
            self.metrics.touch(queue_id)
        counted_ms = max(self.time_ms, self._counted_from_ms)
        changes.bookings += self.contacts.observe(event, changes.bookings, self.state, counted_ms)
        if changes.bookings:
            self.metrics.book(changes.bookings)
            self._recounting.book(changes.bookings, counted_ms)
        return changes

    def flush(self, now_ms: int) -> Changes:
        """Returns all visible changes since the last flush, with the figures of the queues that changed.

        Once a second all figures are computed, since waits and agents' times grow by themselves.
        """
        self._open_windows(now_ms)
        if now_ms // SECOND_MS != self._second:
            self._second = now_ms // SECOND_MS
            self.metrics.tick()
        for entity in self.metrics.publish(now_ms, self.time_ms):
            self._publish(entity)
        for _ in range(min(RECOUNTED_MOST, len(self._recounted))):
            self._changes.add(self._recounted.popleft())
        changes, self._changes = self._changes, Changes()
        return self._shown.of(changes)

    def entities(self) -> list[AnyEntity]:
        """Returns everything visible but the charts' history, as of the last flush and the events since."""
        state = self.state
        tables = (
            state.sources,
            state.queues,
            state.groups,
            state.agents,
            state.memberships,
            state.calls,
            state.monitors,
        )
        entities = [*(entity for table in tables for entity in table.values()), *self.published.values()]
        return [entity for entity in entities if self._shown.shows(entity)]

    def series(self, scope: ScopeId) -> list[Interval | Sample]:
        """Returns the charts' history of one queue or group: today's finished intervals and the last hour."""
        counters = self.metrics.counters.get(scope)
        if counters is None or self.state.hides(scope):
            return []
        return [*(row.interval for row in counters.intervals), *counters.samples]

    def resume(self, at_ms: int, began_ms: int, sources: Mapping[SourceId, ObservedTime]) -> None:
        """Continues another engine's state at ``at_ms``; see `checkpoint.recall`."""
        self.time_ms = at_ms
        self.metrics.resume(at_ms, began_ms, sources)
        for table in (self.state.sources, self.state.queues, self.state.groups, self.state.calls):
            for entity in table.values():
                self._changes.add(entity)

    def _open_windows(self, now_ms: int) -> None:
        """Closes the windows that ended by now, and every five seconds samples the waiting callers.

        Late events count from here on: agents' time in a closed window stays as it was.
        """
        self.time_ms = max(self.time_ms, now_ms)
        ended = self.metrics.open_windows(now_ms)
        if ended:
            self.contacts.today.advance(self.metrics.calendar.day_start_ms(self.time_ms), self.time_ms)
        self._record(ended)
        self._show(ended)
        if now_ms // SAMPLE_MS > self._sampled:
            self._sampled = now_ms // SAMPLE_MS
            for sample in self.metrics.samples(now_ms):
                self._changes.add(sample)

    def _record(self, rows: Iterable[IntervalRow]) -> None:
        for row in rows:
            for recorder in self.recorders:
                recorder.record_interval(row)

    def _show(self, rows: Iterable[IntervalRow]) -> None:
        """Publishes finished intervals to the charts, except those of removed queues."""
        for row in rows:
            if row.scope in self.metrics.counters:
                self._changes.add(row.interval)

    def _follow(self, entity: AnyEntity, at_ms: int) -> None:
        """Updates the metrics by the change of an entity."""
        match entity:
            case Agent(id=agent_id) | Membership(agent_id=agent_id):
                self._place(agent_id, at_ms)
            case Call(queue_id=queue_id):
                self.metrics.touch(queue_id)
            case Source():
                self.metrics.follow(entity, at_ms)
            case Queue(id=queue_id):
                self._limit(entity)
                self._show(self.metrics.open(queue_id, at_ms))
            case _:
                pass

    def _limit(self, queue: Queue) -> None:
        """Stores the limits that a queue's callers are counted by; a change of them recounts today."""
        limits = limits_of(queue.goal)
        if self._limits.setdefault(queue.id, limits) != limits:
            self._limits[queue.id], self._is_stale = limits, True
            self._older_ms = max(self._older_ms, self.kept_until_ms)

    def _place(self, agent_id: AgentId, at_ms: int) -> None:
        self.metrics.place(self.state.agents.get(agent_id), agent_id, at_ms)

    def _publish(self, entity: Figures | QueueNow) -> None:
        key = entity.key
        old = self.published.get(key)
        if old is not None and entity.says_the_same(old):
            return
        stamped = replace(entity, rev=self.state.next_rev())
        self.published[key] = stamped
        self._changes.add(stamped)

    def _withdraw(self, scope: ScopeId) -> None:
        """Removes the figures of a removed queue or group."""
        for key, entity in list(self.published.items()):
            if entity.scope == scope:
                del self.published[key]
                self._changes.remove(entity)
