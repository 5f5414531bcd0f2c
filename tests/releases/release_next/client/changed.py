"""What changed in a screen's copy, and the rule by which a value replaces another."""

from dataclasses import dataclass, field
from typing import Any

from tests.releases.release_next.domain.centre.state import Entity
from tests.releases.release_next.domain.ids import AgentId, CallId, ScopeId


@dataclass(slots=True)
class Changed:
    """What changed, by the row that shows it: an agent's memberships, call and monitor count for the agent.

    ``lost_sources``: a PBX was lost, or is connected again. ``everything`` stands for all rows: a new full state.
    """

    everything: bool = False
    lost_sources: bool = False
    scopes: set[ScopeId] = field(default_factory=set)
    figures: set[ScopeId] = field(default_factory=set)
    agents: set[AgentId] = field(default_factory=set)
    calls: set[CallId] = field(default_factory=set)
    series: set[ScopeId] = field(default_factory=set)


def newer(table: dict[Any, Any], table_key: object, entity: Entity) -> bool:
    """Stores ``entity`` unless it equals the stored one; returns whether it was stored."""
    old = table.get(table_key)
    if old is not None and (old.rev > entity.rev or old == entity):
        return False
    table[table_key] = entity
    return True


def trim(series: dict[int, Any], from_ms: int) -> bool:
    """Drops what precedes ``from_ms``; returns whether anything did. Series are in order."""
    length = len(series)
    while series and (first_ms := next(iter(series))) < from_ms:
        del series[first_ms]
    return len(series) < length
