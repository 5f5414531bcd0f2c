"""The rows of the queue table: a group first, then every queue of it in its place."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId, SourceId, source_of
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpis, Pbxs, without_data
from wallboard.present.names import group_place, queue_place, scope_name
from wallboard.present.why import why

_WINDOWS = tuple(Window)
"""An enum's iteration costs 1 µs each time, and so does each property of it."""
_UNKNOWN, _NO_TALLY = Formula.UNKNOWN, Tally()


class _Scope:
    """A queue or group as long as it stays the same, and what is kept from one of its rows to the next.

    Attributes:
        longest_in: the queue where a group's caller who waits longest was found.
    """

    __slots__ = ("entity", "is_group", "longest_in", "name")

    def __init__(self, entity: Queue | Group, name: str) -> None:
        self.entity = entity
        self.name = name
        self.is_group = isinstance(entity, Group)
        self.longest_in: QueueId | None = None


class QueueRows:
    """Stores the rows and rebuilds only those that have changed.

    Attributes:
        scopes: all groups, then all queues, each in its place.
        rows: of these the group that is shown, and its queues.
    """

    def __init__(self) -> None:
        self.scopes: tuple[QueueRow, ...] = ()
        self.rows: tuple[QueueRow, ...] = ()
        self._by_id: dict[ScopeId, _Scope] = {}
        self._places: dict[ScopeId, int] = {}
        self._places_shown: dict[ScopeId, int] = {}

    def refresh(self, store: Store, window: Window, scope: ScopeId = ALL) -> None:
        """Rebuilds everything; rows that are equal stay the same objects."""
        groups = sorted(store.groups.values(), key=group_place)
        queues = sorted(store.queues.values(), key=queue_place)
        old, self._by_id = {row.id: row for row in self.scopes}, {}
        all_scopes: list[Queue | Group] = [*groups, *queues]
        for of in all_scopes:
            self._by_id[of.id] = _Scope(of, scope_name(store, of.id))
        rows = [
            _row(store, one, window, old.get(one.entity.id), has_same_agents=False) for one in self._by_id.values()
        ]
        self.scopes = tuple([old[row.id] if row.id in old and old[row.id] == row else row for row in rows])
        self._places = {row.id: place for place, row in enumerate(self.scopes)}
        self._show(store, scope)

    def _show(self, store: Store, scope: ScopeId) -> None:
        """Picks the rows of the queue or group that is shown."""
        group = None if scope == ALL else store.groups.get(GroupId(scope))
        ids = {ALL, *store.queues} if group is None else {group.id, *group.queue_ids}
        rows = tuple([row for row in self.scopes if row.id in ids])
        if rows != self.rows:
            self.rows = rows
        self._places_shown = {row.id: place for place, row in enumerate(rows)}

    def update(
        self, store: Store, window: Window, scopes: Iterable[ScopeId], explained: Iterable[ScopeId] = ()
    ) -> None:
        """Rebuilds the rows of ``scopes``, and of ``explained`` ones, of which an agent changed.

        No queue was added, removed or renamed.
        """
        explained, new = frozenset(explained), dict[ScopeId, QueueRow]()
        for scope in explained.union(scopes):
            if (one := self._by_id.get(scope)) is None:
                continue
            before = self.scopes[self._places[scope]]
            row = _row(store, one, window, before, has_same_agents=scope not in explained)
            if row != before:
                new[scope] = row
        if new:
            self.scopes = _replaced(self.scopes, self._places, new)
            self.rows = _replaced(self.rows, self._places_shown, new)

    def kpis(self, scope: ScopeId, window: Window) -> Kpis:
        """Returns the figures of one queue or group; without data where it does not exist."""
        place = self._places.get(scope)
        return without_data(window) if place is None else self.scopes[place].kpis

    def as_of_ms(self, scope: ScopeId) -> int:
        """Returns the moment of a queue's or group's row while its PBX is lost; else 0."""
        place = self._places.get(scope)
        return 0 if place is None else self.scopes[place].as_of_ms

    def explained(self, queue_ids: Iterable[QueueId]) -> set[QueueId]:
        """Returns those of ``queue_ids`` whose row shows where the agents are, and so depends on agents."""
        rows, places = self.scopes, self._places
        return {one for one in queue_ids if (place := places.get(one)) is not None and rows[place].why is not None}


def _replaced(
    rows: tuple[QueueRow, ...], places: dict[ScopeId, int], new: dict[ScopeId, QueueRow]
) -> tuple[QueueRow, ...]:
    """Returns ``rows`` with the ``new`` ones in their places, as far as they are among them."""
    if new.keys().isdisjoint(places):
        return rows
    all_rows = list(rows)
    for scope, row in new.items():
        if (place := places.get(scope)) is not None:
            all_rows[place] = row
    return tuple(all_rows)


def _row(store: Store, one: _Scope, window: Window, before: QueueRow | None, *, has_same_agents: bool) -> QueueRow:
    """Returns the row of a queue or group; ``before`` is its last one, since when agents did or did not change."""
    of, basis = one.entity, _basis(store, one, window)
    figures, now = basis.figures, basis.now or QueueNow(scope=of.id)
    pbxs = _pbxs(store, of) if store.lost_sources and isinstance(of, Group) else None
    explained = before if has_same_agents else None
    return QueueRow(
        id=of.id,
        name=one.name,
        is_group=one.is_group,
        colour=of.colour,
        pbxs=pbxs,
        as_of_ms=_as_of_ms(store, of) if store.lost_sources else 0,
        is_unread=bool(store.not_understood) and _is_unread(store, of, figures),
        goal=of.goal,
        window=window,
        kpis=Kpis(basis, pbxs) if before is None else before.kpis.renewed(basis, pbxs),
        why=why(store, of, now, explained) if isinstance(of, Queue) else None,
        tally=basis.tally,
        agents=now.agents,
        carried=figures.carried if figures else 0,
        here=figures.here if figures else 0,
    )


def _sources(group: Group) -> set[SourceId]:
    """Returns the PBXs of a group's queues."""
    return {source_of(queue_id) for queue_id in group.queue_ids}


def _pbxs(store: Store, group: Group) -> Pbxs | None:
    """Returns how many of a group's PBXs are connected; None where all are, or none is."""
    sources = _sources(group)
    connected = len(sources - store.lost_sources.keys())
    return Pbxs(connected=connected, all=len(sources)) if 0 < connected < len(sources) else None


def _as_of_ms(store: Store, of: Queue | Group) -> int:
    """Returns the moment of a queue's or group's figures, if its PBX, or each of them, is lost; else 0."""
    if isinstance(of, Queue):
        return store.as_of_ms(of.id)
    sources = _sources(of)
    if not sources or not sources <= store.lost_sources.keys():
        return 0
    return min(store.lost_sources[source] for source in sources)


def _wait_goal(store: Store, one: _Scope, since_ms: int) -> Goal:
    """Returns the goal of the caller who has waited since then: in a group, by that caller's queue."""
    if not isinstance(one.entity, Group):
        return one.entity.goal
    queue_now = store.queue_now
    for queue_id in (one.longest_in, *one.entity.queue_ids):
        now = None if queue_id is None else queue_now.get(queue_id)
        if now is not None and now.longest_since_ms == since_ms and now.scope in store.queues:
            one.longest_in = queue_id
            return store.queues[QueueId(now.scope)].goal
    return one.entity.goal


def _is_unread(store: Store, queue: Queue | Group, figures: Figures | None) -> bool:
    """Whether a part of a queue's row could not be decoded, so that it would show 0 for unknown."""
    return figures is None or queue.id not in store.queue_now or queue.goal.formula is _UNKNOWN


def _basis(store: Store, one: _Scope, window: Window) -> Basis:
    of, tallies, figures = one.entity, dict[Window, Tally](), None
    for each in _WINDOWS:
        if (found := store.figures.get((of.id, each))) is not None:
            tallies[each] = found.tally
            if each is window:
                figures = found
    now = store.queue_now.get(of.id)
    if now is not None and _is_blank(store, of, now):
        now = None
    since_ms = None if now is None else now.longest_since_ms
    return Basis(
        goal=of.goal,
        wait_goal=of.goal if since_ms is None else _wait_goal(store, one, since_ms),
        window=window,
        figures=figures,
        tally=_NO_TALLY if figures is None else figures.tally,
        tallies=tallies,
        now=now,
    )


def _is_blank(store: Store, of: Queue | Group, now: QueueNow) -> bool:
    """Whether no queue, caller or agent is known, as before the PBX was reached or in a group without queues."""
    queues = of.queue_ids if isinstance(of, Group) and of.id != ALL else store.queues
    return not (now.waiting or now.agents or queues)
