"""The charts' past: today's finished intervals and the last hour's samples, as the log told them."""

from collections import deque
from collections.abc import Iterable

from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, Sample, Window
from wallboard.domain.ids import QueueId

SAMPLES_KEPT = 720
"""One hour, by a sample each five seconds."""

Point = Interval | Sample


class Series:
    """Intervals and samples by what they are of."""

    def __init__(self) -> None:
        self._intervals: dict[QueueId, dict[int, Interval]] = {}
        self._samples: dict[QueueId, deque[Sample]] = {}

    def take(self, entities: Iterable[AnyEntity]) -> None:
        """Keep the points among ``entities``; where a new day began, those of the old one are dropped."""
        for entity in entities:
            match entity:
                case Interval():
                    self._intervals.setdefault(entity.queue_id, {})[entity.start_ms] = entity
                case Sample():
                    samples = self._samples.get(entity.queue_id)
                    if samples is None:
                        samples = self._samples[entity.queue_id] = deque(maxlen=SAMPLES_KEPT)
                    samples.append(entity)
                case Figures(window=Window.TODAY):
                    self._begin_day(entity.queue_id, entity.since_ms)
                case _:
                    pass

    def _begin_day(self, queue_id: QueueId, since_ms: int) -> None:
        intervals = self._intervals.get(queue_id)
        if intervals and next(iter(intervals)) < since_ms:
            kept = {start_ms: one for start_ms, one in intervals.items() if start_ms >= since_ms}
            self._intervals[queue_id] = kept

    def drop(self, queue_id: QueueId) -> None:
        """Forget the past of what is no more; the core tells it again should that come back."""
        self._intervals.pop(queue_id, None)
        self._samples.pop(queue_id, None)

    def of(self, queue_id: QueueId) -> list[Point]:
        """All points of one queue or of the total."""
        return [*self._intervals.get(queue_id, {}).values(), *self._samples.get(queue_id, ())]
