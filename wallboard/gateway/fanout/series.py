"""The charts' past: today's finished intervals and the last hour's samples, as the log told them."""

from collections import deque
from collections.abc import Iterable

from wallboard.domain.counts.figures import Figures, Interval, Sample, Window
from wallboard.domain.ids import QueueId

SAMPLES_KEPT = 720
"""One hour, by a sample each five seconds."""

Point = Interval | Sample


class Series:
    """Intervals and samples by what they are of."""

    def __init__(self) -> None:
        self._intervals: dict[QueueId, dict[int, Interval]] = {}
        self._samples: dict[QueueId, deque[Sample]] = {}

    def add(self, point: Point) -> None:
        """Keep a point."""
        if isinstance(point, Interval):
            self._intervals.setdefault(point.queue_id, {})[point.start_ms] = point
            return
        samples = self._samples.get(point.queue_id)
        if samples is None:
            samples = self._samples[point.queue_id] = deque(maxlen=SAMPLES_KEPT)
        samples.append(point)

    def follow_days(self, figures: Iterable[Figures]) -> None:
        """Drop the intervals of yesterday where ``figures`` say that a new day began."""
        for one in figures:
            if one.window is Window.TODAY and (intervals := self._intervals.get(one.queue_id)):
                if next(iter(intervals)) >= one.since_ms:
                    continue
                kept = {start_ms: each for start_ms, each in intervals.items() if start_ms >= one.since_ms}
                self._intervals[one.queue_id] = kept

    def drop(self, queue_id: QueueId) -> None:
        """Forget the past of what is no more; the core tells it again should that come back."""
        self._intervals.pop(queue_id, None)
        self._samples.pop(queue_id, None)

    def of(self, queue_id: QueueId) -> list[Point]:
        """All points of one queue or of the total."""
        return [*self._intervals.get(queue_id, {}).values(), *self._samples.get(queue_id, ())]
