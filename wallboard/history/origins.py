"""Whose counts a file of the day holds, and by which rules they were made: what of it is still of use."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import ALL, SourceId, entity_id, source_of
from wallboard.domain.restart.checkpoint import Checkpoint


class Origin(Struct, frozen=True, kw_only=True):
    """Whose counts they are and by which rules they were made: with others they would mean something else.

    ``sources`` are the addresses of the PBXs by the names of the sources. ``rules`` is JSON of the calendar's three
    values and the goals, which count from when they are set on. ``pbx`` is the one address that files had until
    format 3.
    """

    sources: dict[str, str] = {}
    rules: str
    pbx: str = ""

    @property
    def calendar(self) -> object:
        """The rules that the whole day has to be of."""
        try:
            return msgspec.json.decode(self.rules, type=list[object])[:3]
        except msgspec.DecodeError:
            return self.rules

    def others(self, now: "Origin") -> dict[str, str]:
        """The sources, with their addresses, that are at another address ``now`` or are gone."""
        return {name: address for name, address in self.sources.items() if now.sources.get(name) != address}

    def as_source(self, name: str) -> "Origin":
        """The origin of a file of format 3 as that of a source called ``name``."""
        return Origin(sources={name: self.pbx}, rules=_with_ids(self.rules, SourceId(name)))


def source_at(address: str, sources: Mapping[str, str]) -> str | None:
    """The name of the source that is at an address now."""
    return next((name for name, other in sources.items() if other == address), None)


def _with_ids(rules: str, source_id: SourceId) -> str:
    """Rules of format 3, whose goals were of queues by the PBX's own keys."""
    try:
        *calendar, goals = msgspec.json.decode(rules, type=list[Any])
        own = {entity_id(source_id, key): goal for key, goal in goals["by_queue"].items()}
    except (msgspec.DecodeError, TypeError, KeyError, AttributeError, ValueError):
        return rules
    return msgspec.json.encode([*calendar, {**goals, "by_queue": own}], order="deterministic").decode()


def without_sources(memory: Checkpoint, names: Collection[str]) -> Checkpoint:
    """A memory without what is of the sources called ``names``.

    The total of all queues keeps what it counted of them, as of a queue that is hidden in mid-day; whoever waited
    there has an end that nobody saw.
    """

    def is_kept(id_: str) -> bool:
        return ":" not in id_ or source_of(id_) not in names

    waiting = sum(call.answered_ms is None and not is_kept(call.id) for call in memory.calls)
    for total in (one for one in memory.counters if one.scope == ALL):
        for window in (total.today, total.interval, total.minutes[-1]):
            window.counter.unobserved += waiting
    return replace(
        memory,
        sources=[one for one in memory.sources if one.id not in names],
        unobserved_ms={name: ms for name, ms in memory.unobserved_ms.items() if name not in names},
        outages={name: spans for name, spans in memory.outages.items() if name not in names},
        queues=[queue for queue in memory.queues if is_kept(queue.id)],
        calls=[call for call in memory.calls if is_kept(call.id)],
        last_handled={id_: call for id_, call in memory.last_handled.items() if is_kept(id_)},
        removed_queues=[queue_id for queue_id in memory.removed_queues if is_kept(queue_id)],
        counters=[one for one in memory.counters if is_kept(one.scope)],
    )


def intervals_without(intervals: list[IntervalRow], names: Collection[str]) -> list[IntervalRow]:
    """Finished intervals without those of the queues of the sources called ``names``."""
    return [one for one in intervals if ":" not in one.scope or source_of(one.scope) not in names]
