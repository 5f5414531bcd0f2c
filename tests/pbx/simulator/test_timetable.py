"""Things happen when they are due, in order, and not when they were called off."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from wallboard.pbx.simulator.timetable import Timetable


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 60)))
def test_that_acts_run_in_the_order_they_are_due_and_those_of_one_moment_as_planned(
    dues: list[int], stops: list[int]
) -> None:
    table, done = Timetable(0), list[tuple[int, int]]()
    for number, due_ms in enumerate(dues):
        table.at(due_ms, partial(done.append, (due_ms, number)))
    for stop in [*sorted(stops), 60]:
        table.run(stop)
        assert table.now_ms == stop
        assert len(done) == sum(due <= stop for due in dues)
    assert done == sorted((due_ms, number) for number, due_ms in enumerate(dues))


def test_that_what_was_called_off_does_not_happen_and_is_not_next() -> None:
    table, done = Timetable(0), list[str]()
    table.at(5, lambda: done.append("off")).cancel()
    table.after(0.009, lambda: done.append("on"))
    assert table.next_due_ms() == 9
    table.run(10)
    assert done == ["on"]
    assert table.next_due_ms() is None


def test_that_what_is_past_is_due_at_once() -> None:
    table, done = Timetable(100), list[int]()
    table.at(5, lambda: done.append(table.now_ms))
    table.run(100)
    assert done == [100]
