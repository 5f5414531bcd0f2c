"""The engine's checkpoint, so that the day outlives a restart of the gateway.

To the figures a restart is like a lost connection: they stop at ``at_ms`` and continue once the PBX has reported
its state again. Agents are not stored: the PBX reports all of them.
"""

from collections import deque
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.grouping import join_groups, queues_of
from wallboard.domain.centre.queue_entry import shown_name
from wallboard.domain.centre.state import Call, Queue, Source, SourceStatus
from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.counter import Counter, Limits, limits_of
from wallboard.domain.counts.figures import Sample
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.observed_time import AgentTime, ObservedTime, Span
from wallboard.domain.counts.scope_counters import SAMPLES_KEPT, ScopeCounters, WindowCounts
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, CallId, GroupId, QueueId, ScopeId, SourceId, source_of
from wallboard.domain.recounting import Before

_LATEST_MS = 4_102_444_800_000
"""1 January 2100: this program wrote no later time, and many calendars end before a 64-bit number does."""


_MOST_CALLERS = 10**7


class CountersCheckpoint(Struct, frozen=True, kw_only=True):
    """The sums of one queue or group; ``is_open`` is false for a removed queue.

    ``agents_since_ms`` is 0 where agents' time is counted since the start of all counting.
    """

    scope: ScopeId
    is_open: bool
    handling_ms: int
    ready_ms: int
    paused_ms: int = 0
    other_ms: int = 0
    agents_since_ms: int = 0
    unobserved_ms: int = 0
    today: WindowCounts
    interval: WindowCounts
    minutes: Annotated[list[WindowCounts], Meta(min_length=1)]
    samples: list[Sample] = []


class Checkpoint(Struct, frozen=True, kw_only=True):
    """An engine as it was at ``at_ms``, but for today's finished intervals, which no longer change.

    ``groups`` are the queues that counted in each group, removed ones too; ``unobserved_ms`` and today's
    ``outages`` are by source; ``contacts`` are the unfinished ones: the callers who are here, and the last ones of
    agents in wrap-up. Up to ``older_goals_until_ms`` callers were counted by other thresholds than the current
    ones.
    """

    at_ms: Annotated[int, Meta(ge=0, le=_LATEST_MS)]
    began_ms: int
    unobserved_ms: dict[SourceId, int]
    outages: dict[SourceId, list[Span]] = {}
    version: int
    sources: list[Source]
    queues: list[Queue]
    calls: list[Call]
    positions: dict[CallId, Annotated[int, Meta(ge=1, le=_MOST_CALLERS)]] = {}
    last_handled: dict[AgentId, tuple[CallId, int]]
    removed_queues: list[QueueId]
    counters: list[CountersCheckpoint]
    groups: dict[GroupId, list[QueueId]] = {}
    contacts: list[Contact] = []
    older_goals_until_ms: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether each queue and all of them together have their sums, and each waiting caller a queue."""
        open_scopes = {sums.scope for sums in self.counters if sums.is_open}
        queue_ids = {queue.id for queue in self.queues}
        waited_for = {call.queue_id for call in self.calls if call.is_waiting}
        return open_scopes == queue_ids | self.groups.keys() | {ALL} and waited_for <= queue_ids


def remember(engine: Engine, *, with_samples: bool) -> Checkpoint:
    """Returns the engine's checkpoint as of its last flush; the many samples only ``with_samples``."""
    state, metrics, at_ms = engine.state, engine.metrics, engine.time_ms
    counters = [
        CountersCheckpoint(
            scope=one.scope,
            is_open=one.scope in metrics.counters,
            handling_ms=one.handling.at(at_ms),
            ready_ms=one.ready.at(at_ms),
            paused_ms=one.paused.at(at_ms),
            other_ms=one.other.at(at_ms),
            agents_since_ms=one.agents_since_ms if one.agents_since_ms > one.began_ms else 0,
            unobserved_ms=one.observed.unobserved_at(at_ms),
            today=one.today,
            interval=one.interval,
            minutes=list(one.minutes),
            samples=list(one.samples) if with_samples else [],
        )
        for one in metrics.all_counters()
    ]
    return Checkpoint(
        at_ms=at_ms,
        began_ms=metrics.began_ms,
        unobserved_ms=metrics.sources.unobserved_ms(at_ms),
        outages=metrics.sources.outages(at_ms),
        version=state.version,
        sources=list(state.sources.values()),
        queues=[replace(one, name=state.queue_names.get(one.id, one.name)) for one in state.queues.values()],
        calls=list(state.calls.values()),
        positions=dict(state.positions),
        last_handled=dict(state.last_handled),
        removed_queues=sorted(state.removed_queues),
        counters=counters,
        groups={group_id: sorted(queues_of(state, group_id)) for group_id in state.groups},
        contacts=engine.contacts.unfinished(),
        older_goals_until_ms=engine.older_goals_until_ms,
    )


def finished_intervals(engine: Engine) -> list[IntervalRow]:
    """Returns today's finished intervals of all queues and groups."""
    return [interval for counters in engine.metrics.all_counters() for interval in counters.intervals]


def recall(engine: Engine, checkpoint: Checkpoint, finished: Iterable[IntervalRow]) -> None:
    """Restores a new engine from a checkpoint of the same day and calendar.

    A group that is new, or has other queues than it had, counts from where the other was; not so `ALL`, which keeps
    what it counted of a queue that is hidden now.
    """
    others = _recall_all(engine, checkpoint, finished)
    older_ms = checkpoint.older_goals_until_ms
    engine.restored(checkpoint.at_ms, _limits(checkpoint), older_ms=older_ms, groups_are_others=bool(others))


class StoredDay(Struct, frozen=True, kw_only=True):
    """A checkpoint without counts, and the encoded contacts of each call that they are counted from.

    ``awaited`` are the calls whose agents had not finished; ``before`` is what was counted without contacts, as an
    older Wallboard did.
    """

    checkpoint: Checkpoint
    calls: dict[CallId, bytes]
    awaited: dict[CallId, int]
    before: Before | None = None


def recall_day(engine: Engine, day: StoredDay, finished: Iterable[IntervalRow]) -> None:
    """Restores a new engine from a stored day of the same calendar."""
    checkpoint = day.checkpoint
    engine.contacts.today.restore(day.calls, day.awaited)
    others = _recall_all(engine, checkpoint, finished)
    engine.metrics.backdate(others & engine.state.groups.keys(), checkpoint.at_ms)
    engine.recount_restored(checkpoint.at_ms, _limits(checkpoint), day.before)


def _recall_all(engine: Engine, checkpoint: Checkpoint, finished: Iterable[IntervalRow]) -> set[GroupId]:
    """Restores all but the limits; returns the groups that are new, gone, or have other queues than they had."""
    _recall_state(engine.state, checkpoint)
    by_scope: dict[ScopeId, list[IntervalRow]] = {}
    for interval in finished:
        by_scope.setdefault(interval.scope, []).append(interval)
    engine.resume(checkpoint.at_ms, checkpoint.began_ms, _times_of_sources(checkpoint))
    others = _other_groups(engine.state, checkpoint)
    for sums in checkpoint.counters:
        if sums.scope not in others:
            counters = engine.metrics.resume_counters(
                sums.scope, checkpoint.at_ms, sums.unobserved_ms, is_open=sums.is_open
            )
            _recall_counters(counters, sums, by_scope.get(sums.scope, []), checkpoint.at_ms)
    engine.metrics.set_groups(others, checkpoint.at_ms)
    engine.contacts.resume(checkpoint.contacts, engine.state)
    return others


def _limits(checkpoint: Checkpoint) -> dict[QueueId, Limits]:
    return {queue.id: limits_of(queue.goal) for queue in checkpoint.queues}


def _times_of_sources(checkpoint: Checkpoint) -> dict[SourceId, ObservedTime]:
    """Returns the observed time of each source, also of sources of which only queues are stored.

    An older Wallboard stored how long a source was not observed and not when: the latest time is assumed, since no
    window must look better observed than it was.
    """
    of_queues = {source_of(queue.id) for queue in checkpoint.queues} | {source.id for source in checkpoint.sources}
    times: dict[SourceId, ObservedTime] = {}
    for source_id, ms in (dict.fromkeys(of_queues, 0) | checkpoint.unobserved_ms).items():
        supposed = [(max(0, checkpoint.at_ms - ms), checkpoint.at_ms)] if ms else []
        outages = checkpoint.outages.get(source_id, supposed)
        times[source_id] = ObservedTime(stopped_ms=checkpoint.at_ms, unobserved_ms=ms, outages=outages)
    return times


def _other_groups(state: State, checkpoint: Checkpoint) -> set[GroupId]:
    """Returns the groups but `ALL` that are new, gone, or have other queues than they had."""
    before = checkpoint.groups
    after = {group_id: sorted(queues_of(state, group_id)) for group_id in state.groups}
    return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)} - {ALL}


def _recall_state(state: State, checkpoint: Checkpoint) -> None:
    state.version = max(state.version, checkpoint.version)
    for source in checkpoint.sources:
        state.sources[source.id] = replace(
            source,
            status=SourceStatus.DOWN,
            since_ms=checkpoint.at_ms if source.status is SourceStatus.UP else source.since_ms,
            reason="",
            rev=state.next_rev(),
        )
    changes = Changes()
    for queue in checkpoint.queues:
        listing = state.listings.of(queue.id)
        listed = replace(queue, name=listing.name or queue.name, order=listing.order, colour=listing.colour)
        join_groups(state, listed, changes)
        state.queues[queue.id] = listed
        state.queue_names[queue.id] = queue.name
        if queue.goal.threshold_s != state.goals.of(queue.id).threshold_s:
            state.service_levels_s[queue.id] = queue.goal.threshold_s
    for queue_id, listed in state.queues.items():
        state.queues[queue_id] = replace(listed, name=shown_name(state, queue_id))
    for queue_id in checkpoint.removed_queues:
        if queue_id not in state.queues:
            state.groups_of[queue_id] = _groups_of_removed(state, queue_id, checkpoint)
    for call in checkpoint.calls:
        state.calls[call.id] = call
        state.place_call(call)
        if call.is_waiting:
            state.set_position(call.id, checkpoint.positions.get(call.id, 0))
    state.last_handled.update(checkpoint.last_handled)
    state.removed_queues.update(checkpoint.removed_queues)


def _groups_of_removed(state: State, queue_id: QueueId, checkpoint: Checkpoint) -> tuple[GroupId, ...]:
    """Returns the groups that a removed queue counted in, as far as they still exist."""
    if not checkpoint.groups:
        return (ALL,)
    return tuple(one for one in state.groups if queue_id in checkpoint.groups.get(one, ()))


def _recall_counters(
    counters: ScopeCounters, sums: CountersCheckpoint, finished: list[IntervalRow], at_ms: int
) -> None:
    counters.handling, counters.ready = AgentTime(sums.handling_ms), AgentTime(sums.ready_ms)
    counters.paused, counters.other = AgentTime(sums.paused_ms), AgentTime(sums.other_ms)
    counters.agents_since_ms = max(counters.began_ms, sums.agents_since_ms)
    counters.today, counters.interval, counters.minutes = sums.today, sums.interval, deque(sums.minutes)
    counters.rolling = Counter.sum(minute.counter for minute in sums.minutes)
    # one that was finished after the checkpoint will be finished again
    counters.intervals = [interval for interval in finished if interval.start_ms < sums.interval.start_ms]
    counters.samples = deque((sample for sample in sums.samples if sample.at_ms <= at_ms), maxlen=SAMPLES_KEPT)
