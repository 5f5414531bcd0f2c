"""The tables of ``gateway.toml`` about single queues and groups of them.

A queue is named by the PBX's own key, which means that queue in every source that has it, or by ``source:key``.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from wallboard.domain.centre.bands import Bands
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import QueueId, SourceId, entity_id, is_source_name
from wallboard.settings.tables import ConfigTable, Percent, Seconds

Order = Annotated[float, Meta(ge=-1e6, le=1e6)]
Colour = Literal["", "blue", "teal", "violet", "pink", "brown", "grey"]
"""The colours that can mark a queue or a group: none of them means a state."""
T = TypeVar("T")


class QueueEntry(ConfigTable, frozen=True, kw_only=True):
    """How a queue is listed: by a name of its own, by a number before those that have none, or not at all.

    ``rejoin_s`` is its own where it differs from its source's.
    """

    name: Annotated[str, Meta(max_length=80)] = ""
    hidden: bool = False
    order: Order | None = None
    colour: Colour = ""
    rejoin_s: Annotated[float, Meta(ge=0, le=3_600)] | None = None


class GroupEntry(ConfigTable, frozen=True, kw_only=True):
    """A group of queues, by patterns with ``*`` and ``?`` of their keys, their names, or ``source:key``."""

    name: Annotated[str, Meta(max_length=80)] = ""
    queues: list[Annotated[str, Meta(min_length=1, max_length=160)]] = []
    order: Order | None = None
    colour: Colour = ""


class QueueGoal(ConfigTable, frozen=True, kw_only=True):
    """The goal of a queue and the bands of its figures; omitted values are as in the default goal."""

    threshold_s: Seconds | None = None
    target_pct: Percent | None = None
    formula: Formula | None = None
    short_abandon_s: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    red_below_points: Percent | None = None
    abandoned_warning_pct: Percent | None = None
    abandoned_red_pct: Percent | None = None
    late_red: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    late_red_pct_of_ready: Percent | None = None

    def over(self, goal: Goal) -> Goal:
        """Returns ``goal`` with the values of this one in its place."""
        own = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not None}
        bands = {name: own.pop(name) for name in Bands.__struct_fields__ if name in own}
        return msgspec.structs.replace(goal, bands=msgspec.structs.replace(goal.bands, **bands), **own)


class GoalTables(ConfigTable, frozen=True, kw_only=True):
    """The default goal, and those of queues and groups."""

    default: QueueGoal = QueueGoal()
    queues: dict[str, QueueGoal] = {}
    groups: dict[str, QueueGoal] = {}


def named_source(key: str, sources: Collection[str]) -> str:
    """Returns the source in the key of a queue; empty where it means that queue in every source."""
    source, colon, _ = key.partition(":")
    return source if colon and source in sources else ""


def unknown_source(key: str, sources: Collection[str]) -> str:
    """Returns the source in the key of a queue if that source does not exist; else empty."""
    source, colon, _ = key.partition(":")
    return source if colon and source not in sources and is_source_name(source) else ""


def by_queue_id(table: Mapping[str, T], sources: Collection[str]) -> dict[QueueId, T]:
    """Returns a table's entries by the ids of their queues; one that names its source takes precedence."""
    found: dict[QueueId, T] = {}
    for key in sorted(table, key=lambda key: named_source(key, sources) != ""):
        for source in sources:
            if (own := key_within(key, source, sources)) is not None:
                found[QueueId(entity_id(SourceId(source), own))] = table[key]
    return found


def of_source(table: Mapping[str, T], source: str, sources: Collection[str]) -> dict[str, T]:
    """Returns a table's entries that concern one source, by the PBX's own keys."""
    return dict(_of_source(table, source, sources))


def _of_source(table: Mapping[str, T], source: str, sources: Collection[str]) -> Iterator[tuple[str, T]]:
    for key in sorted(table, key=lambda key: named_source(key, sources) != ""):
        if (own := key_within(key, source, sources)) is not None:
            yield own, table[key]


def key_within(key: str, source: str, sources: Collection[str]) -> str | None:
    """Returns the PBX's own key of the named queue, if it is one of that source."""
    named = named_source(key, sources)
    if not named:
        return key
    return key.partition(":")[2] if named == source else None
