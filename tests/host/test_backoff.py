"""How long to wait between attempts."""

from wallboard.host.backoff import Backoff, limit_s, spread_s


def test_that_waits_grow_up_to_the_cap_and_differ() -> None:
    backoff = Backoff(0.5, 4.0)
    first = backoff.next_s()
    waits = [backoff.next_s() for _ in range(200)]
    assert 0.5 <= first <= 1.0
    assert all(0.5 <= wait_s <= 4.0 for wait_s in waits)
    assert max(waits) > 2.0
    assert len(set(waits)) > 100


def test_that_a_good_connection_makes_the_next_wait_short() -> None:
    backoff = Backoff(0.5, 4.0)
    for _ in range(20):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 1.0


def test_that_a_limit_doubles_up_to_the_most_however_often() -> None:
    assert [limit_s(1.0, times, 60.0) for times in (0, 1, 5, 6, 5_000)] == [1.0, 2.0, 32.0, 60.0, 60.0]


def test_that_one_who_never_tried_waits_the_least() -> None:
    assert spread_s(0.5, 0, 4.0) == 0.5
