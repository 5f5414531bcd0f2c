"""Converts days of an earlier Wallboard to this format.

Until format 2 nobody kept how callers flowed out, nor how many were here as a window began. Until format 3 there
was one PBX, whose keys had no source, and one total, ``*``, in place of groups. Until format 4 the checkpoint in
``day.json`` was called ``memory``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from wallboard.domain.counts.counter import Counter
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import ALL, SourceId, entity_id
from wallboard.domain.restart.checkpoint import Checkpoint, CountersCheckpoint

LAST_WITHOUT_EXITS = 2
"""The last format with only the number of the flowed out."""
LAST_WITHOUT_GROUPS = 3
"""The last format that had a total in place of groups."""
LAST_WITH_MEMORY = 4
"""The last format with the checkpoint under its old name."""
_RENAMED = {
    "memory": "checkpoint",
    "links": "sources",
    "books": "counters",
    "lost": "unobserved",
    "lost_late": "unobserved_late",
    "unwatched_ms": "unobserved_ms",
    "stage_rev": "handover_rev",
}
_OF_SCOPE = {"interval", "sample"}
_IDS = {"queue": ("id",), "call": ("id", "queue_id", "agent_id", "moving_to")}


def renamed(content: bytes, source_id: SourceId) -> bytes:
    """Returns the content of a file of format 3 under today's names: all in it is of the source ``name``."""
    return msgspec.json.encode(_renamed(msgspec.json.decode(content), source_id))


def with_checkpoint(content: bytes) -> bytes:
    """Returns the content of a file of format 4 with the checkpoint under today's name."""
    fields = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    return msgspec.json.encode({"checkpoint" if name == "memory" else name: one for name, one in fields.items()})


def _renamed(value: object, source_id: SourceId) -> object:
    match value:
        case list():
            return [_renamed(one, source_id) for one in value]
        case dict():
            named: dict[str, Any] = {
                _RENAMED.get(str(key), str(key)): _renamed(one, source_id) for key, one in value.items()
            }
            return _with_ids(named, source_id)
        case _:
            return value


def _with_ids(named: dict[str, Any], source_id: SourceId) -> dict[str, Any]:
    """Returns an object, whose parts have their ids already, with its own id."""
    kind = str(named.get("type"))
    if kind == "link":
        return {**named, "type": "source", "id": source_id}
    if isinstance(counters := named.get("counters"), list):  # there was one PBX, and one time for all
        unobserved_ms = named.get("unobserved_ms", 0)
        named["unobserved_ms"] = {source_id: unobserved_ms}
        named["counters"] = [
            {**one, "unobserved_ms": unobserved_ms} if isinstance(one, dict) else one for one in counters
        ]
    if "queue_id" in named and ("is_open" in named or kind in _OF_SCOPE):
        queue_id = named.pop("queue_id")
        named["scope"] = ALL if queue_id == "*" else _id(queue_id, source_id)
    for field in _IDS.get(kind, ()):
        if named.get(field):
            named[field] = _id(named[field], source_id)
    if isinstance(last := named.get("last_handled"), dict):
        handled = {agent: call if isinstance(call, list) else [] for agent, call in last.items()}
        named["last_handled"] = {
            _id(agent, source_id): [_id(one, source_id) for one in call] for agent, call in handled.items()
        }
    if isinstance(removed := named.get("removed_queues"), list):
        named["removed_queues"] = [_id(queue_id, source_id) for queue_id in removed]
    return named


def _id(key: object, source_id: SourceId) -> object:
    """Returns the id of a key; an invalid one stays, to be rejected with the rest of its file."""
    return entity_id(source_id, key) if isinstance(key, str) else key


def bring_up(checkpoint: Checkpoint) -> int:
    """Fills in what a checkpoint of format 2 lacks; returns for how many callers a part is only assumed.

    Whether those who flowed out had waited past the threshold is not known: they are taken as such, since a service
    level must not look better than it was. Where nobody flowed out every figure is exact.
    """
    for sums in checkpoint.counters:
        for counter in _counters(sums):
            counter.flowed_out_late = counter.flowed_out
        _fill_in_who_was_here(sums, _here_now(sums, checkpoint))
    return sum(sums.today.counter.flowed_out for sums in checkpoint.counters if sums.scope == ALL)


def brought_up(finished: Iterable[IntervalRow]) -> list[IntervalRow]:
    """Fills in finished intervals of format 2, in the same way."""
    return [
        replace(one, tally=replace(one.tally, flowed_out_late=one.tally.flowed_out))
        if one.tally.flowed_out
        else one
        for one in finished
    ]


def _counters(sums: CountersCheckpoint) -> Iterator[Counter]:
    yield sums.today.counter
    yield sums.interval.counter
    yield from (minute.counter for minute in sums.minutes)


def _here_now(sums: CountersCheckpoint, checkpoint: Checkpoint) -> int:
    """Returns how many callers of a queue are here, unanswered."""
    return sum(call.answered_ms is None and sums.scope in (call.queue_id, ALL) for call in checkpoint.calls)


def _fill_in_who_was_here(sums: CountersCheckpoint, now: int) -> None:
    """Computes who was here at a moment: the callers here now, less those who came since, plus those who left."""
    sums.today.here = now - sums.today.counter.net_arrivals
    sums.interval.here = now - sums.interval.counter.net_arrivals
    here = now
    for minute in reversed(sums.minutes):
        here -= minute.counter.net_arrivals
        minute.here = here
