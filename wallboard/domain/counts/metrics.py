"""Counters of all queues and groups, with the current waits and agents' states."""

from collections.abc import Iterable, Iterator, Mapping, Set

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Agent, Source, SourceStatus
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.agent_scopes import states_of
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, QueueNow, Sample
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.observed_time import ObservedSources, ObservedTime, together
from wallboard.domain.counts.scope_counters import ScopeCounters
from wallboard.domain.counts.sums import MINUTE_MS
from wallboard.domain.counts.waits import NOBODY, Waits, waits_of
from wallboard.domain.ids import AgentId, GroupId, QueueId, ScopeId, SourceId, source_of


class Metrics:
    """The counters of all queues and groups.

    Attributes:
        sources: the time in which each source was observed.
        counters: of each existing queue, and of each group.
        changed: the queues and groups whose callers or agents may differ since they were last published.
        recounted: those whose counts may differ.
        waits: of each queue that had waiting callers when it was last computed.
        began_ms: the start of all counting.
    """

    def __init__(self, calendar: Calendar, state: State, now_ms: int) -> None:
        self.calendar = calendar
        self.sources = ObservedSources()
        self.counters: dict[ScopeId, ScopeCounters] = {}
        self.changed: set[ScopeId] = set()
        self.recounted: set[ScopeId] = set()
        self.waits: dict[QueueId, Waits] = {}
        self.began_ms = now_ms
        self._state = state
        self._closed: dict[ScopeId, ScopeCounters] = {}
        self._published: dict[ScopeId, Waits] = {}
        self._placed: dict[AgentId, dict[ScopeId, AgentState]] = {}
        self._minute = now_ms // MINUTE_MS

    def open(self, queue_id: QueueId, now_ms: int) -> list[IntervalRow]:
        """Starts the counters of a queue that exists now; those of one that existed before continue.

        Of one that comes back today's finished intervals are returned: screens that connected meanwhile lack them.
        """
        finished: list[IntervalRow] = []
        if (closed := self._closed.pop(queue_id, None)) is not None:
            closed.open_windows(now_ms, self.goal_of(queue_id))
            finished = closed.intervals
            self.counters[queue_id] = closed
        elif queue_id not in self.counters:
            self.counters[queue_id] = self._new(queue_id, self.began_ms, now_ms)
        if self.counters[queue_id].observed.stopped_ms is not None:
            self._follow_groups(self._state.groups_of.get(queue_id, ()), now_ms)
        self._recount(queue_id)
        return finished

    def _new(self, scope: ScopeId, began_ms: int, now_ms: int) -> ScopeCounters:
        is_group = scope in self._state.groups
        observed = ObservedTime() if is_group else self.sources.of(source_of(scope))
        return ScopeCounters(scope, self.calendar, observed, began_ms, now_ms)

    def set_groups(self, changed: Set[GroupId], now_ms: int) -> None:
        """Starts the counters of groups that are new or have other queues now, and drops those of removed ones."""
        for group_id in changed:
            self.counters.pop(group_id, None)
            self._published.pop(group_id, None)
            if group_id in self._state.groups:
                counters = self.counters[group_id] = self._new(group_id, now_ms, now_ms)
                counters.begin_with(self._here(group_id))
        self._follow_groups(changed, now_ms)
        for states in self._placed.values():
            for group_id in changed & states.keys():
                del states[group_id]
        for agent_id, agent in self._state.agents.items():
            self.place(agent, agent_id, now_ms)
        self.changed |= changed
        self.recounted |= changed

    def _here(self, group_id: GroupId) -> int:
        """Returns how many callers are in a group now, unanswered."""
        groups_of = self._state.groups_of
        calls = self._state.calls.values()
        return sum(call.answered_ms is None and group_id in groups_of.get(call.queue_id, ()) for call in calls)

    def queues_of(self, scope: ScopeId) -> frozenset[QueueId]:
        """Returns the queues that count in a group; for a queue, itself."""
        if scope in self._state.groups:
            group_id = GroupId(scope)
            return frozenset(one for one, group_ids in self._state.groups_of.items() if group_id in group_ids)
        return frozenset({QueueId(scope)})

    def goal_of(self, scope: ScopeId) -> Goal:
        """Returns the current goal of a queue (a removed one too) or a group."""
        state = self._state
        if (found := state.queues.get(QueueId(scope)) or state.groups.get(GroupId(scope))) is not None:
            return found.goal
        queue_id = QueueId(scope)
        return state.goals.of(queue_id, state.service_levels_s.get(queue_id))

    def backdate(self, group_ids: Iterable[GroupId], now_ms: int) -> None:
        """Gives recently created groups the windows that they would have if they had always counted."""
        everybody = self.all_counters()
        for group_id in group_ids & self.counters.keys():
            queue_ids = self.queues_of(group_id)
            parts = [counters for counters in everybody if counters.scope in queue_ids]
            oldest = max(everybody, key=lambda one: (len(one.minutes), len(one.intervals)))
            sources = {source_of(queue_id) for queue_id in queue_ids}
            outages = together(span for one in sources for span in self.sources.of(one).outages_until(now_ms))
            self.counters[group_id].backdate(self.began_ms, oldest, parts, outages, now_ms)

    def all_counters(self) -> list[ScopeCounters]:
        """Returns the counters of all queues, removed ones too, and of all groups."""
        return [*self.counters.values(), *self._closed.values()]

    def resume(self, at_ms: int, began_ms: int, sources: Mapping[SourceId, ObservedTime]) -> None:
        """Continues the counts of another at ``at_ms``: no source is observed until it is connected."""
        self.began_ms = began_ms
        self.sources.resume(sources)
        self._minute = at_ms // MINUTE_MS
        self.counters.clear()

    def resume_counters(self, scope: ScopeId, at_ms: int, unobserved_ms: int, *, is_open: bool) -> ScopeCounters:
        """Returns new counters with the sums that another stored."""
        counters = self._new(scope, self.began_ms, at_ms)
        (self.counters if is_open else self._closed)[scope] = counters
        if scope in self._state.groups:
            counters.observed.unobserved_ms = unobserved_ms
            self._follow_groups([GroupId(scope)], at_ms)
        self.recounted.add(scope)
        return counters

    def close(self, queue_id: QueueId) -> None:
        """Ends the count of a removed queue; its counts stay in its groups, and for the queue's return."""
        if (counters := self.counters.pop(queue_id, None)) is not None:
            counters.samples.clear()
            self._closed[queue_id] = counters
        self.waits.pop(queue_id, None)
        self._published.pop(queue_id, None)
        self._recount(queue_id)

    def book(self, outcomes: Iterable[b.CallOutcome]) -> None:
        """Counts outcomes in their queues and these queues' groups, each by its own queue's threshold."""
        state = self._state
        for outcome in outcomes:
            queue_id = outcome.queue_id
            goal = self.goal_of(queue_id)
            if (counters := self._counters_of(queue_id)) is not None:
                counters.book(outcome, goal)
            other_end = outcome.other_end
            within = () if other_end is None else state.groups_of.get(other_end, ())
            for group_id in state.groups_of.get(queue_id, ()):
                if group_id not in within:
                    self.counters[group_id].book(outcome, goal)
            self._recount(queue_id)

    def touch(self, queue_id: QueueId) -> None:
        """Marks a queue whose waiting callers or agents' states changed."""
        self.changed.add(queue_id)
        self.changed.update(self._state.groups_of.get(queue_id, ()))

    def _recount(self, queue_id: QueueId) -> None:
        self.touch(queue_id)
        self.recounted.add(queue_id)
        self.recounted.update(self._state.groups_of.get(queue_id, ()))

    def follow(self, source: Source, at_ms: int) -> None:
        """Stops a source's observed time when it is lost, until it is up again; a first read does not stop it."""
        if source.status is SourceStatus.DOWN:
            self.sources.of(source.id).stop(at_ms)
        elif source.status is SourceStatus.UP:
            self.sources.of(source.id).go_on(at_ms)
        self._follow_groups(self._state.groups, at_ms)
        self.touch_all()

    def forget(self, source_id: SourceId, at_ms: int) -> None:
        """Drops a removed source."""
        self.sources.forget(source_id)
        self._follow_groups(self._state.groups, at_ms)
        self.touch_all()

    def _follow_groups(self, group_ids: Iterable[GroupId], at_ms: int) -> None:
        """Observes a group while all its sources are observed."""
        for group_id in group_ids:
            counters, group = self.counters.get(group_id), self._state.groups.get(group_id)
            if counters is None or group is None:
                continue
            sources = {source_of(queue_id) for queue_id in group.queue_ids}
            if any(self.sources.of(source_id).stopped_ms is not None for source_id in sources):
                counters.observed.stop(at_ms)
            else:
                counters.observed.go_on(at_ms)

    def touch_all(self) -> None:
        """Marks all as changed."""
        self.changed |= self.counters.keys()
        self.recounted |= self.counters.keys()

    def tick(self) -> None:
        """Marks what changes by itself, everywhere: agents' times, and who is late by now."""
        self.recounted |= self.counters.keys()

    def place(self, agent: Agent | None, agent_id: AgentId, at_ms: int) -> None:
        """Sets the state that an agent is counted in, per queue and group; None for a removed agent."""
        new = {} if agent is None else states_of(agent, self._state)
        old = self._placed.get(agent_id, {})
        if old == new:
            return
        source_id = source_of(agent_id)
        clock = self.sources.of(source_id)
        for scope, shown in old.items():
            if new.get(scope) is not shown and (counters := self._counters_of(scope)) is not None:
                counters.leave(shown, source_id, clock, at_ms)
                self.changed.add(scope)
        for scope, shown in new.items():
            if old.get(scope) is not shown and (counters := self._counters_of(scope)) is not None:
                counters.enter(shown, source_id, clock, at_ms)
                self.changed.add(scope)
        self._placed[agent_id] = new
        if agent is None:
            del self._placed[agent_id]

    def _counters_of(self, scope: ScopeId) -> ScopeCounters | None:
        return self.counters.get(scope) or self._closed.get(scope)

    def open_windows(self, now_ms: int) -> list[IntervalRow]:
        """Opens the windows that begin by ``now_ms`` in all counters; returns the intervals that ended.

        All windows begin at whole minutes, so that within one there is nothing to do.
        """
        minute = now_ms // MINUTE_MS
        if minute <= self._minute:
            return []
        self._minute = minute
        everybody = self.all_counters()
        return [row for one in everybody for row in one.open_windows(now_ms, self.goal_of(one.scope))]

    def publish(self, now_ms: int, time_ms: int) -> list[Figures | QueueNow]:
        """Returns the entities of all marked queues and groups at this moment, groups last, and clears the marks.

        Waits are as long as they are at ``now_ms``, or were when their source was last observed; windows and
        agents' times are those of ``time_ms``, which stops while a clock that was set back catches up.
        """
        lost = self._lost()
        entities: list[Figures | QueueNow] = []
        for scope, waits in self._waits_of((self.changed | self.recounted) & self.counters.keys(), now_ms):
            counters = self.counters[scope]
            if scope in self.changed or waits != self._published.get(scope):
                agents = counters.agents_now(self._left_out(scope, lost))
                entities.append(waits.now(scope, agents, self._state.positions_in(scope)))
                self._published[scope] = waits
            if scope in self.recounted:
                entities += counters.figures(time_ms, waits.late + waits.lost_late)
        self.changed.clear()
        self.recounted.clear()
        return entities

    def samples(self, now_ms: int) -> list[Sample]:
        """Samples how many callers wait and how long, in all queues and groups that are observed."""
        return [
            self._sample(scope, wait, now_ms)
            for scope, wait in self._waits_of(self.counters.keys(), now_ms)
            if self.counters[scope].observed.stopped_ms is None
        ]

    def _sample(self, scope: ScopeId, waits: Waits, now_ms: int) -> Sample:
        longest_ms = 0 if waits.longest_since_ms is None else max(0, now_ms - waits.longest_since_ms)
        sample = Sample(scope=scope, at_ms=now_ms, waiting=waits.waiting, longest_wait_ms=longest_ms)
        self.counters[scope].samples.append(sample)
        return sample

    def _waits_of(self, scopes: Set[ScopeId], now_ms: int) -> Iterator[tuple[ScopeId, Waits]]:
        """Returns the waits of queues and, once those of all their queues are known, of groups."""
        group_ids = self._state.groups.keys() & scopes
        for scope in scopes - group_ids:
            yield (
                scope,
                self._waits_of_queue(QueueId(scope), self.counters[scope].observed.observed_until_ms(now_ms)),
            )
        if group_ids:
            yield from self._waits_of_groups(group_ids)

    def _waits_of_queue(self, queue_id: QueueId, now_ms: int) -> Waits:
        waits = waits_of(self._state, queue_id, now_ms)
        if waits is NOBODY:
            self.waits.pop(queue_id, None)
        else:
            self.waits[queue_id] = waits
        return waits

    def _waits_of_groups(self, group_ids: Set[ScopeId]) -> Iterator[tuple[ScopeId, Waits]]:
        """Returns those of all queues together, but of the PBXs that are left out only who is late there."""
        parts: dict[ScopeId, list[Waits]] = {group_id: [] for group_id in group_ids}
        lost = self._lost()
        left_out = {group_id: self._left_out(group_id, lost) for group_id in group_ids} if lost else {}
        for queue_id, waits in self.waits.items():
            source_id = source_of(queue_id) if lost else ""
            for group_id in self._state.groups_of.get(queue_id, ()):
                if group_id in parts:
                    is_left_out = source_id in left_out.get(group_id, ())
                    parts[group_id].append(waits.left_out() if is_left_out else waits)
        for scope, all_waits in parts.items():
            yield scope, Waits.together(all_waits)

    def _lost(self) -> set[SourceId]:
        """Returns the PBXs that are not connected now."""
        sources = self._state.sources.values()
        return {source.id for source in sources if source.status is not SourceStatus.UP} | self.sources.lost()

    def _left_out(self, scope: ScopeId, lost: Set[SourceId]) -> Set[SourceId]:
        """Returns whose callers and agents do not count in a group now: those of lost PBXs, unless all are lost.

        What happens at a lost PBX is not known: its callers may be gone, its agents may be busy.
        """
        group = self._state.groups.get(GroupId(scope))
        if not lost or group is None:
            return frozenset()
        return lost if {source_of(queue_id) for queue_id in group.queue_ids} - lost else frozenset()
