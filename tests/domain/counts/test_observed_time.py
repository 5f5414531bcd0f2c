"""Time stands still for whom nobody hears, and for nobody else."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.counts.observed_time import (
    AgentTime,
    ObservedSources,
    ObservedTime,
    StateTime,
    lasted_ms,
    together,
)
from wallboard.domain.ids import SourceId


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=20))
def test_that_an_integral_is_the_sum_of_all_stays(stays: list[tuple[int, int]]) -> None:
    integral = StateTime()
    for begin, length in stays:
        integral.enter(begin)
        integral.leave(begin + length)
    integral.enter(500)
    assert integral.at(3000) == sum(length for _, length in stays) + 2500


@given(st.lists(st.tuples(st.integers(0, 5000), st.booleans()), max_size=20))
def test_that_the_watched_time_never_goes_back_and_is_what_was_looked_at(turns: list[tuple[int, bool]]) -> None:
    watch, at_ms, looking, looked_ms = ObservedTime(), 0, True, 0
    for after_ms, looks in turns:
        at_ms += after_ms
        looked_ms += after_ms * looking
        assert watch.at(at_ms) == looked_ms
        looking = looks
        (watch.go_on if looks else watch.stop)(at_ms)


def test_that_each_agents_time_is_measured_by_the_agents_source() -> None:
    north, south, time = ObservedTime(), ObservedTime(), AgentTime(settled_ms=5)
    time.part(north).enter(north.at(100))
    time.part(south).enter(south.at(100))
    south.stop(150)
    assert time.at(300) == 5 + 200 + 50
    south.go_on(200)
    time.part(south).leave(south.at(300))
    assert time.at(400) == 5 + 300 + 150


def test_that_sources_go_on_one_by_one() -> None:
    sources, north, south = ObservedSources(), SourceId("north"), SourceId("south")
    assert sources.of(north) is sources.of(north)
    for source in (north, south):
        sources.resume({source: ObservedTime(stopped_ms=100, unobserved_ms=7)})
    sources.of(north).go_on(130)
    assert sources.unobserved_ms(150) == {north: 37, south: 57}
    sources.forget(south)
    assert sources.unobserved_ms(150) == {north: 37}


_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda one: (one[0], one[0] + one[1])))


@given(_SPANS, st.integers(0, 70))
def test_that_times_put_together_last_as_long_as_there_is_one_of_them(
    spans: list[tuple[int, int]], at: int
) -> None:
    moments = {moment for start, end in spans for moment in range(start, min(end, at))}
    assert lasted_ms(together(spans), at) == len(moments)


def test_that_outages_are_known_with_the_one_that_goes_on_and_forgotten_when_they_are_old() -> None:
    time = ObservedTime()
    for at_ms in (100, 200, 300):
        time.stop(at_ms)
        time.go_on(at_ms + 50)
    time.stop(400)
    assert time.outages_until(420) == [(100, 150), (200, 250), (300, 350), (400, 420)]
    time.forget_outages(250)
    assert time.outages_until(420) == [(300, 350), (400, 420)]
    assert time.unobserved_at(420) == 170
