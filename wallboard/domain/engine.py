"""The one engine: events go in, and at each flush out come the entities that changed, figures included."""

from collections.abc import Mapping

from msgspec.structs import replace

from wallboard.domain.centre import grouping, reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.centre.state import Agent, Call, Membership, Queue, Source, State
from wallboard.domain.centre.visibility import Shown
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.counts.metrics import Metrics
from wallboard.domain.counts.scope_counters import SAMPLE_MS
from wallboard.domain.ids import AgentId, Key, ScopeId, SourceId

SECOND_MS = 1_000


class Engine:
    """State and figures of one contact centre.

    Attributes:
        state: what is so now.
        metrics: the counters that the figures come from.
        published: the figures of queues and groups as they were last given out.
        turned_ms: up to when the windows are right.
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
        self.published: dict[Key, Figures | QueueNow] = {}
        self._changes = Changes()
        self._shown = Shown(self.state)
        self._second = 0
        self._sampled = now_ms // SAMPLE_MS
        self.turned_ms = now_ms
        self.set_groups(groups or Groups(), now_ms)

    def set_goals(self, goals: Goals) -> None:
        """Promise something else from now on; what was counted so far stays counted by what was promised then."""
        state = self.state
        state.goals = goals
        for group in list(state.groups.values()):
            if (goal := goals.of_group(group.id)) != group.goal:
                state.groups[group.id] = renewed = replace(group, goal=goal, rev=state.next_rev())
                self._changes.add(renewed)
                self.metrics.changed.add(group.id)
        for queue in list(state.queues.values()):
            goal = goals.of(queue.id, state.service_levels_s.get(queue.id))
            if goal != queue.goal:
                state.queues[queue.id] = changed = replace(queue, goal=goal, rev=state.next_rev())
                self._changes.add(changed)
                self.metrics.touch(queue.id)

    def set_groups(self, groups: Groups, now_ms: int) -> None:
        """Have other groups from now on; those that are new or have other queues count from now on."""
        changes = Changes()
        changed = grouping.set_groups(self.state, groups, changes)
        for entity in changes.put.values():
            self._changes.add(entity)
        for entity in changes.gone.values():
            self._changes.remove(entity)
        for group_id in changed - self.state.groups.keys():
            self._withdraw(group_id)
        self.metrics.set_groups(changed, now_ms)

    def apply(self, event: Event) -> Changes:
        """Take in what happened and return what it changed; the feed is told at the next flush."""
        self._turn(event.at_ms)
        changes = Changes()
        reducer.apply(self.state, event, changes)
        for entity in changes.put.values():
            self._follow(entity, self.turned_ms)
            self._changes.add(entity)
        for entity in changes.gone.values():
            self._changes.remove(entity)
            if isinstance(entity, Queue):
                self.metrics.close(entity.id)
                self._withdraw(entity.id)
            elif isinstance(entity, Source):
                self.metrics.forget(entity.id, self.turned_ms)
            else:
                self._follow(entity, self.turned_ms)
        for queue_id in changes.vacated:
            self.metrics.touch(queue_id)
        self.metrics.book(changes.bookings)
        return changes

    def flush(self, now_ms: int) -> Changes:
        """Everything to be shown that changed since the last flush, with the figures of the queues it touched.

        Once in a second all figures are looked at, since waits and agents' times grow by themselves.
        """
        self._turn(now_ms)
        if now_ms // SECOND_MS != self._second:
            self._second = now_ms // SECOND_MS
            self.metrics.touch_all()
        for entity in self.metrics.publish(now_ms, self.turned_ms):
            self._publish(entity)
        changes, self._changes = self._changes, Changes()
        return self._shown.of(changes)

    def entities(self) -> list[AnyEntity]:
        """Everything to be shown but the charts' past, as of the last flush and the events since."""
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
        """The charts' past of one queue or group: today's finished intervals and the last hour."""
        counters = self.metrics.counters.get(scope)
        if counters is None or self.state.hides(scope):
            return []
        return [*counters.intervals, *counters.samples]

    def resume(self, at_ms: int, began_ms: int, unobserved_ms: Mapping[SourceId, int]) -> None:
        """Go on where another engine left off at ``at_ms``; see `memory.recall`."""
        self.turned_ms = at_ms
        self.metrics.resume(at_ms, began_ms, unobserved_ms)
        for table in (self.state.sources, self.state.queues, self.state.groups, self.state.calls):
            for entity in table.values():
                self._changes.add(entity)

    def _turn(self, now_ms: int) -> None:
        """Close the windows that ended by now, and every five seconds sample the waiting callers.

        What is told late counts from here on: agents' time in a window that is closed stays as it was.
        """
        self.turned_ms = max(self.turned_ms, now_ms)
        for interval in self.metrics.turn(now_ms):
            self._changes.add(interval)
        if now_ms // SAMPLE_MS > self._sampled:
            self._sampled = now_ms // SAMPLE_MS
            for sample in self.metrics.samples(now_ms):
                self._changes.add(sample)

    def _follow(self, entity: AnyEntity, at_ms: int) -> None:
        """Let the metrics see what an entity's change means for the figures."""
        match entity:
            case Agent(id=agent_id) | Membership(agent_id=agent_id):
                self._place(agent_id, at_ms)
            case Call(queue_id=queue_id):
                self.metrics.touch(queue_id)
            case Source():
                self.metrics.follow(entity, at_ms)
            case Queue(id=queue_id):
                for interval in self.metrics.open(queue_id, at_ms):
                    self._changes.add(interval)
            case _:
                pass

    def _place(self, agent_id: AgentId, at_ms: int) -> None:
        self.metrics.place(self.state.agents.get(agent_id), agent_id, at_ms)

    def _publish(self, entity: Figures | QueueNow) -> None:
        old = self.published.get(entity.key)
        if old is not None and entity.says_the_same(old):
            return
        stamped = replace(entity, rev=self.state.next_rev())
        self.published[entity.key] = stamped
        self._changes.add(stamped)

    def _withdraw(self, scope: ScopeId) -> None:
        """Take back the figures of a queue or group that is no more."""
        for key, entity in list(self.published.items()):
            if entity.scope == scope:
                del self.published[key]
                self._changes.remove(entity)
