"""What an engine must be told of its own past, so that the day outlives a restart of the gateway.

A restart is to the figures what a lost connection is: they stand still at ``at_ms`` and go on once the PBX has told
again what is so. Agents are not kept: the PBX tells all of them.
"""

from collections import deque
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from wallboard.domain.centre.state import Call, Queue, Source, SourceStatus, State
from wallboard.domain.counts.counter import Counter
from wallboard.domain.counts.figures import Interval, Sample
from wallboard.domain.counts.queue_counters import SAMPLES_KEPT, QueueCounters, StateTime, WindowCounts
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL_QUEUES, AgentId, CallId, QueueId

_LATEST_MS = 4_102_444_800_000
"""1 January 2100: what is later was not written by us, and many calendars end before a 64-bit number does."""


class CountersCheckpoint(Struct, frozen=True, kw_only=True):
    """One queue's sums; ``is_open`` is false for a queue that was removed."""

    queue_id: QueueId
    is_open: bool
    handling_ms: int
    ready_ms: int
    today: WindowCounts
    interval: WindowCounts
    minutes: Annotated[list[WindowCounts], Meta(min_length=1)]
    samples: list[Sample] = []


class Checkpoint(Struct, frozen=True, kw_only=True):
    """An engine as it was at ``at_ms``, but for today's finished intervals, which no longer change."""

    at_ms: Annotated[int, Meta(ge=0, le=_LATEST_MS)]
    began_ms: int
    unwatched_ms: int
    version: int
    links: list[Source]
    queues: list[Queue]
    calls: list[Call]
    last_handled: dict[AgentId, tuple[CallId, int]]
    removed_queues: list[QueueId]
    books: list[CountersCheckpoint]

    @property
    def is_whole(self) -> bool:
        """Whether each queue and the total have their book, and each caller who waits a queue."""
        open_books = {book.queue_id for book in self.books if book.is_open}
        queue_ids = {queue.id for queue in self.queues}
        waited_for = {call.queue_id for call in self.calls if call.is_waiting}
        return open_books == queue_ids | {ALL_QUEUES} and waited_for <= queue_ids


def remember(engine: Engine, *, with_samples: bool) -> Checkpoint:
    """The engine as of its last flush; the last hour's samples are many, and only there ``with_samples``."""
    state, metrics, at_ms = engine.state, engine.metrics, engine.turned_ms
    watched_ms = metrics.watch.at(at_ms)
    books = [
        CountersCheckpoint(
            queue_id=book.queue_id,
            is_open=book.queue_id in metrics.books,
            handling_ms=book.handling.at(watched_ms),
            ready_ms=book.ready.at(watched_ms),
            today=book.today,
            interval=book.interval,
            minutes=list(book.minutes),
            samples=list(book.samples) if with_samples else [],
        )
        for book in metrics.all_books()
    ]
    return Checkpoint(
        at_ms=at_ms,
        began_ms=metrics.began_ms,
        unwatched_ms=at_ms - watched_ms,
        version=state.version,
        links=list(state.links.values()),
        queues=list(state.queues.values()),
        calls=list(state.calls.values()),
        last_handled=dict(state.last_handled),
        removed_queues=sorted(state.removed_queues),
        books=books,
    )


def finished_intervals(engine: Engine) -> list[Interval]:
    """Today's finished intervals of all queues and of the total."""
    return [interval for book in engine.metrics.all_books() for interval in book.intervals]


def recall(engine: Engine, memory: Checkpoint, finished: Iterable[Interval]) -> None:
    """Bring an engine that nothing was told yet to where another was, on the same day and by the same calendar."""
    _recall_state(engine.state, memory)
    by_queue: dict[QueueId, list[Interval]] = {}
    for interval in finished:
        by_queue.setdefault(interval.queue_id, []).append(interval)
    engine.resume(memory.at_ms, memory.began_ms, memory.unwatched_ms)
    for told in memory.books:
        book = engine.metrics.resume_book(told.queue_id, memory.at_ms, is_open=told.is_open)
        _recall_book(book, told, by_queue.get(told.queue_id, []), memory.at_ms)


def _recall_state(state: State, memory: Checkpoint) -> None:
    state.version = max(state.version, memory.version)
    for link in memory.links:
        state.links[link.id] = replace(
            link,
            status=SourceStatus.DOWN,
            since_ms=memory.at_ms if link.status is SourceStatus.UP else link.since_ms,
            reason="",
            rev=state.next_rev(),
        )
    for queue in memory.queues:
        listing = state.listings.of(queue.id)
        state.queues[queue.id] = replace(queue, name=listing.name or queue.name, order=listing.order)
    for call in memory.calls:
        state.calls[call.id] = call
        state.place_call(call)
    state.last_handled.update(memory.last_handled)
    state.removed_queues.update(memory.removed_queues)


def _recall_book(book: QueueCounters, told: CountersCheckpoint, finished: list[Interval], at_ms: int) -> None:
    book.handling = StateTime(entered_less_left_ms=-told.handling_ms)
    book.ready = StateTime(entered_less_left_ms=-told.ready_ms)
    book.today, book.interval, book.minutes = told.today, told.interval, deque(told.minutes)
    book.rolling = Counter.sum(minute.counter for minute in told.minutes)
    # one that was finished after the rest was kept will be finished again
    book.intervals = [interval for interval in finished if interval.start_ms < told.interval.start_ms]
    book.samples = deque((sample for sample in told.samples if sample.at_ms <= at_ms), maxlen=SAMPLES_KEPT)
