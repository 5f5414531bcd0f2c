"""Finds names in ``gateway.toml`` that fit no queue, and names of two groups: they may be typing errors."""

from collections.abc import Collection, Iterable, Mapping, Set
from typing import NamedTuple

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.ids import GroupId, QueueId, SourceId, source_of
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


def unused_patterns(groups: Groups, queues: Mapping[QueueId, Iterable[str]]) -> dict[GroupId, list[str]]:
    """Returns the patterns of each group that match none of the ``queues`` with these names, if any."""
    unused = {
        group_id: [pattern for pattern in rule.queues if not _fits(pattern, queues)]
        for group_id, rule in groups.by_id.items()
    }
    return {group_id: patterns for group_id, patterns in unused.items() if patterns}


def unused_sentences(groups: Groups, queues: Mapping[QueueId, Iterable[str]]) -> list[str]:
    """Returns a sentence for each group with patterns that match no queue."""
    return [
        f"[groups.{group_id}] in gateway.toml has no queue for {', '.join(map(repr, patterns))}"
        + (": it is empty" if len(patterns) == len(groups.rule(group_id).queues) else "")
        for group_id, patterns in unused_patterns(groups, queues).items()
    ]


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


def check_groups(groups: Groups, queues: Mapping[QueueId, Iterable[str]]) -> list[Finding]:
    """Returns the doctor's findings about groups, given all queues of all PBXs."""
    remedy = "gateway.toml: queues = the PBX's own names, shown names or source:name; * and ? stand for any letters"
    return [warning("groups", f"{text}.", remedy) for text in unused_sentences(groups, queues)]


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
