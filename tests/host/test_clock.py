"""The clock follows the wall clock and never goes back."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from wallboard.host.clock import Clock

SECOND_NS = 1_000_000_000


class Times:
    """A wall clock and a steady one that the test turns."""

    def __init__(self) -> None:
        self.wall_ns = 1_000_000 * SECOND_NS
        self.steady_ns = 5 * SECOND_NS
        self.clock = Clock(lambda: self.wall_ns, lambda: self.steady_ns)

    def pass_by(self, steady_ns: int, set_ns: int = 0) -> int:
        """Time goes by, and somebody sets the wall clock; what the clock says then."""
        self.steady_ns += steady_ns
        self.wall_ns += steady_ns + set_ns
        return self.clock.now_ms()


@given(st.lists(st.tuples(st.integers(0, 10**11), st.integers(-(10**13), 10**13))))
def test_that_time_never_goes_back_and_is_never_behind(steps: list[tuple[int, int]]) -> None:
    times = Times()
    before_ms = times.clock.now_ms()
    for steady_ns, set_ns in steps:
        now_ms = times.pass_by(steady_ns, set_ns)
        assert now_ms >= before_ms
        assert now_ms >= times.wall_ns // 1_000_000
        before_ms = now_ms


def test_that_a_clock_set_forward_is_followed_at_once() -> None:
    times = Times()
    times.pass_by(SECOND_NS, 3_600 * SECOND_NS)
    assert times.clock.now_ms() == times.wall_ns // 1_000_000


def test_that_a_clock_set_back_is_waited_for() -> None:
    times = Times()
    began_ms = times.clock.now_ms()
    assert times.pass_by(10 * SECOND_NS, -SECOND_NS) - began_ms == 9_900
    for _ in range(10):
        times.pass_by(10 * SECOND_NS)
    assert times.clock.now_ms() == times.wall_ns // 1_000_000


def test_that_it_tells_how_far_it_is_ahead_of_a_clock_set_back() -> None:
    times = Times()
    times.pass_by(SECOND_NS, 3_600 * SECOND_NS)
    assert times.clock.ahead_ms() == 0
    times.pass_by(SECOND_NS, -3_600 * SECOND_NS)
    assert times.clock.ahead_ms() == 3_600_000 - 10


def test_that_two_threads_that_ask_at_once_are_told_no_earlier_time_after_a_later_one() -> None:
    asked, go_on, told = threading.Event(), threading.Event(), list[int]()
    steady = iter([0, 10 * SECOND_NS, 20 * SECOND_NS])

    def wall_ns() -> int:
        if threading.current_thread() is slow:
            asked.set()
            go_on.wait(10)
        return 0

    def ask() -> None:
        told.append(clock.now_ms())

    slow, other = threading.Thread(target=ask), threading.Thread(target=ask)
    clock = Clock(wall_ns, lambda: next(steady))
    slow.start()
    asked.wait(10)
    other.start()
    other.join(0.05)  # it has to wait for the slow one; one that had not would be through by now
    go_on.set()
    slow.join()
    other.join()
    assert told == sorted(told)


def test_that_a_jump_forward_is_doubted_where_that_is_wanted_and_forgotten_when_it_is_set_right() -> None:
    times = Times()
    times.clock.doubt_jumps(300)
    began_ms = times.clock.now_ms()
    assert times.pass_by(SECOND_NS, 7_200 * SECOND_NS) - began_ms == 1_000
    assert times.pass_by(200 * SECOND_NS) - began_ms == 201_000
    assert times.clock.ahead_ms() == -7_200_000
    assert times.pass_by(SECOND_NS, -7_200 * SECOND_NS) - began_ms == 202_000
    assert times.clock.ahead_ms() == 0
    assert times.pass_by(SECOND_NS, 7_200 * SECOND_NS) - began_ms == 203_000  # doubted anew


def test_that_a_jump_that_lasts_is_followed() -> None:
    times = Times()
    times.clock.doubt_jumps(300)
    times.pass_by(SECOND_NS, 7_200 * SECOND_NS)
    times.pass_by(301 * SECOND_NS)
    assert times.clock.now_ms() == times.wall_ns // 1_000_000
    assert times.clock.ahead_ms() == 0


def test_that_small_corrections_are_followed_without_a_doubt() -> None:
    times = Times()
    times.clock.doubt_jumps(300)
    times.pass_by(SECOND_NS, 30 * SECOND_NS)
    assert times.clock.now_ms() == times.wall_ns // 1_000_000
