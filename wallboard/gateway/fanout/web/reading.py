"""The state of one moment as one sight may see it: frozen, so that answers can be made of it a piece at a time."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from wallboard.domain.centre.state import Group, Queue, Source, SourceStatus
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.figures import AnyEntity, Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ScopeId, SourceId, source_of

ScopeKind = Literal["queue", "group"]
_QUEUE: ScopeKind = "queue"
_GROUP: ScopeKind = "group"
KINDS = frozenset({"source", "queue", "group", "figures", "now"})
"""The kinds of entities that a reading is made of."""


class Scope(Struct, frozen=True, kw_only=True):
    """One queue or group; ``is_live`` while its state of this moment is known.

    ``source`` is empty for a group, which may be of several.
    """

    id: ScopeId
    kind: ScopeKind
    name: str
    source: str
    goal: Goal
    is_live: bool


class Reading:
    """Queues and groups with their figures.

    Attributes:
        at_ms: when it was read.
        scopes: all queues and groups, in the order of their ids.
    """

    def __init__(self, at_ms: int, entities: Iterable[AnyEntity]) -> None:
        self.at_ms = at_ms
        self._figures: dict[tuple[ScopeId, Window], Figures] = {}
        self._now: dict[ScopeId, QueueNow] = {}
        self._up: set[SourceId] = set()
        found: list[Queue | Group] = []
        for entity in entities:
            match entity:
                case Source(status=SourceStatus.UP):
                    self._up.add(entity.id)
                case Queue() | Group():
                    found.append(entity)
                case Figures():
                    self._figures[entity.scope, entity.window] = entity
                case QueueNow():
                    self._now[entity.scope] = entity
                case _:
                    pass
        self.scopes = [self._scope(one) for one in sorted(found, key=lambda one: one.id)]

    def _scope(self, one: Queue | Group) -> Scope:
        if isinstance(one, Queue):
            source, kind = source_of(one.id), _QUEUE
            is_live = source in self._up
        else:
            source, kind = SourceId(""), _GROUP
            is_live = any(source_of(queue_id) in self._up for queue_id in one.queue_ids)
        return Scope(id=one.id, kind=kind, name=one.name, source=source, goal=one.goal, is_live=is_live)

    def basis(self, scope: Scope, window: Window) -> Basis:
        """Returns what a scope's figures of ``window`` are computed from."""
        figures, now = self._figures.get((scope.id, window)), self.now(scope)
        if figures is None:
            return Basis(goal=scope.goal, window=window, now=now)
        return Basis(goal=scope.goal, window=window, figures=figures, tally=figures.tally, now=now)

    def now(self, scope: Scope) -> QueueNow | None:
        """Returns a scope at this moment; None while none of its PBXs is connected."""
        return self._now.get(scope.id) if scope.is_live else None
