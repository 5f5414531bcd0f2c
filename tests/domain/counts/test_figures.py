"""When figures are news to somebody who reads them."""

from msgspec.structs import replace

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Interval, QueueNow, Sample, Window
from wallboard.domain.ids import QueueId

SALES = QueueId("sales")
FIGURES = Figures(
    rev=7,
    scope=SALES,
    window=Window.TODAY,
    since_ms=0,
    covered_since_ms=0,
    tally=Tally(offered=3),
    handling_ms=500_000,
    ready_ms=500_000,
)
QUEUE_NOW = QueueNow(rev=7, scope=SALES, waiting=1, longest_since_ms=5, agents={AgentState.READY: 2})


def test_that_agents_time_is_no_news_until_occupancy_is_shown_otherwise() -> None:
    assert replace(FIGURES, rev=8, ready_ms=510_000).says_the_same(FIGURES)  # 49.505 %, shown as 50 %
    assert not replace(FIGURES, ready_ms=511_000).says_the_same(FIGURES)  # 49.456 %
    assert not replace(FIGURES, ready_ms=490_000).says_the_same(FIGURES)


def test_that_utilisation_is_news_where_it_is_shown_otherwise() -> None:
    known = replace(FIGURES, logged_in_ms=2_000_000)  # 50 %
    assert not known.says_the_same(FIGURES)
    assert replace(known, logged_in_ms=2_010_000).says_the_same(known)  # 49.751 %, shown as 50 %
    assert not replace(known, logged_in_ms=2_100_000).says_the_same(known)  # 47.619 %


def test_that_a_count_or_a_window_that_turned_is_news() -> None:
    assert not replace(FIGURES, tally=Tally(offered=4)).says_the_same(FIGURES)
    assert not replace(FIGURES, since_ms=60_000).says_the_same(FIGURES)


def test_that_the_first_ready_second_is_news() -> None:
    assert not FIGURES.says_the_same(replace(FIGURES, handling_ms=0, ready_ms=0))


def test_that_a_pulse_is_news_when_anything_in_it_is() -> None:
    assert replace(QUEUE_NOW, rev=9).says_the_same(QUEUE_NOW)
    assert not replace(QUEUE_NOW, waiting=2).says_the_same(QUEUE_NOW)
    assert not replace(QUEUE_NOW, agents={AgentState.READY: 1}).says_the_same(QUEUE_NOW)


def test_that_each_queue_and_window_has_a_key_of_its_own() -> None:
    keys = {
        *(replace(FIGURES, window=window).key for window in Window),
        QUEUE_NOW.key,
        replace(QUEUE_NOW, scope=QueueId("support")).key,
        Interval(scope=SALES, start_ms=1, tally=Tally()).key,
        Sample(scope=SALES, at_ms=1, waiting=0, longest_wait_ms=0).key,
    }
    assert len(keys) == len(Window) + 4
