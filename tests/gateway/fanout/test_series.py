"""The charts' past as a fan-out keeps it: what the engine itself would give."""

from collections.abc import Sequence

from hypothesis import given

from tests.domain.words import DAY_MS, ms, queue
from tests.gateway.fanned import Fanned
from tests.gateway.fanout.test_hub import Script, steps, walk
from tests.gateway.rig import CENTRE
from wallboard.domain.centre import events as e
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, Sample
from wallboard.domain.ids import ALL, QueueId
from wallboard.gateway.fanout.series import SAMPLES_KEPT, Series

NAMES = (ALL, QueueId("sales"), QueueId("support"))
MIDNIGHT_MS = DAY_MS + 16 * 3_600_000


def add(series: Series, entities: Sequence[AnyEntity]) -> None:
    for entity in entities:
        if isinstance(entity, Interval | Sample):
            series.add(entity)
    series.follow_days(entity for entity in entities if isinstance(entity, Figures))


def read(centre: Fanned) -> Series:
    series = Series()
    for flush in centre.flushes:
        add(series, flush.put)
        for key in flush.gone:
            if key.kind == "queue":
                series.drop(QueueId(key.id))
    return series


@given(steps)
def test_that_it_is_what_the_engine_has(script: Script) -> None:
    """A queue that goes and comes back within one flush keeps its samples here."""
    centre = Fanned(*CENTRE)
    walk(centre, script, {}, DAY_MS)
    series = read(centre)
    assert series.of(ALL) == centre.engine.series(ALL)
    for name in NAMES:
        known = centre.engine.series(name)
        points = series.of(name)
        assert [point for point in points if point in known] == known
        assert known or not points or name in centre.engine.metrics.counters


def test_that_a_new_day_begins_without_yesterdays_intervals() -> None:
    centre = Fanned(*CENTRE)
    for at_ms in (DAY_MS, MIDNIGHT_MS - 1, MIDNIGHT_MS, MIDNIGHT_MS + 900_000):
        centre.flush(at_ms)
    series = read(centre)
    for name in NAMES:
        points = series.of(name)
        assert points == centre.engine.series(name)
        assert [point for point in points if not isinstance(point, Sample)]


def test_that_a_queue_that_comes_back_has_its_intervals_again() -> None:
    centre = Fanned(*CENTRE)
    sales = QueueId("sales")
    centre.flush(ms(0))
    centre.flush(ms(1_000))
    before = centre.engine.series(sales)
    centre.happens(e.QueueRemoved(at_ms=ms(1_001), queue_id=sales))
    centre.flush(ms(1_001))
    assert read(centre).of(sales) == []
    centre.happens(queue("sales", 1_002))
    centre.flush(ms(1_002))
    assert read(centre).of(sales) == [point for point in before if not isinstance(point, Sample)] != []


def test_that_it_keeps_an_hour_of_samples() -> None:
    series = Series()
    made = [Sample(scope=ALL, at_ms=number, waiting=0, longest_wait_ms=0) for number in range(800)]
    add(series, made)
    assert series.of(ALL) == made[-SAMPLES_KEPT:]
