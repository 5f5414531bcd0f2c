"""What one source sent, and how often its connection came back."""

from tests.domain.words import link, queue
from wallboard.domain.centre.state import SourceStatus
from wallboard.gateway.activity import SourceActivity
from wallboard.gateway.core.source_counts import SourceCounts

UP, DOWN = link(SourceStatus.UP, 0), link(SourceStatus.DOWN, 0)


def test_that_before_the_first_event_it_has_no_age() -> None:
    assert SourceCounts().activity() == SourceActivity()


def test_that_events_are_counted_and_the_last_one_grows_old() -> None:
    clock = [10.0]
    counts = SourceCounts(lambda: clock[0])
    counts.observe(queue("sales"))
    counts.observe(queue("support"))
    clock[0] = 12.5
    assert counts.activity() == SourceActivity(events=2, last_event_age_s=2.5)


def test_that_only_connections_after_the_first_are_reconnections() -> None:
    counts = SourceCounts()
    for event in (UP, UP):
        counts.observe(event)
    assert counts.activity().reconnects == 0
    for event in (DOWN, UP):
        counts.observe(event)
    assert counts.activity().reconnects == 1
    counts.lose()
    counts.observe(UP)
    assert counts.activity().reconnects == 2
