"""The figures of queues and groups in a screen's copy, and the points of their charts."""

from collections.abc import Mapping
from typing import Any, assert_never

from tests.releases.release_next.client.changed import Changed, newer, trim
from tests.releases.release_next.domain.counts.figures import Figures, Interval, QueueNow, Sample, Window
from tests.releases.release_next.domain.ids import Key, QueueId, ScopeId

SAMPLES_KEPT_MS = 3_600_000


class FigureTables:
    """The tables by queue or group.

    Attributes:
        figures: of each window.
        queue_now: the state of this moment.
        intervals: of each whose charts were sent, by start.
        samples: of the same, by moment.
    """

    def __init__(self) -> None:
        self.figures: dict[tuple[ScopeId, Window], Figures] = {}
        self.queue_now: dict[ScopeId, QueueNow] = {}
        self.intervals: dict[ScopeId, dict[int, Interval]] = {}
        self.samples: dict[ScopeId, dict[int, Sample]] = {}

    def put(self, entity: Figures | QueueNow | Interval | Sample, changed: Changed) -> None:
        """Stores a value unless it is older than the stored one."""
        scope = entity.scope
        match entity:
            case Figures():
                self._put_figures(entity, changed)
            case QueueNow():
                before = self.queue_now.get(scope)
                if newer(self.queue_now, scope, entity):
                    changed.figures.add(scope)
                    moved = entity.positions.items() ^ (before.positions.items() if before else ())
                    changed.calls.update(call_id for call_id, _ in moved)
            case Interval():
                if newer(self.intervals.setdefault(scope, {}), entity.start_ms, entity):
                    changed.series.add(scope)
            case Sample():
                samples = self.samples.setdefault(scope, {})
                if newer(samples, entity.at_ms, entity):
                    changed.series.add(scope)
                    trim(samples, entity.at_ms - SAMPLES_KEPT_MS)
            case _:
                assert_never(entity)

    def _put_figures(self, entity: Figures, changed: Changed) -> None:
        scope = entity.scope
        if entity.window is not Window.UNKNOWN and newer(self.figures, (scope, entity.window), entity):
            changed.figures.add(scope)
            if entity.window is Window.TODAY:
                self._trim_intervals(scope, entity.since_ms, changed)

    def forget_series(self, but: ScopeId, changed: Changed) -> None:
        """Drops the charts of all queues and groups but one: they are no longer sent and would have holes."""
        for table in (self.intervals, self.samples):
            for scope in [scope for scope in table if scope != but]:
                del table[scope]
                changed.series.add(scope)

    def figures_gone(self, key: Key, changed: Changed) -> None:
        """Removes the figures of one window."""
        if key.part not in set(Window):
            return
        figures = self.figures.pop((QueueId(key.id), Window(key.part)), None)
        if figures is not None:
            changed.figures.add(figures.scope)

    def now_gone(self, key: Key, changed: Changed) -> None:
        """Removes a queue's or group's state of this moment."""
        if (now := self.queue_now.pop(QueueId(key.id), None)) is not None:
            changed.figures.add(now.scope)
            changed.calls.update(now.positions)

    def series_gone(self, key: Key, changed: Changed) -> None:
        """Removes a point of a chart, whose newest value cannot be decoded."""
        scope = QueueId(key.id)
        series: Mapping[ScopeId, dict[int, Any]] = self.intervals if key.kind == "interval" else self.samples
        points = series.get(scope, {})
        for at_ms in [at_ms for at_ms in points if str(at_ms) == key.part]:
            del points[at_ms]
            changed.series.add(scope)

    def _trim_intervals(self, scope: ScopeId, day_start_ms: int, changed: Changed) -> None:
        if (intervals := self.intervals.get(scope)) and trim(intervals, day_start_ms):
            changed.series.add(scope)
