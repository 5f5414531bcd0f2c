"""The engine's checkpoint in parts, of which a commit writes only those that changed since the last one.

Counts are not in it: they are counted anew from the contacts of the day, which are committed with it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.centre.grouping import queues_of
from wallboard.domain.counts.figures import Sample
from wallboard.domain.counts.observed_time import Span
from wallboard.domain.counts.scope_counters import SAMPLES_KEPT, WindowCounts
from wallboard.domain.engine import Engine
from wallboard.domain.ids import CallId, GroupId, QueueId, ScopeId, SourceId


class CheckpointPart(NamedTuple):
    """The name of a part: one per entity, or one of all."""

    kind: str
    key: str = ""


class ScopeTime(Struct, frozen=True, array_like=True, gc=False):
    """The sums of agents' times of one queue or group, and its unobserved time, at the moment."""

    scope: ScopeId
    handling_ms: int
    ready_ms: int
    paused_ms: int
    other_ms: int
    unobserved_ms: int


class CommitMoment(Struct, frozen=True, kw_only=True):
    """What differs in every commit; the fields are those of `Checkpoint`."""

    at_ms: int
    began_ms: int
    unobserved_ms: dict[SourceId, int]
    outages: dict[SourceId, list[Span]]
    version: int
    older_goals_until_ms: int
    awaited: dict[CallId, int]
    times: list[ScopeTime]


class WindowStart(NamedTuple):
    """The readings at the start of a window; the fields are those of `WindowCounts`."""

    start_ms: int
    handling_ms: int
    ready_ms: int
    unobserved_ms: int
    here: int
    paused_ms: int | None
    other_ms: int | None


class ScopeWindows(Struct, frozen=True, array_like=True):
    """The windows of one queue or group."""

    scope: ScopeId
    is_open: bool
    agents_since_ms: int
    today: WindowStart
    interval: WindowStart
    minutes: list[WindowStart]


class Windows(Struct, frozen=True, kw_only=True):
    """What changes once a minute, or with queues and groups."""

    scopes: list[ScopeWindows]
    groups: dict[GroupId, list[QueueId]]
    removed_queues: list[QueueId]


SAMPLE, CONTACTS = "sample", "contacts"
"""Parts of one moment each, and of the contacts of one call each."""
MOMENT, WINDOWS, BEFORE = CheckpointPart("moment"), CheckpointPart("windows"), CheckpointPart("before")
Parts = dict[CheckpointPart, bytes | None]
"""The encoded content of each part that changed; None for one that is gone."""
T = TypeVar("T")
_encode = msgspec.msgpack.Encoder().encode


class ChangedParts:
    """Compares an engine with what was taken of it last."""

    def __init__(self, stored: Iterable[CheckpointPart] = ()) -> None:
        """``stored`` are the parts that are stored already: those that are not of the engine are removed."""
        by_kind: dict[str, list[CheckpointPart]] = {}
        for part in stored:
            by_kind.setdefault(part.kind, []).append(part)
        self._samples = deque(sorted(by_kind.pop(SAMPLE, ()), key=_at_ms))
        self._calls: set[str] | None = {part.key for part in by_kind.pop(CONTACTS, ())}
        self._last: dict[CheckpointPart, object] = dict.fromkeys(chain.from_iterable(by_kind.values()), None)

    def take(self, engine: Engine) -> Parts:
        """Returns the parts that changed; they describe the engine as of its last event or flush."""
        parts: Parts = {MOMENT: _encode(_moment(engine))}
        last, self._last = self._last, {}
        for part, content in _contents(engine):
            if (old := last.get(part)) is not content and old != content:
                parts[part] = _encode(content)
            self._last[part] = content
        shape = _shape(engine)
        if last.get(WINDOWS) != shape:
            parts[WINDOWS] = _encode(_windows(engine))
        self._last[WINDOWS] = shape
        self._take_samples(engine, parts)
        self._take_contacts(engine, parts)
        for part in last.keys() - self._last.keys() - {MOMENT}:
            parts[part] = None
        return parts

    def _take_contacts(self, engine: Engine, parts: Parts) -> None:
        today = engine.contacts.today
        changed: set[str] = {*today.take_changed()}
        if self._calls is not None:
            changed |= self._calls ^ today.call_ids()
            self._calls = None
        for call_id in changed:
            parts[CheckpointPart(CONTACTS, call_id)] = today.encoded(CallId(call_id))

    def _take_samples(self, engine: Engine, parts: Parts) -> None:
        last_ms = _at_ms(self._samples[-1]) if self._samples else 0
        for at_ms, samples in sorted(_samples_since(last_ms, engine).items()):
            part = CheckpointPart(SAMPLE, str(at_ms))
            parts[part] = _encode(samples)
            self._samples.append(part)
        while len(self._samples) > SAMPLES_KEPT:
            parts[self._samples.popleft()] = None


def _samples_since(since_ms: int, engine: Engine) -> dict[int, list[Sample]]:
    """Returns the samples of all queues and groups after a moment, by their time."""
    found: dict[int, list[Sample]] = {}
    for counters in engine.metrics.counters.values():
        for sample in reversed(counters.samples):
            if sample.at_ms <= since_ms:
                break
            found.setdefault(sample.at_ms, []).append(sample)
    return found


def _at_ms(part: CheckpointPart) -> int:
    return int(part.key)


def _contents(engine: Engine) -> Iterator[tuple[CheckpointPart, object]]:
    """Returns what is compared by itself: entities are replaced when they change."""
    state = engine.state
    for source in state.sources.values():
        yield CheckpointPart("source", source.id), source
    for queue in state.queues.values():
        name = state.queue_names.get(queue.id, queue.name)
        yield CheckpointPart("queue", queue.id), queue if name == queue.name else replace(queue, name=name)
    for call in state.calls.values():
        yield CheckpointPart("call", call.id), call
    for call_id, position in state.positions.items():
        yield CheckpointPart("position", call_id), position
    for contact in engine.contacts.open.values():
        yield CheckpointPart("contact", contact.call_id), contact
    for agent_id, handled in state.last_handled.items():
        yield CheckpointPart("handled", agent_id), handled
    if (before := engine.counted_before()) is not None:
        yield BEFORE, before


def _moment(engine: Engine) -> CommitMoment:
    metrics, at_ms = engine.metrics, engine.time_ms
    return CommitMoment(
        at_ms=at_ms,
        began_ms=metrics.began_ms,
        unobserved_ms=metrics.sources.unobserved_ms(at_ms),
        outages=metrics.sources.outages(at_ms),
        version=engine.state.version,
        older_goals_until_ms=engine.older_goals_until_ms,
        awaited=engine.contacts.today.awaited(),
        times=[
            ScopeTime(
                one.scope,
                one.handling.at(at_ms),
                one.ready.at(at_ms),
                one.paused.at(at_ms),
                one.other.at(at_ms),
                one.observed.unobserved_at(at_ms),
            )
            for one in metrics.all_counters()
        ],
    )


def _shape(engine: Engine) -> object:
    """Returns what has to differ for windows to differ."""
    state, metrics = engine.state, engine.metrics
    scopes = [
        (one.scope, one.scope in metrics.counters, one.agents_since_ms, one.minutes[-1].start_ms, len(one.minutes))
        for one in metrics.all_counters()
    ]
    here = [(one.today.start_ms, one.today.here, one.interval.here) for one in metrics.counters.values()]
    return scopes, here, dict(state.groups), set(state.removed_queues)


def _windows(engine: Engine) -> Windows:
    state, metrics = engine.state, engine.metrics
    return Windows(
        scopes=[
            ScopeWindows(
                one.scope,
                one.scope in metrics.counters,
                one.agents_since_ms if one.agents_since_ms > one.began_ms else 0,
                _start(one.today),
                _start(one.interval),
                [_start(minute) for minute in one.minutes],
            )
            for one in metrics.all_counters()
        ],
        groups={group_id: sorted(queues_of(state, group_id)) for group_id in state.groups},
        removed_queues=sorted(state.removed_queues),
    )


def _start(span: WindowCounts) -> WindowStart:
    return WindowStart(
        span.start_ms,
        span.handling_ms,
        span.ready_ms,
        span.unobserved_ms,
        span.here,
        span.paused_ms,
        span.other_ms,
    )
