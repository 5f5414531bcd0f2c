"""The rows of the queue table: all queues together first, then every queue in its place."""

from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts import formulas
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal, Tally
from wallboard.domain.counts.standing import Standing, standing
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId
from wallboard.present.callers import turns_ms
from wallboard.present.frame import QueueRow
from wallboard.present.names import queue_place, scope_name
from wallboard.present.why import why

_NOTHING = Tally()


class QueueRows:
    """Keeps the rows of the last look and makes anew only those that are told to have changed.

    Attributes:
        rows: in the order they are shown.
    """

    def __init__(self) -> None:
        self.rows: tuple[QueueRow, ...] = ()
        self._by_id: dict[ScopeId, QueueRow] = {}
        self._order: list[ScopeId] = []

    def refresh(self, store: Store, window: Window) -> None:
        """Look at everything; rows that come out the same stay the same objects."""
        queues = sorted(store.queues.values(), key=queue_place)
        self._order = [*(ALL for _ in store.groups.keys() & {ALL}), *(queue.id for queue in queues)]
        old, self._by_id = self._by_id, {}
        for scope in self._order:
            row = _row_of(store, scope, window)
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
            row = _row_of(store, scope, window)
            if row is not None and row != before:
                self._by_id[scope] = row
                dirty = True
        if dirty:
            self._arrange()

    def explained(self, queue_ids: Iterable[QueueId]) -> set[QueueId]:
        """Those of ``queue_ids`` whose row says where the agents are, so that a change of an agent changes it."""
        rows = self._by_id
        return {one for one in queue_ids if (row := rows.get(one)) is not None and row.why is not None}

    def _arrange(self) -> None:
        rows = tuple(self._by_id[scope] for scope in self._order if scope in self._by_id)
        if rows != self.rows:
            self.rows = rows


def _row_of(store: Store, scope: ScopeId, window: Window) -> QueueRow | None:
    """The row of a queue or group, if it is there."""
    of = store.groups.get(GroupId(scope)) or store.queues.get(QueueId(scope))
    return None if of is None else _row(store, of, window)


def _wait_goal(store: Store, queue: Queue | Group, since_ms: int) -> Goal:
    """What is promised to whom has waited since then: in a group, by the queue where that caller is."""
    if isinstance(queue, Queue):
        return queue.goal
    own = (store.queues[one.id] for one in map(store.queues.get, queue.queue_ids) if one is not None)
    waits = ((one, store.queue_now.get(one.id)) for one in own)
    longest = (one for one, now in waits if now is not None and now.longest_since_ms == since_ms)
    return next((one.goal for one in longest), queue.goal)


def _row(store: Store, queue: Queue | Group, window: Window) -> QueueRow:
    figures = store.figures.get((queue.id, window))
    pulse = store.queue_now.get(queue.id) or QueueNow(scope=queue.id)
    levels = standing_of(store, queue.id, queue.goal, window)
    tally = figures.tally if figures is not None else _NOTHING
    goal = queue.goal
    shares = {formula: formulas.service_level_pct(tally, formula) for formula in Formula}
    since_ms = pulse.longest_since_ms
    warn_at_ms, late_at_ms = (
        (None, None) if since_ms is None else turns_ms(since_ms, _wait_goal(store, queue, since_ms))
    )
    return QueueRow(
        id=queue.id,
        name=scope_name(store, queue.id),
        is_unread=bool(store.not_understood) and _is_unread(store, queue, figures),
        goal=goal,
        window=window,
        waiting=pulse.waiting,
        past_limit=tally.late,
        why=why(store, queue, pulse, tally.late) if isinstance(queue, Queue) else None,
        longest_since_ms=since_ms,
        warn_at_ms=warn_at_ms,
        late_at_ms=late_at_ms,
        service_level_pct=shares.get(goal.formula),
        service_level=levels.service_level,
        service_levels=shares,
        offered=tally.offered,
        answered=tally.answered,
        abandoned=tally.abandoned,
        flowed_out=tally.flowed_out,
        lost=tally.lost,
        abandonment_pct=formulas.abandonment_pct(tally),
        abandonment=levels.abandonment,
        asa_s=formulas.average_speed_of_answer_s(tally),
        atq_s=formulas.average_time_in_queue_s(tally),
        aht_s=formulas.average_handle_time_s(tally),
        longest_wait_s=tally.longest_wait_ms / 1000 if formulas.ended(tally) else None,
        occupancy_pct=formulas.occupancy_pct(figures.handling_ms, figures.ready_ms) if figures else None,
        agents=pulse.agents,
        waiting_level=levels.waiting,
        ready_level=levels.ready,
        carried=figures.carried if figures else 0,
        here=figures.here if figures else 0,
        exits=tally.exits,
        is_flow_out=levels.is_flow_out,
    )


def _is_unread(store: Store, queue: Queue | Group, figures: Figures | None) -> bool:
    """Whether something of a queue's row could not be read, so that it would say 0 where nobody knows."""
    return figures is None or queue.id not in store.queue_now or queue.goal.formula is Formula.UNKNOWN


def standing_of(store: Store, scope: ScopeId, goal: Goal, window: Window) -> Standing:
    """The levels of a queue's figures in a window."""
    found = ((one, store.figures.get((scope, one))) for one in Window)
    tallies = {one: figures.tally for one, figures in found if figures is not None}
    return standing(goal, window, tallies, store.queue_now.get(scope))
