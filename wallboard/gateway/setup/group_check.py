"""Finds possible typing errors in ``gateway.toml``: names that fit no queue, empty groups, groups of one name."""

from collections.abc import Collection, Container, Iterable, Mapping, Set
from typing import NamedTuple

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.ids import ALL, GroupId, QueueId, SourceId, source_of
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import by_queue_id
from wallboard.pbx.findings import Finding, warning


class NamedQueue(NamedTuple):
    """A queue as a table names it, and the ids that it may have."""

    table: str
    key: str
    ids: frozenset[QueueId]

    @property
    def sources(self) -> set[SourceId]:
        """Returns the sources that may have it."""
        return {source_of(queue_id) for queue_id in self.ids}


def named_queues(config: GatewayConfig) -> list[NamedQueue]:
    """Returns the queues that tables name one by one."""
    tables: dict[str, Mapping[str, object]] = {
        "queues": config.queues,
        "goals.queues": config.goals.queues,
        "wrap_up": config.wrap_up,
    }
    return [
        NamedQueue(table, key, frozenset(by_queue_id({key: None}, config.sources)))
        for table, entries in tables.items()
        for key in entries
    ]


def unknown_sentences(named: Iterable[NamedQueue], queues: Collection[QueueId]) -> list[str]:
    """Returns a sentence for each table that names queues which do not exist."""
    unknown: dict[str, list[str]] = {}
    for one in named:
        if not any(queue_id in queues for queue_id in one.ids):
            unknown.setdefault(one.table, []).append(one.key)
    return [
        f"[{table}] in gateway.toml lists queues that the PBX does not have now: {', '.join(sorted(keys))}"
        for table, keys in unknown.items()
    ]


def group_sentences(
    groups: Groups, queues: Mapping[QueueId, Iterable[str]], filled: Container[GroupId]
) -> list[str]:
    """Returns a sentence for each group with patterns that match none of the ``queues``, or without queues.

    ``queues`` are all, with their names; ``filled`` are the groups with queues: hidden ones are in none.
    """
    sentences = []
    for group_id, rule in groups.by_id.items():
        unused = [pattern for pattern in rule.queues if not _fits(pattern, queues)]
        is_empty = group_id != ALL and group_id not in filled
        if unused or is_empty:
            words = _gaps(unused, len(rule.queues), is_empty=is_empty)
            sentences.append(f"[groups.{group_id}] in gateway.toml {words}")
    return sentences


def _gaps(unused: list[str], count: int, *, is_empty: bool) -> str:
    if count == 0:
        return "is empty: it lists no queues"
    if not unused:
        return "is empty: all of its queues are hidden"
    words = f"has no queue for {', '.join(map(repr, unused))}"
    if not is_empty:
        return words
    return f"{words}: it is empty" if len(unused) == count else f"{words}, its others are hidden: it is empty"


def same_name_sentences(groups: Groups) -> list[str]:
    """Returns a sentence for each name that several groups have."""
    by_name: dict[str, list[GroupId]] = {}
    for group_id, rule in groups.by_id.items():
        by_name.setdefault((rule.name or group_id).casefold(), []).append(group_id)
    return [
        f"{' and '.join(f'[groups.{one}]' for one in ids)} in gateway.toml have the same name, "
        f"{(groups.rule(ids[0]).name or ids[0])!r}: screens show them alike"
        for ids in by_name.values()
        if len(ids) > 1
    ]


def check_groups(groups: Groups, listings: Listings, queue_ids: Iterable[QueueId]) -> list[Finding]:
    """Returns the doctor's findings about groups, given all queues of all PBXs."""
    queues = {one: (listings.of(one).name,) for one in queue_ids}
    shown = ((one, names) for one, names in queues.items() if not listings.hides(one))
    filled = {group_id for one, names in shown for group_id in groups.of(one, *names)}
    remedy = "gateway.toml: queues = the PBX's own names, shown names or source:name; * and ? stand for any letters"
    return [warning("groups", f"{text}.", remedy) for text in group_sentences(groups, queues, filled)]


def check_names(config: GatewayConfig, sources: Set[SourceId], queues: Collection[QueueId]) -> list[Finding]:
    """Returns the doctor's findings about names, given all queues of these sources."""
    known = [one for one in named_queues(config) if one.sources <= sources]
    remedy = "gateway.toml: the PBX's own names; a queue in a database may come later"
    found = [warning("queues", f"{text}.", remedy) for text in unknown_sentences(known, queues)]
    remedy = 'gateway.toml: name = "…", another for each group'
    return found + [warning("groups", f"{text}.", remedy) for text in same_name_sentences(config.domain_groups())]


def _fits(pattern: str, queues: Mapping[QueueId, Iterable[str]]) -> bool:
    rule = GroupRule(queues=(pattern,))
    return any(rule.has(queue_id, names) for queue_id, names in queues.items())
