"""The rows of the queue table: a group first, then every queue of it in its place."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts.catalogue import Basis
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId, SourceId, source_of
from wallboard.present.frame import Kpi, Pbxs, QueueRow
from wallboard.present.kpis import Kpis, without_data
from wallboard.present.names import group_place, queue_place, scope_name
from wallboard.present.why import why

_WINDOWS = tuple(Window)
"""An enum's iteration costs 1 µs each time, and so does each property of it."""


class QueueRows:
    """Stores the rows and rebuilds only those that have changed.

    Attributes:
        scopes: all groups, then all queues, each in its place.
        rows: of these the group that is shown, and its queues.
    """

    def __init__(self) -> None:
        self.scopes: tuple[QueueRow, ...] = ()
        self.rows: tuple[QueueRow, ...] = ()
        self._shown: frozenset[ScopeId] = frozenset()
        self._by_id: dict[ScopeId, QueueRow] = {}
        self._order: list[ScopeId] = []
        self._kpis: dict[ScopeId, Kpis] = {}

    def refresh(self, store: Store, window: Window, scope: ScopeId = ALL) -> None:
        """Rebuilds everything; rows that are equal stay the same objects."""
        groups = sorted(store.groups.values(), key=group_place)
        queues = sorted(store.queues.values(), key=queue_place)
        self._order = [*(group.id for group in groups), *(queue.id for queue in queues)]
        group = None if scope == ALL else store.groups.get(GroupId(scope))
        self._shown = frozenset((ALL, *store.queues) if group is None else (group.id, *group.queue_ids))
        self._kpis = {one: kpis for one, kpis in self._kpis.items() if _of(store, one) is not None}
        old, self._by_id = self._by_id, {}
        for one in self._order:
            row = self._row_of(store, one, window)
            before = old.get(one)
            if row is not None:
                self._by_id[one] = before if before is not None and before == row else row
        self._arrange()

    def update(self, store: Store, window: Window, scopes: Iterable[ScopeId]) -> None:
        """Rebuilds the rows of ``scopes``; no queue was added, removed or renamed."""
        dirty = False
        for scope in scopes:
            if (before := self._by_id.get(scope)) is None:
                continue
            row = self._row_of(store, scope, window)
            if row is not None and row != before:
                self._by_id[scope] = row
                dirty = True
        if dirty:
            self._arrange()

    def kpis(self, store: Store, scope: ScopeId, window: Window) -> tuple[Kpi, ...]:
        """Returns all figures of one queue or group, also without a row; without data where it does not exist."""
        row = self._by_id.get(scope) or self._row_of(store, scope, window)
        return without_data(window) if row is None else tuple(row.kpis.values())

    def as_of_ms(self, scope: ScopeId) -> int:
        """Returns the moment of a queue's or group's row while its PBX is lost; else 0."""
        row = self._by_id.get(scope)
        return 0 if row is None else row.as_of_ms

    def explained(self, queue_ids: Iterable[QueueId]) -> set[QueueId]:
        """Returns those of ``queue_ids`` whose row shows where the agents are, and so depends on agents."""
        rows = self._by_id
        return {one for one in queue_ids if (row := rows.get(one)) is not None and row.why is not None}

    def _row_of(self, store: Store, scope: ScopeId, window: Window) -> QueueRow | None:
        """Returns the row of a queue or group, if it exists."""
        if (of := _of(store, scope)) is None:
            return None
        basis = _basis(store, of, window)
        tally, figures, now = basis.tally, basis.figures, basis.now or QueueNow(scope=scope)
        pbxs = _pbxs(store, of) if store.lost_sources and isinstance(of, Group) else None
        since_ms = now.longest_since_ms
        wait_goal = of.goal if since_ms is None else _wait_goal(store, of, since_ms)
        return QueueRow(
            id=scope,
            name=scope_name(store, scope),
            is_group=isinstance(of, Group),
            colour=of.colour,
            pbxs=pbxs,
            as_of_ms=store.as_of_ms(scope) if isinstance(of, Queue) else _group_as_of_ms(store, of),
            is_unread=bool(store.not_understood) and _is_unread(store, of, figures),
            goal=of.goal,
            window=window,
            kpis=self._kpis_of(scope).update(basis, wait_goal, pbxs),
            why=why(store, of, now) if isinstance(of, Queue) else None,
            tally=tally,
            agents=now.agents,
            carried=figures.carried if figures else 0,
            here=figures.here if figures else 0,
        )

    def _kpis_of(self, scope: ScopeId) -> Kpis:
        if (kpis := self._kpis.get(scope)) is None:
            kpis = self._kpis[scope] = Kpis()
        return kpis

    def _arrange(self) -> None:
        self.scopes = tuple(self._by_id[scope] for scope in self._order if scope in self._by_id)
        rows = tuple(row for row in self.scopes if row.id in self._shown)
        if rows != self.rows:
            self.rows = rows


def _sources(group: Group) -> set[SourceId]:
    """Returns the PBXs of a group's queues."""
    return {source_of(queue_id) for queue_id in group.queue_ids}


def _pbxs(store: Store, group: Group) -> Pbxs | None:
    """Returns how many of a group's PBXs are connected; None where all are, or none is."""
    sources = _sources(group)
    connected = len(sources - store.lost_sources.keys())
    return Pbxs(connected=connected, all=len(sources)) if 0 < connected < len(sources) else None


def _group_as_of_ms(store: Store, group: Group) -> int:
    """Returns the moment of a group's figures, if all of its PBXs are lost; else 0."""
    sources = _sources(group)
    if not store.lost_sources or not sources or not sources <= store.lost_sources.keys():
        return 0
    return min(store.lost_sources[source] for source in sources)


def _of(store: Store, scope: ScopeId) -> Queue | Group | None:
    return store.groups.get(GroupId(scope)) or store.queues.get(QueueId(scope))


def _wait_goal(store: Store, queue: Queue | Group, since_ms: int) -> Goal:
    """Returns the goal of the caller who has waited since then: in a group, by that caller's queue."""
    if isinstance(queue, Queue):
        return queue.goal
    own = (store.queues[one.id] for one in map(store.queues.get, queue.queue_ids) if one is not None)
    waits = ((one, store.queue_now.get(one.id)) for one in own)
    longest = (one for one, now in waits if now is not None and now.longest_since_ms == since_ms)
    return next((one.goal for one in longest), queue.goal)


def _is_unread(store: Store, queue: Queue | Group, figures: Figures | None) -> bool:
    """Whether a part of a queue's row could not be decoded, so that it would show 0 for unknown."""
    return figures is None or queue.id not in store.queue_now or queue.goal.formula is Formula.UNKNOWN


def _basis(store: Store, queue: Queue | Group, window: Window) -> Basis:
    found = {one: figures for one in _WINDOWS if (figures := store.figures.get((queue.id, one))) is not None}
    now = store.queue_now.get(queue.id)
    return Basis(
        goal=queue.goal,
        window=window,
        figures=(figures := found.get(window)),
        tally=Tally() if figures is None else figures.tally,
        tallies={one: figures.tally for one, figures in found.items()},
        now=None if now is None or _is_blank(store, queue, now) else now,
    )


def _is_blank(store: Store, queue: Queue | Group, now: QueueNow) -> bool:
    """Whether no queue, caller or agent is known, as before the PBX was reached or in a group without queues."""
    queues = queue.queue_ids if isinstance(queue, Group) and queue.id != ALL else store.queues
    return not (now.waiting or now.agents or queues)
