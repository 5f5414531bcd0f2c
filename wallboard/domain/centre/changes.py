"""The results of events: changed and removed entities, and outcomes; and the one way to store an entity."""

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Entity
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import Key, QueueId

T = TypeVar("T", bound=Entity)


@dataclass(slots=True)
class Changes:
    """What events changed: each entity's newest value, the last value of each removed one, what to count.

    ``rearranged`` are the queues that a caller left for another one, or whose callers have other positions.
    """

    put: dict[Key, AnyEntity] = field(default_factory=dict)
    gone: dict[Key, AnyEntity] = field(default_factory=dict)
    bookings: list[b.CallOutcome] = field(default_factory=list)
    rearranged: list[QueueId] = field(default_factory=list)

    def add(self, entity: AnyEntity) -> None:
        """Records a new value."""
        key = entity.key
        self.put[key] = entity
        self.gone.pop(key, None)

    def remove(self, entity: AnyEntity) -> None:
        """Records a removed entity."""
        key = entity.key
        self.put.pop(key, None)
        self.gone[key] = entity


def put(state: State, table: dict[Any, T], table_key: object, new: T, changes: Changes) -> None:
    """Stores ``new`` under a fresh revision, unless it equals the stored value."""
    old = table.get(table_key)
    if old is not None and replace(new, rev=old.rev) == old:
        return
    stamped = replace(new, rev=state.next_rev())
    table[table_key] = stamped
    changes.add(cast("AnyEntity", stamped))
