"""Finds patterns of ``[groups]`` that match no queue: they may be typing errors."""

from collections.abc import Iterable, Mapping

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.ids import GroupId, QueueId
from wallboard.pbx.findings import Finding, warning


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


def check_groups(groups: Groups, queues: Mapping[QueueId, Iterable[str]]) -> list[Finding]:
    """Returns the doctor's findings about groups, given all queues of all PBXs."""
    remedy = "gateway.toml: queues = the PBX's own names, shown names or source:name; * and ? stand for any letters"
    return [warning("groups", f"{text}.", remedy) for text in unused_sentences(groups, queues)]


def _fits(pattern: str, queues: Mapping[QueueId, Iterable[str]]) -> bool:
    rule = GroupRule(queues=(pattern,))
    return any(rule.has(queue_id, names) for queue_id, names in queues.items())
