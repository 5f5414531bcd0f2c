"""The rows of the queue table: all queues together first, then every queue in its place."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts.catalogue import Basis
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId
from wallboard.present.frame import Kpi, QueueRow
from wallboard.present.kpis import Kpis, without_data
from wallboard.present.names import queue_place, scope_name
from wallboard.present.why import why


class QueueRows:
    """Keeps the rows of the last look and makes anew only those that are told to have changed.

    Attributes:
        rows: in the order they are shown.
    """

    def __init__(self) -> None:
        self.rows: tuple[QueueRow, ...] = ()
        self._by_id: dict[ScopeId, QueueRow] = {}
        self._order: list[ScopeId] = []
        self._kpis: dict[ScopeId, Kpis] = {}

    def refresh(self, store: Store, window: Window) -> None:
        """Look at everything; rows that come out the same stay the same objects."""
        queues = sorted(store.queues.values(), key=queue_place)
        self._order = [*(ALL for _ in store.groups.keys() & {ALL}), *(queue.id for queue in queues)]
        self._kpis = {scope: kpis for scope, kpis in self._kpis.items() if _of(store, scope) is not None}
        old, self._by_id = self._by_id, {}
        for scope in self._order:
            row = self._row_of(store, scope, window)
            before = old.get(scope)
            if row is not None:
                self._by_id[scope] = before if before is not None and before == row else row
        self._arrange()

    def update(self, store: Store, window: Window, scopes: Iterable[ScopeId]) -> None:
        """Make the rows of ``scopes`` anew; no queue came, went or was renamed."""
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
        """All figures of one queue or group, also of one that has no row; without data where it is not there."""
        row = self._by_id.get(scope) or self._row_of(store, scope, window)
        return without_data(window) if row is None else tuple(row.kpis.values())

    def explained(self, queue_ids: Iterable[QueueId]) -> set[QueueId]:
        """Those of ``queue_ids`` whose row says where the agents are, so that a change of an agent changes it."""
        rows = self._by_id
        return {one for one in queue_ids if (row := rows.get(one)) is not None and row.why is not None}

    def _row_of(self, store: Store, scope: ScopeId, window: Window) -> QueueRow | None:
        """The row of a queue or group, if it is there."""
        if (of := _of(store, scope)) is None:
            return None
        basis = _basis(store, of, window)
        tally, figures, now = basis.tally, basis.figures, basis.now or QueueNow(scope=scope)
        since_ms = now.longest_since_ms
        wait_goal = of.goal if since_ms is None else _wait_goal(store, of, since_ms)
        return QueueRow(
            id=scope,
            name=scope_name(store, scope),
            is_unread=bool(store.not_understood) and _is_unread(store, of, figures),
            goal=of.goal,
            window=window,
            kpis=self._kpis.setdefault(scope, Kpis()).look(basis, wait_goal),
            why=why(store, of, now, tally.late) if isinstance(of, Queue) else None,
            tally=tally,
            agents=now.agents,
            carried=figures.carried if figures else 0,
            here=figures.here if figures else 0,
        )

    def _arrange(self) -> None:
        rows = tuple(self._by_id[scope] for scope in self._order if scope in self._by_id)
        if rows != self.rows:
            self.rows = rows


def _of(store: Store, scope: ScopeId) -> Queue | Group | None:
    return store.groups.get(GroupId(scope)) or store.queues.get(QueueId(scope))


def _wait_goal(store: Store, queue: Queue | Group, since_ms: int) -> Goal:
    """What is promised to whom has waited since then: in a group, by the queue where that caller is."""
    if isinstance(queue, Queue):
        return queue.goal
    own = (store.queues[one.id] for one in map(store.queues.get, queue.queue_ids) if one is not None)
    waits = ((one, store.queue_now.get(one.id)) for one in own)
    longest = (one for one, now in waits if now is not None and now.longest_since_ms == since_ms)
    return next((one.goal for one in longest), queue.goal)


def _is_unread(store: Store, queue: Queue | Group, figures: Figures | None) -> bool:
    """Whether something of a queue's row could not be read, so that it would say 0 where nobody knows."""
    return figures is None or queue.id not in store.queue_now or queue.goal.formula is Formula.UNKNOWN


def _basis(store: Store, queue: Queue | Group, window: Window) -> Basis:
    found = {one: figures for one in Window if (figures := store.figures.get((queue.id, one))) is not None}
    now = store.queue_now.get(queue.id)
    return Basis(
        goal=queue.goal,
        window=window,
        figures=(figures := found.get(window)),
        tally=Tally() if figures is None else figures.tally,
        tallies={one: figures.tally for one, figures in found.items()},
        now=None if now is None or _is_blank(store, now) else now,
    )


def _is_blank(store: Store, now: QueueNow) -> bool:
    """Whether no queue, caller or agent is known, as before the PBX was reached: nor is it that nobody waits."""
    return not (now.waiting or now.agents or store.queues)
