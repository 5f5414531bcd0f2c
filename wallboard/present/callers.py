"""The rows of callers who wait or are moving, longest wait first."""

from bisect import bisect_left
from collections.abc import Iterable

from wallboard.client.store import Store
from wallboard.domain.centre.state import Call, CallPhase
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, level_of
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level, wait_turns_ms
from wallboard.domain.ids import CallId, QueueId, ScopeId
from wallboard.present.frame import CallerRow
from wallboard.present.names import queue_name, target_name
from wallboard.present.pending import Marks


class CallerRows:
    """Stores the rows and rebuilds only those that have changed.

    Attributes:
        rows: in the order they are shown.
    """

    def __init__(self) -> None:
        self.rows: tuple[CallerRow, ...] = ()
        self._by_id: dict[CallId, CallerRow] = {}
        self._order: list[tuple[int, CallId]] = []
        self._in_order: list[CallerRow] = []
        self._moving: set[CallId] = set()
        self._late_levels: dict[QueueId, Level] = {}

    def refresh(self, store: Store, scope: ScopeId, marks: Marks) -> None:
        """Rebuilds everything; rows that are equal stay the same objects."""
        self._late_levels.clear()
        self.update(store, scope, marks, {*store.calls, *self._by_id})

    def update(
        self, store: Store, scope: ScopeId, marks: Marks, call_ids: Iterable[CallId], scopes: Iterable[ScopeId] = ()
    ) -> None:
        """Rebuilds the rows of ``call_ids``, and of those whose level changes with that of one of the ``scopes``.

        Those of moving callers are rebuilt, too: their target may have a new name.
        """
        dirty = False
        for call_id in {*call_ids, *self._moving, *self._with_other_level(store, scopes)}:
            call = store.calls.get(call_id)
            row = None if call is None or not _is_shown(store, call, scope) else self._row(store, call, marks)
            before = self._by_id.get(call_id)
            if row == before:
                continue
            dirty = True
            self._place(before, row)
            if row is None:
                del self._by_id[call_id]
                self._moving.discard(call_id)
                continue
            self._by_id[call_id] = row
            if row.phase is CallPhase.MOVING:
                self._moving.add(call_id)
            else:
                self._moving.discard(call_id)
        if dirty:
            self.rows = tuple(self._in_order)

    def _with_other_level(self, store: Store, scopes: Iterable[ScopeId]) -> Iterable[CallId]:
        """Returns the callers of those queues whose late callers have another level now."""
        known = self._late_levels
        changed = {one for one in known.keys() & scopes if known[one] is not _late_level(store, one)}
        for queue_id in changed:
            del known[queue_id]
        return [row.call_id for row in self.rows if row.queue_id in changed] if changed else ()

    def _row(self, store: Store, call: Call, marks: Marks) -> CallerRow:
        queue = store.queues.get(call.queue_id)
        now = store.queue_now.get(call.queue_id)
        since_ms = call.waits_since_ms
        warn_at_ms, late_at_ms = wait_turns_ms(since_ms, queue.goal if queue is not None else Goal())
        if call.queue_id not in self._late_levels:
            self._late_levels[call.queue_id] = _late_level(store, call.queue_id)
        if call.phase is CallPhase.UNKNOWN:
            warn_at_ms = late_at_ms = NEVER_MS
        return CallerRow(
            call_id=call.id,
            handover_rev=call.handover_rev,
            as_of_ms=store.as_of_ms(call.id),
            number=call.number,
            name=call.name,
            withheld=call.withheld,
            queue_id=call.queue_id,
            queue_name=queue_name(store, call.queue_id),
            since_ms=since_ms,
            warn_at_ms=warn_at_ms,
            late_at_ms=late_at_ms,
            late_level=self._late_levels[call.queue_id],
            position=now.positions.get(call.id, 0) if now is not None else 0,
            phase=call.phase,
            moving_to=target_name(store, call.moving_to),
            returned=call.answered_ms is not None and call.phase is CallPhase.WAITING,
            pending=marks.calls.get(call.id),
        )

    def _place(self, before: CallerRow | None, row: CallerRow | None) -> None:
        """Replaces a caller by its wait; hundreds may wait, and few come or go from one frame to the next."""
        if before is not None:
            place = bisect_left(self._order, (before.since_ms, before.call_id))
            if row is not None and row.since_ms == before.since_ms:
                self._in_order[place] = row
                return
            del self._order[place], self._in_order[place]
        if row is not None:
            key = row.since_ms, row.call_id
            place = bisect_left(self._order, key)
            self._order.insert(place, key)
            self._in_order.insert(place, row)


NEVER_MS = 2**53
"""Later than any moment that is shown."""


def _is_shown(store: Store, call: Call, scope: ScopeId) -> bool:
    is_here = not call.is_with_agent and call.phase is not CallPhase.LEAVING
    return is_here and store.has(scope, call.queue_id)


def _late_level(store: Store, queue_id: QueueId) -> Level:
    """Returns the level of a queue's late callers, which that of its longest wait is, too."""
    goal = store.queues[queue_id].goal if queue_id in store.queues else Goal()
    return level_of(CATALOGUE[FigureId.LONGEST_WAIT], Basis(goal=goal, now=store.queue_now.get(queue_id)), None)
