"""Assembles the day of an engine from the parts of its checkpoint."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from wallboard.domain.centre.state import Call, Queue, Source
from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.figures import Sample
from wallboard.domain.counts.scope_counters import WindowCounts
from wallboard.domain.ids import AgentId, CallId, ScopeId
from wallboard.domain.recounting import Before
from wallboard.domain.restart.checkpoint import Checkpoint, CountersCheckpoint, StoredDay
from wallboard.domain.restart.parts import (
    BEFORE,
    CONTACTS,
    MOMENT,
    SAMPLE,
    WINDOWS,
    CheckpointPart,
    CommitMoment,
    ScopeTime,
    ScopeWindows,
    Windows,
    WindowStart,
)

T = TypeVar("T")


def day_of(parts: Mapping[CheckpointPart, bytes]) -> StoredDay | None:
    """Returns the day of all parts; None where there is none.

    Raises `msgspec.MsgspecError` where a part cannot be read.
    """
    if MOMENT not in parts or WINDOWS not in parts:
        return None
    by_kind: dict[str, dict[str, bytes]] = {}
    for part, content in parts.items():
        by_kind.setdefault(part.kind, {})[part.key] = content
    moment = msgspec.msgpack.decode(parts[MOMENT], type=CommitMoment)
    before = parts.get(BEFORE)
    return StoredDay(
        checkpoint=_checkpoint(moment, msgspec.msgpack.decode(parts[WINDOWS], type=Windows), by_kind),
        calls={CallId(call_id): content for call_id, content in by_kind.get(CONTACTS, {}).items()},
        awaited=moment.awaited,
        before=None if before is None else msgspec.msgpack.decode(before, type=Before),
    )


def _checkpoint(moment: CommitMoment, windows: Windows, by_kind: Mapping[str, Mapping[str, bytes]]) -> Checkpoint:
    samples = _samples_of(by_kind.get(SAMPLE, {}))
    times = {time.scope: time for time in moment.times}
    handled, positions = by_kind.get("handled", {}), by_kind.get("position", {})

    def every(kind: str, of: type[T]) -> list[T]:
        return [msgspec.msgpack.decode(content, type=of) for content in by_kind.get(kind, {}).values()]

    return Checkpoint(
        at_ms=moment.at_ms,
        began_ms=moment.began_ms,
        unobserved_ms=moment.unobserved_ms,
        outages=moment.outages,
        version=moment.version,
        sources=every("source", Source),
        queues=every("queue", Queue),
        calls=every("call", Call),
        positions={CallId(key): msgspec.msgpack.decode(one, type=int) for key, one in positions.items()},
        last_handled={
            AgentId(key): msgspec.msgpack.decode(one, type=tuple[CallId, int]) for key, one in handled.items()
        },
        removed_queues=windows.removed_queues,
        counters=[_counters(one, times[one.scope], samples.get(one.scope, [])) for one in windows.scopes],
        groups=windows.groups,
        contacts=every("contact", Contact),
        older_goals_until_ms=moment.older_goals_until_ms,
    )


def _samples_of(by_time: Mapping[str, bytes]) -> dict[ScopeId, list[Sample]]:
    """Returns the samples of each queue and group, oldest first."""
    by_scope: dict[ScopeId, list[Sample]] = {}
    for at_ms in sorted(by_time, key=int):
        for sample in msgspec.msgpack.decode(by_time[at_ms], type=list[Sample]):
            by_scope.setdefault(sample.scope, []).append(sample)
    return by_scope


def _counters(windows: ScopeWindows, time: ScopeTime, samples: list[Sample]) -> CountersCheckpoint:
    return CountersCheckpoint(
        scope=windows.scope,
        is_open=windows.is_open,
        handling_ms=time.handling_ms,
        ready_ms=time.ready_ms,
        paused_ms=time.paused_ms,
        other_ms=time.other_ms,
        agents_since_ms=windows.agents_since_ms,
        unobserved_ms=time.unobserved_ms,
        today=_span(windows.today),
        interval=_span(windows.interval),
        minutes=[_span(minute) for minute in windows.minutes],
        samples=samples,
    )


def _span(start: WindowStart) -> WindowCounts:
    return WindowCounts(**start._asdict())
