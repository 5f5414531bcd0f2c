"""The origin of a day file's counts, PBXs and rules, and which part of it is still valid."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.todays_contacts import decoded, encoded
from wallboard.domain.ids import ALL, SourceId, entity_id, source_of
from wallboard.domain.restart.checkpoint import Checkpoint, StoredDay
from wallboard.history.renaming import id_under, under_names


class Origin(Struct, frozen=True, kw_only=True):
    """The PBXs and rules of a day's counts: with others their meaning would differ.

    ``sources`` are the addresses of the PBXs by the names of the sources. ``rules`` is JSON of the calendar's three
    values and the goals, which count from when they are set on. ``pbx`` is the one address that files had until
    format 3.
    """

    sources: dict[str, str] = {}
    rules: str
    pbx: str = ""

    @property
    def calendar(self) -> object:
        """Returns the rules that have to be the same for the whole day."""
        try:
            return msgspec.json.decode(self.rules, type=list[object])[:3]
        except msgspec.DecodeError:
            return self.rules

    def others(self, now: "Origin") -> dict[str, str]:
        """Returns the sources, with their addresses, that are at another address ``now`` or are gone."""
        return {name: address for name, address in self.sources.items() if now.sources.get(name) != address}

    def renamed(self, now: "Origin") -> dict[str, str]:
        """Returns the new names of sources that have another name at the same address ``now``."""
        new = {address: name for name, address in now.sources.items() if name not in self.sources}
        return {
            name: new[address]
            for name, address in self.sources.items()
            if name not in now.sources and address in new and list(self.sources.values()).count(address) == 1
        }

    def under(self, names: Mapping[str, str]) -> "Origin":
        """Returns the origin under new names of sources."""
        sources = {names.get(name, name): address for name, address in self.sources.items()}
        return Origin(sources=sources, rules=_with_ids(self.rules, lambda queue_id: id_under(queue_id, names)))

    def as_source(self, name: str) -> "Origin":
        """Returns the origin of a file of format 3 as that of the source ``name``."""
        return Origin(
            sources={name: self.pbx}, rules=_with_ids(self.rules, lambda key: entity_id(SourceId(name), key))
        )


def source_at(address: str, sources: Mapping[str, str]) -> str | None:
    """Returns the name of the source that is at an address now."""
    return next((name for name, other in sources.items() if other == address), None)


def day_under(day: StoredDay, names: Mapping[str, str]) -> StoredDay:
    """Returns a stored day with the ids that it has under new names of sources."""
    renamed = under_names(day, names)
    return replace(renamed, calls={one: _call_under(content, names) for one, content in renamed.calls.items()})


def _call_under(call: bytes, names: Mapping[str, str]) -> bytes:
    return encoded([under_names(contact, names) for contact in decoded(call)])


def _with_ids(rules: str, to_id: Callable[[str], str]) -> str:
    """Returns rules with other ids of the queues that have goals of their own."""
    try:
        *calendar, goals = msgspec.json.decode(rules, type=list[Any])
        own = {to_id(key): goal for key, goal in goals["by_queue"].items()}
    except (msgspec.DecodeError, TypeError, KeyError, AttributeError, ValueError):
        return rules
    return msgspec.json.encode([*calendar, {**goals, "by_queue": own}], order="deterministic").decode()


def without_sources(checkpoint: Checkpoint, names: Collection[str]) -> Checkpoint:
    """Returns a checkpoint without the data of the sources ``names``.

    The total of all queues keeps what it counted of them, as of a queue that is hidden in mid-day; callers who
    waited there end as unobserved.
    """

    def is_kept(id_: str) -> bool:
        return ":" not in id_ or source_of(id_) not in names

    waiting = sum(call.answered_ms is None and not is_kept(call.id) for call in checkpoint.calls)
    for total in (one for one in checkpoint.counters if one.scope == ALL):
        for window in (total.today, total.interval, total.minutes[-1]):
            window.counter.unobserved += waiting
    return replace(
        checkpoint,
        sources=[one for one in checkpoint.sources if one.id not in names],
        unobserved_ms={name: ms for name, ms in checkpoint.unobserved_ms.items() if name not in names},
        outages={name: spans for name, spans in checkpoint.outages.items() if name not in names},
        queues=[queue for queue in checkpoint.queues if is_kept(queue.id)],
        calls=[call for call in checkpoint.calls if is_kept(call.id)],
        last_handled={id_: call for id_, call in checkpoint.last_handled.items() if is_kept(id_)},
        removed_queues=[queue_id for queue_id in checkpoint.removed_queues if is_kept(queue_id)],
        counters=[one for one in checkpoint.counters if is_kept(one.scope)],
    )


def intervals_without(intervals: list[IntervalRow], names: Collection[str]) -> list[IntervalRow]:
    """Returns finished intervals without those of the queues of the sources ``names``."""
    return [one for one in intervals if ":" not in one.scope or source_of(one.scope) not in names]
