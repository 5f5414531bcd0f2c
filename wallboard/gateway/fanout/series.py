"""The charts' history: today's finished intervals and the last hour's samples, from the log."""

from collections import deque
from collections.abc import Iterable

from wallboard.domain.counts.figures import Figures, Interval, Sample, Window
from wallboard.domain.ids import ScopeId

SAMPLES_KEPT = 720
"""One hour, by a sample each five seconds."""

Point = Interval | Sample


class Series:
    """Intervals and samples by queue or group."""

    def __init__(self) -> None:
        self._intervals: dict[ScopeId, dict[int, Interval]] = {}
        self._samples: dict[ScopeId, deque[Sample]] = {}

    def add(self, point: Point) -> None:
        """Adds a point."""
        if isinstance(point, Interval):
            self._intervals.setdefault(point.scope, {})[point.start_ms] = point
            return
        samples = self._samples.get(point.scope)
        if samples is None:
            samples = self._samples[point.scope] = deque(maxlen=SAMPLES_KEPT)
        samples.append(point)

    def follow_days(self, figures: Iterable[Figures]) -> None:
        """Drop the intervals of yesterday where ``figures`` say that a new day began."""
        for one in figures:
            if one.window is Window.TODAY and (intervals := self._intervals.get(one.scope)):
                if next(iter(intervals)) >= one.since_ms:
                    continue
                kept = {start_ms: each for start_ms, each in intervals.items() if start_ms >= one.since_ms}
                self._intervals[one.scope] = kept

    def drop(self, scope: ScopeId) -> None:
        """Drops the history of a removed queue or group; the core sends it again should that come back."""
        self._intervals.pop(scope, None)
        self._samples.pop(scope, None)

    def of(self, scope: ScopeId) -> list[Point]:
        """Returns all points of one queue or group."""
        return [*self._intervals.get(scope, {}).values(), *self._samples.get(scope, ())]
