"""What is due by the clock."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.pbx.agenda import Agenda


@given(dues=st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc")), max_size=30))
def test_that_each_key_is_done_once_at_its_latest_time_and_in_order(dues: list[tuple[int, str]]) -> None:
    agenda, done = Agenda(), []
    for due_ms, name in dues:
        agenda.set(("t", name), due_ms, lambda due_ms=due_ms, name=name: done.append((due_ms, name)))  # type: ignore[misc]  # mypy cannot type a lambda's defaults
    while (action := agenda.take(100)) is not None:
        action()
    latest = {name: due_ms for due_ms, name in dues}
    assert sorted(done) == sorted((due_ms, name) for name, due_ms in latest.items())
    assert [due_ms for due_ms, _ in done] == sorted(due_ms for due_ms, _ in done)


def test_that_what_is_not_due_waits_and_what_is_dropped_is_not_done() -> None:
    agenda, done = Agenda(), []
    agenda.set(("t", "a"), 10, lambda: done.append("a"))
    agenda.set(("t", "b"), 20, lambda: done.append("b"))
    assert agenda.take(9) is None
    agenda.drop(("t", "a"))
    assert ("t", "a") not in agenda
    assert agenda.next_ms() == 20
