"""The points of the three charts: today's intervals with the running one, and the last hour's waits."""

from wallboard.client.store import Store
from wallboard.domain.counts import formulas
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Interval, Sample, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import ScopeId
from wallboard.present.chart_points import ChartPoint, Charts, WaitPoint
from wallboard.present.names import goal_of, scope_name

ENOUGH = 10
"""The fewest callers of a point: with fewer, each of them changes the service level by more than ten points."""


class ChartPoints:
    """Stores the points, so that finished ones are built once.

    Attributes:
        charts: as they are shown; the same object while nothing changed.
    """

    def __init__(self) -> None:
        self.charts = Charts()
        self._points: dict[int, tuple[Interval, Formula, ChartPoint]] = {}
        self._waits: dict[int, tuple[Sample, WaitPoint]] = {}

    def refresh(self, store: Store, scope: ScopeId, interval_minutes: int) -> None:
        """Rebuilds the points of ``scope``; an interval that was not observed has no point."""
        goal = goal_of(store, scope)
        running = self._running(store, scope, goal)
        charts = Charts(
            scope=scope,
            queue_name=scope_name(store, scope),
            goal=goal,
            interval_minutes=interval_minutes,
            day_start_ms=store.day_start_ms,
            intervals=self._intervals(store, scope, goal),
            running=running,
            running_counts=running is not None and running.counted >= ENOUGH,
            waits=self._wait_points(store, scope),
        )
        if charts != self.charts:
            self.charts = charts

    def _intervals(self, store: Store, scope: ScopeId, goal: Goal) -> tuple[ChartPoint, ...]:
        points: dict[int, ChartPoint] = {}
        kept: dict[int, tuple[Interval, Formula, ChartPoint]] = {}
        for start_ms, interval in store.intervals.get(scope, {}).items():
            known = self._points.get(start_ms)
            if known is None or known[0] is not interval or known[1] is not goal.formula:
                known = (interval, goal.formula, _point(start_ms, interval.tally, goal))
            kept[start_ms] = known
            points[start_ms] = known[2]
        self._points = kept
        return tuple(points[start_ms] for start_ms in sorted(points) if start_ms >= store.day_start_ms)

    def _running(self, store: Store, scope: ScopeId, goal: Goal) -> ChartPoint | None:
        running = store.figures.get((scope, Window.INTERVAL))
        is_over = running is None or running.since_ms in store.intervals.get(scope, {})
        return None if running is None or is_over else _point(running.since_ms, running.tally, goal)

    def _wait_points(self, store: Store, scope: ScopeId) -> tuple[WaitPoint, ...]:
        kept: dict[int, tuple[Sample, WaitPoint]] = {}
        for at_ms, sample in store.samples.get(scope, {}).items():
            known = self._waits.get(at_ms)
            kept[at_ms] = known if known is not None and known[0] is sample else (sample, _wait_point(sample))
        self._waits = kept
        return tuple([kept[at_ms][1] for at_ms in sorted(kept)])


def _point(start_ms: int, tally: Tally, goal: Goal) -> ChartPoint:
    basis = Basis(goal=goal, window=Window.INTERVAL, tally=tally)
    service_level, abandonment = CATALOGUE[FigureId.SERVICE_LEVEL], CATALOGUE[FigureId.ABANDONMENT]
    return ChartPoint(
        start_ms=start_ms,
        service_level_pct=service_level.value(basis),
        counted=formulas.counted(tally, goal.formula),
        offered=tally.offered,
        answered=tally.answered,
        abandoned=tally.abandoned,
        flowed_out=tally.flowed_out,
        abandonment_pct=abandonment.value(basis),
    )


def _wait_point(sample: Sample) -> WaitPoint:
    return WaitPoint(at_ms=sample.at_ms, waiting=sample.waiting, longest_wait_s=sample.longest_wait_ms / 1000)
